/** At a terminal: the reminder, the spinner, recovery, and escaped control characters. */
import { closeSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { NEW_KEY, NEW_PRIVATE_KEY, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { makePipe } from '../../support/program/pipe.ts';
import { programTest } from '../../support/program/programTest.ts';
import { HAS_TERMINALS } from '../../support/program/terminal.ts';
import { childOf, triedToWrite } from '../../support/program/waitUntilIdle.ts';
import type { Behavior } from '../../support/servers/faultyServer.ts';
import {
  body,
  created,
  createdHuge,
  HUGE_RESPONSE,
  hang,
  json,
} from '../../support/servers/serverBehaviors.ts';

const REMINDER = 'Save the private key of this API key now: it is shown only once.\r\n';
const TEXT = `API Key '65f1a2b3c4d5e6f708192a3b' created.\r\nPublic API Key zmmrboas\r\nPrivate API Key ${NEW_PRIVATE_KEY}\r\n`;
const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';
/** A terminal that can show a spinner. */
const XTERM = { TERM: 'xterm' };
/** Stops what a terminal shows; Ctrl-Q would let it go on. */
const CTRL_S = '\u0013';
const WAITING = 'Waiting for Atlas';

/** What a hostile answer would have a terminal do: retitle its window, clear the screen, show another text. */
const EVIL = 'a\u001b]0;title\u0007b\u001b[2Jc\u009b2Jd\re\u202ef';
const OBEYED = /[\u0007\u009b\u202e]|\u001b\]|\u001b\[2J|d\re/;

const without = (screen: string, text: string): string => screen.replaceAll(text, '');

if (!HAS_TERMINALS)
  console.error(
    '\n\n*** NOT TESTED: what the program does on a terminal. script(1) of util-linux is missing. ***\n\n',
  );

describe.runIf(HAS_TERMINALS).concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when a key is shown on a terminal, then one reminder follows', async ({ stage, expect }) => {
    const { status, screen } = await stage.startOnTerminal({ to: await stage.serve(created) }).exited;
    expect({ status, screen }).toEqual({ status: 0, screen: TEXT + REMINDER });
  });

  test('when standard output is a file, then there is no reminder on the terminal', async ({
    stage,
    expect,
  }) => {
    const { status, screen } = await stage.startOnTerminal({
      to: await stage.serve(created),
      redirect: '>../scratch/out',
    }).exited;
    expect({ status, screen }).toEqual({ status: 0, screen: '' });
    expect(readFileSync(join(stage.cwd, '../scratch/out'), 'utf8')).toBe(TEXT.replaceAll('\r', ''));
  });

  test('when the server is slow, then a spinner shows, and the cursor afterwards', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve((response, request) => {
      run.shown(WAITING).then(() => created(response, request));
    });
    const run = stage.startOnTerminal({ to: server, env: XTERM });
    const { status, screen } = await run.exited;
    expect(status).toBe(0);
    expect(screen.lastIndexOf(SHOW)).toBeGreaterThan(screen.lastIndexOf(HIDE));
    expect(screen.lastIndexOf(TEXT)).toBeGreaterThan(screen.lastIndexOf(SHOW));
  });

  test('when the spinner shows and standard output is a file, then nothing of it is in the file', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve((response, request) => {
      run.shown(WAITING).then(() => created(response, request));
    });
    const run = stage.startOnTerminal({ to: server, env: XTERM, redirect: '>../scratch/out' });
    expect((await run.exited).status).toBe(0);
    expect(readFileSync(join(stage.cwd, '../scratch/out'), 'utf8')).toBe(TEXT.replaceAll('\r', ''));
  });

  test('when the terminal is closed during the spinner, then the key is still printed', async ({
    stage,
    expect,
  }) => {
    let go = () => {};
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const afterwards: Behavior = (...exchange) => void gone.then(() => created(...exchange));
    const to = await stage.serve(afterwards);
    const answer = makePipe(join(stage.cwd, '../scratch/answer'));
    answer.read();
    const run = stage.startOnTerminal({
      to,
      env: XTERM,
      redirect: '>../scratch/answer',
      // In a session of its own, so that no SIGHUP ends it.
      within: ['setsid', '--wait'],
    });
    await run.shown(WAITING);
    closeSync(answer.writer);
    const pid = childOf(run.pid());
    run.child.kill('SIGKILL');
    await run.exited;
    // The spinner draws where there is nothing any more.
    await triedToWrite(pid, 1);
    go();
    await answer.ended();
    expect(answer.text()).toBe(TEXT.replaceAll('\r', ''));
  });

  test('when Ctrl-C ends a spinner, then the cursor is shown and the outcome is unknown', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(hang);
    const run = stage.startOnTerminal({ to: server, env: XTERM });
    await Promise.all([run.shown(WAITING), server.received(2)]);
    run.type('\u0003');
    const { status, screen } = await run.exited;
    expect(status).toBe(130);
    expect(screen.lastIndexOf(SHOW)).toBeGreaterThan(screen.lastIndexOf(HIDE));
    expect(screen).toContain('Error: interrupted by SIGINT\r\nThe API key may have been created.');
  });

  test.for<[string, number]>([
    ['before the challenge', 1],
    ['after the request', 2],
  ])(
    'when a signal arrives %s, then the terminal is left as it was',
    async ([, requests], { stage, expect }) => {
      const server = await stage.serve(hang, { requests, ...(requests === 1 ? { unauthorized: hang } : {}) });
      const run = stage.startOnTerminal({ to: server, env: XTERM });
      await server.received(requests);
      run.signal('SIGTERM');
      const { status, screen } = await run.exited;
      expect(status).toBe(143);
      expect(screen.lastIndexOf(SHOW)).toBeGreaterThanOrEqual(screen.lastIndexOf(HIDE));
      const UNKNOWN = `apiKeys list --orgId ${ORG_ID}\r\n`;
      if (requests === 2) expect(screen).toContain(UNKNOWN);
      else expect(screen).not.toContain(UNKNOWN);
    },
  );

  test('when standard output is full, then the whole response is shown on the terminal', async ({
    stage,
    expect,
  }) => {
    const { status, screen } = await stage.startOnTerminal({
      to: await stage.serve(created),
      redirect: '>/dev/full',
    }).exited;
    expect(status).toBe(3);
    expect(screen).toMatch(/^\{"desc"/);
    expect(screen).toContain(`${JSON.stringify(NEW_KEY)}\r\nError: cannot write to standard output: ENOSPC`);
    expect(screen).toContain('is shown above; save it now, because it will not be shown again.\r\n');
    expect(stage.made()).toEqual({});
  });

  test('when the response is invalid, then it is shown on the terminal', async ({ stage, expect }) => {
    const answer = JSON.stringify([NEW_KEY]);
    const { status, screen } = await stage.startOnTerminal({ to: await stage.serve(body(answer)) }).exited;
    expect(status).toBe(3);
    expect(screen).toContain(`${answer}\r\nError: `);
    expect(stage.made()).toEqual({});
  });

  test('when a second signal arrives while the recovered response waits for a stopped terminal, then the response is in a file', async ({
    stage,
    expect,
  }) => {
    const run = stage.startOnTerminal({ to: await stage.serve(createdHuge) });
    await run.shown('Private API Key ');
    run.type(CTRL_S);
    // Two equal signals could be delivered as one. The order of these two is not defined.
    run.signal('SIGINT');
    run.signal('SIGTERM');
    expect([130, 143]).toContain((await run.exited).status);
    expect(Object.values(stage.made()).map(({ text }) => text.length)).toEqual([HUGE_RESPONSE.length]);
  });

  test('when a signal arrives while the terminal is stopped, then the response is in a file', async ({
    stage,
    expect,
  }) => {
    const run = stage.startOnTerminal({ to: await stage.serve(createdHuge) });
    await run.shown('Private API Key ');
    run.type(CTRL_S);
    run.signal('SIGINT');
    expect((await run.exited).status).toBe(3);
    expect(Object.values(stage.made()).map(({ text }) => text.length)).toEqual([HUGE_RESPONSE.length]);
  });

  test('when a response contains control characters, then a terminal gets them escaped', async ({
    stage,
    expect,
  }) => {
    const { status, screen } = await stage.startOnTerminal({
      to: await stage.serve(json({ ...NEW_KEY, publicKey: EVIL })),
    }).exited;
    expect(status).toBe(0);
    expect(screen).not.toMatch(OBEYED);
    expect(screen).toContain('Public API Key a\\x1b]0;title\\x07b\\x1b[2Jc\\x9b2Jd\\x0de\\u202ef\r\n');
  });

  test('when a response contains control characters, then a pipe gets them unchanged', async ({
    stage,
    expect,
  }) => {
    const result = await stage.run({ to: await stage.serve(json({ ...NEW_KEY, publicKey: EVIL })) });
    expect(result.stdout).toContain(`Public API Key ${EVIL}\n`);
  });

  test('when an invalid response contains control characters, then it is saved in a file, unchanged', async ({
    stage,
    expect,
  }) => {
    const { status, screen } = await stage.startOnTerminal({ to: await stage.serve(body(EVIL)) }).exited;
    expect(status).toBe(3);
    expect(screen).not.toMatch(OBEYED);
    expect(Object.values(stage.made()).map(({ text }) => text)).toEqual([EVIL]);
  });

  test.for<[string, (evil: string) => object]>([
    ['detail', (evil) => ({ errorCode: 'NO', detail: evil })],
    ['code', (evil) => ({ errorCode: evil })],
    ['parameters', (evil) => ({ errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST', parameters: [evil] })],
    ['fields', (evil) => ({ badRequestDetail: { fields: [{ field: evil, description: evil }] } })],
  ])(
    "when an error's %s contain control characters, then a terminal gets them as text",
    async ([, error], { stage, expect }) => {
      const { status, screen } = await stage.startOnTerminal({
        to: await stage.serve(json(error(EVIL), 403)),
      }).exited;
      expect(status).toBe(1);
      expect(without(screen, '\r\n')).not.toMatch(OBEYED);
      expect(screen).toContain('a\\x1b]0;title\\x07b');
    },
  );

  test('when a key is created on a terminal, then no file is made', async ({ stage, expect }) => {
    await stage.startOnTerminal({ to: await stage.serve(created) }).exited;
    expect(existsSync(stage.configFolder)).toBe(false);
  });
});

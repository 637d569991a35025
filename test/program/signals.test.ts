/** Signals before, during and after the exchange. */

import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { programTest, type Stage } from '../support/program/programTest.ts';
import { waitUntilIdle } from '../support/program/waitUntilIdle.ts';
import {
  created,
  createdHuge,
  HUGE_RESPONSE,
  hang,
  tooManyRequests,
  trickle,
} from '../support/servers/serverBehaviors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const unknownOutcome = (signal: string): string =>
  `Error: interrupted by ${signal}\nThe API key may have been created. Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`;

/** A configuration file that the program can open and not read to its end, so that it waits before its request. */
function endlessConfig(stage: Stage): { opened(): Promise<unknown>; close(): Promise<void> } {
  const path = join(stage.configFolder, 'config.toml');
  fs.mkdirSync(stage.configFolder, { recursive: true });
  execFileSync('mkfifo', [path]);
  // A pipe can be opened for writing only after it was opened for reading; until then, the call waits.
  const writing = fs.promises.open(path, 'w');
  return { opened: () => writing, close: async () => (await writing).close() };
}

/** Whether the run saved the response. Compared here, because a difference would print five million characters. */
const savedIs = (stage: Stage, text: string): boolean => {
  const files = Object.values(stage.made());
  return files.length === 1 && files[0]?.mode === 0o600 && files[0].text === text;
};

describe.concurrent.each(BUILDS)('$name', (build) => {
  describe.concurrent.each(SIGNALS)('%s', (signal) => {
    const test = programTest(build);
    const status = 128 + constants.signals[signal];

    test('when it arrives before the request, then the program ends and no request is sent', async ({
      stage,
      expect,
    }) => {
      const config = endlessConfig(stage);
      const run = stage.start({ to: await stage.serve(created, { requests: 0 }) });
      await config.opened();
      run.signal(signal);
      expect(await run.exited).toEqual({ status, stdout: '', stderr: '' });
      await config.close();
    });

    test('when it arrives before credentials are sent, then no message mentions a key', async ({
      stage,
      expect,
    }) => {
      const server = await stage.serve(created, { requests: 1, unauthorized: hang });
      const run = stage.start({ to: server });
      await server.received(1);
      run.signal(signal);
      expect(await run.exited).toEqual({ status, stdout: '', stderr: `Error: interrupted by ${signal}\n` });
    });

    test('when it arrives while the authorized request hangs, then the outcome is unknown', async ({
      stage,
      expect,
    }) => {
      const server = await stage.serve(hang);
      const run = stage.start({ to: server });
      await server.received(2);
      run.signal(signal);
      expect(await run.exited).toEqual({ status, stdout: '', stderr: unknownOutcome(signal) });
    });

    test('when it arrives during the wait after 429, then nothing was done', async ({ stage, expect }) => {
      const server = await stage.serve((response, request) => {
        response.on('close', () => waitUntilIdle(run.pid).then(() => run.signal(signal)));
        tooManyRequests('30')(response, request);
      });
      const run = stage.start({ to: server });
      expect(await run.exited).toEqual({ status, stdout: '', stderr: `Error: interrupted by ${signal}\n` });
    });

    test('when it arrives while the output is not read, then the whole response is saved', async ({
      stage,
      expect,
    }) => {
      const run = stage.start({ to: await stage.serve(createdHuge), stdout: 'unread' });
      await run.stdout?.firstByte();
      run.signal(signal);
      const result = await run.exited;
      expect(result.status).toBe(3);
      expect(result.stderr).toMatch(
        new RegExp(
          `^Error: interrupted by ${signal}\nThe API key was created\\. The response, including the private key, is in`,
        ),
      );
      expect(savedIs(stage, HUGE_RESPONSE)).toBe(true);
    });

    test('when it arrives while the output of a socket is not read, then the whole response is saved', async ({
      stage,
      expect,
    }) => {
      const run = stage.start({ to: await stage.serve(createdHuge), stdout: 'socket' });
      await new Promise((resolve) => run.child.stdout?.once('readable', resolve));
      run.signal(signal);
      expect((await run.exited).status).toBe(3);
      expect(savedIs(stage, HUGE_RESPONSE)).toBe(true);
    });

    test('when it arrives and HOME is not set, then the whole response is on standard error', async ({
      stage,
      expect,
    }) => {
      const run = stage.start({
        to: await stage.serve(createdHuge),
        stdout: 'unread',
        env: { HOME: undefined },
      });
      await run.stdout?.firstByte();
      run.signal(signal);
      const { status, stderr } = await run.exited;
      expect(status).toBe(3);
      expect(stderr.startsWith(`${HUGE_RESPONSE}\nError: interrupted by ${signal}\n`)).toBe(true);
    });

    test('when it arrives while standard error is blocked too, then the whole response is saved', async ({
      stage,
      expect,
    }) => {
      const run = stage.start({ to: await stage.serve(createdHuge), stdout: 'unread', stderr: 'stuck' });
      await run.stdout?.firstByte();
      run.signal(signal);
      expect((await run.exited).status).toBe(3);
      expect(savedIs(stage, HUGE_RESPONSE)).toBe(true);
    });
  });

  const test = programTest(build);

  test('when a second signal follows the first, then the whole response is still saved', async ({
    stage,
    expect,
  }) => {
    const run = stage.start({ to: await stage.serve(createdHuge), stdout: 'unread' });
    await run.stdout?.firstByte();
    run.signal('SIGINT');
    run.signal('SIGTERM');
    await run.exited;
    expect(savedIs(stage, HUGE_RESPONSE)).toBe(true);
  });

  test('when a signal arrives in the middle of the response, then the bytes that arrived are saved', async ({
    stage,
    expect,
  }) => {
    const start = JSON.stringify(NEW_KEY).slice(0, -1);
    const server = await stage.serve(trickle(start));
    const run = stage.start({ to: server });
    await server.received(2);
    await waitUntilIdle(run.pid);
    run.signal('SIGINT');
    expect((await run.exited).status).toBe(3);
    expect(Object.values(stage.made())[0]?.text.trimEnd()).toBe(start);
  });
});

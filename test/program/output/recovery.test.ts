/** A new key that cannot be printed is recovered completely. */
import { join } from 'node:path';
import { describe, type ExpectStatic } from 'vitest';
import { NEW_KEY, NEW_PRIVATE_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';
import type { StreamTarget } from '../../support/program/runProgram.ts';
import type { Behavior } from '../../support/servers/faultyServer.ts';
import {
  body,
  created,
  createdHuge,
  flood,
  HUGE_PRIVATE_KEY,
  HUGE_RESPONSE,
  json,
  truncated,
} from '../../support/servers/serverBehaviors.ts';

const WHOLE = JSON.stringify(NEW_KEY);

/** Unusable answers: what they are, how they are sent, what of them has to be found. */
const UNUSABLE: readonly (readonly [string, Behavior, string])[] = [
  ['a list', json([NEW_KEY]), JSON.stringify([NEW_KEY])],
  ['a text', json(NEW_PRIVATE_KEY), JSON.stringify(NEW_PRIVATE_KEY)],
  ['a number', json(17), '17'],
  ['null', json(null), 'null'],
  ['a private key that is a number', json({ ...NEW_KEY, privateKey: 17 }), '"privateKey":17'],
  ['an id that is a list', json({ ...NEW_KEY, id: [NEW_PRIVATE_KEY] }), NEW_PRIVATE_KEY],
  ['roles that are a text', json({ ...NEW_KEY, roles: 'none' }), WHOLE.slice(0, 60)],
  ['no JSON', body(`{"privateKey":"${NEW_PRIVATE_KEY}"`), NEW_PRIVATE_KEY],
  ['a page with status 200', body(`<p>${NEW_PRIVATE_KEY}</p>`, 'text/html'), NEW_PRIVATE_KEY],
  ['JSON of no type', body(WHOLE, ''), WHOLE],
];

/** The recovery file that the error names. */
function savedAnswer(stage: Stage, stderr: string, expect: ExpectStatic): string {
  const [[path, file] = [], ...others] = Object.entries(stage.made());
  expect(others).toEqual([]);
  expect(path).toMatch(/^\.config\/atlascli\/recovered-response-\d{8}T\d{6}Z-[0-9a-f]{8}\.(json|txt|bin)$/);
  expect(stderr).toContain(join(stage.home, path ?? ''));
  expect(file?.mode).toBe(0o600);
  return file?.text ?? '';
}

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test.for(UNUSABLE)(
    'when the response is %s, then all of it is saved',
    async ([, answer, text], { stage, expect }) => {
      const { status, stdout, stderr } = await stage.run({ to: await stage.serve(answer) });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(savedAnswer(stage, stderr, expect)).toContain(text);
      expect(stderr).toMatch(/^Error: .+\nThe API key may have been created\. .+\n$/);
    },
  );

  test.for<readonly [string, Behavior]>([
    ['empty', body('')],
    ['empty, with status 204', (response) => response.writeHead(204).end()],
  ])(
    'when the response is %s, then the error says that the key may exist',
    async ([, answer], { stage, expect }) => {
      const { status, stdout, stderr } = await stage.run({ to: await stage.serve(answer) });
      expect({ status, stdout, made: stage.made() }).toEqual({ status: 3, stdout: '', made: {} });
      expect(stderr).toMatch(
        /^Error: the response is empty\nThe API key may have been created.*apiKeys list --orgId/,
      );
    },
  );

  test('when the response is cut off, then the bytes that arrived are saved', async ({ stage, expect }) => {
    const { status, stdout, stderr } = await stage.run({ to: await stage.serve(truncated(WHOLE)) });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    // Bun's fetch sometimes drops what it has when the end comes right behind it: then nobody has read anything.
    if (build.name === 'dist/atlas' && Object.keys(stage.made()).length === 0)
      expect(stderr).toMatch(
        /^Error: Post ".*": EOF\nThe API key may have been created.*apiKeys list --orgId/,
      );
    else expect(savedAnswer(stage, stderr, expect)).toBe(WHOLE);
  });

  test('when the response has 100 MiB, then it is refused, and the bytes that were read are saved', async ({
    stage,
    expect,
  }) => {
    const start = `{"privateKey":"${NEW_PRIVATE_KEY}","desc":"`;
    const server = await stage.serve(flood(start, 100 * 1024 * 1024));
    const { status, stdout, stderr } = await stage.run({ to: server });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^Error: the response is larger than 16 MiB\n/);
    const saved = savedAnswer(stage, stderr, expect);
    expect(saved.slice(0, start.length)).toBe(start);
    expect(saved.length).toBeGreaterThan(16 * 1024 * 1024);
    expect(saved.length).toBeLessThan(20 * 1024 * 1024);
  });

  const UNWRITABLE: readonly (readonly [StreamTarget, string])[] = [
    ['full', 'ENOSPC'],
    ['broken', 'EPIPE'],
  ];

  test.for(UNWRITABLE)(
    'when standard output is %s, then the response is saved',
    async ([stdout, code], { stage, expect }) => {
      const { status, stderr } = await stage.run({ to: await stage.serve(created), stdout });
      expect(status).toBe(3);
      expect(stderr).toMatch(
        new RegExp(`^Error: cannot write to standard output: ${code}.*\nThe API key was`),
      );
      expect(savedAnswer(stage, stderr, expect)).toBe(WHOLE);
    },
  );

  test('when the reader exits during the request, then the response is saved', async ({ stage, expect }) => {
    const server = await stage.serve((response, request) => {
      run.stdout?.close();
      created(response, request);
    });
    const run = stage.start({ to: server, stdout: 'unread' });
    const { status, stderr } = await run.exited;
    expect(status).toBe(3);
    expect(savedAnswer(stage, stderr, expect)).toBe(WHOLE);
  });

  test('when the reader exits in the middle of the output, then all of the response is saved', async ({
    stage,
    expect,
  }) => {
    const run = stage.start({ to: await stage.serve(createdHuge), stdout: 'unread' });
    await run.stdout?.firstByte();
    run.stdout?.close();
    const { status, stderr } = await run.exited;
    expect(status).toBe(3);
    expect(savedAnswer(stage, stderr, expect) === HUGE_RESPONSE).toBe(true);
  });

  test('when the reader is slow, then all of the output arrives', async ({ stage, expect }) => {
    const run = stage.start({ to: await stage.serve(createdHuge), stdout: 'unread' });
    await run.stdout?.firstByte();
    run.stdout?.read();
    const { status, stdout, stderr } = await run.exited;
    expect({ status, stderr, length: stdout.length }).toEqual({
      status: 0,
      stderr: '',
      length:
        `API Key '' created.\nPublic API Key zmmrboas\nPrivate API Key \n`.length +
        24 +
        HUGE_PRIVATE_KEY.length,
    });
  });

  for (const stdout of ['full', 'broken'] as const) {
    for (const stderr of ['full', 'stuck', 'broken', 'closed'] as const)
      test(`when standard output is ${stdout} and standard error ${stderr}, then the response is saved`, async ({
        stage,
        expect,
      }) => {
        const { status } = await stage.run({ to: await stage.serve(created), stdout, stderr });
        expect(status).toBe(3);
        expect(Object.values(stage.made())).toEqual([{ text: WHOLE, mode: 0o600 }]);
      });

    const NO_FOLDER: readonly (readonly [string, (stage: Stage) => Record<string, string | undefined>])[] = [
      ['HOME is not set', () => ({ HOME: undefined })],
      ['HOME is empty', () => ({ HOME: '' })],
      ['HOME is below a file', ({ regularFile }) => ({ HOME: join(regularFile, 'home') })],
      ['HOME is /proc', () => ({ HOME: '/proc' })],
      ['XDG_CONFIG_HOME is relative', () => ({ XDG_CONFIG_HOME: 'here' })],
    ];

    test.for(NO_FOLDER)(
      `when standard output is ${stdout} and %s, then the answer is on standard error`,
      async ([, env], { stage, expect }) => {
        const result = await stage.run({ to: await stage.serve(created), stdout, env: env(stage) });
        expect(result.status).toBe(3);
        expect(result.stderr).toContain(`${WHOLE}\nError: cannot write to standard output`);
        expect(result.stderr).toMatch(/is shown above; save it now, because it will not be shown again\.\n$/);
        expect(stage.made()).toEqual({});
      },
    );
  }

  for (const stderr of ['full', 'stuck', 'closed'] as const)
    test(`when standard output is full, standard error ${stderr} and HOME not set, then it ends with status 3`, async ({
      stage,
      expect,
    }) => {
      const server = await stage.serve(created);
      const { status } = await stage.run({ to: server, stdout: 'full', stderr, env: { HOME: undefined } });
      expect(status).toBe(3);
    });

  test('when the recovery file cannot grow, then it is removed, and the response is on standard error', async ({
    stage,
    expect,
  }) => {
    const { status, stderr } = await stage.run({
      to: await stage.serve(created),
      stdout: 'full',
      // The limit applies only to files. Without the trap, a signal would end the program.
      within: ['/bin/sh', '-c', 'trap "" XFSZ; ulimit -f 0; exec "$@"', 'sh'],
    });
    expect({ status, made: stage.made() }).toEqual({ status: 3, made: {} });
    expect(stderr).toContain(`${WHOLE}\nError: cannot write to standard output`);
  });

  test('when two responses are saved, then each has its own file', async ({ stage, expect }) => {
    // Three or four requests, because the later run may answer the remembered challenge.
    const to = await stage.serve(created, { requests: 'any' });
    await Promise.all([stage.run({ to, stdout: 'full' }), stage.run({ to, stdout: 'full' })]);
    expect(Object.values(stage.made()).map(({ text }) => text)).toEqual([WHOLE, WHOLE]);
  });
});

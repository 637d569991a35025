/** What the table in README.md says about the Atlas CLI and curl. Its column about this program is tested elsewhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test as plainTest } from 'vitest';
import { NEW_PRIVATE_KEY, ORG_ID, PRIVATE_KEY, PUBLIC_KEY } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { CREATE, programTest } from '../support/program/programTest.ts';
import { created, json } from '../support/servers/serverBehaviors.ts';
import { has } from '../support/tools.ts';

/** A recorded case, as far as it is read here; test/parity/README.md describes the whole. */
interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly expect: { readonly exit: number; readonly stdout?: string; readonly config?: string };
}

const parity = (name: string) => readFileSync(join(import.meta.dirname, '../parity', name), 'utf8');
const casesIn = (file: string): readonly Case[] => JSON.parse(parity(`cases/${file}.json`));

describe('the Atlas CLI, as recorded', () => {
  plainTest('when README.md compares, then it says what is tested here', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const [, table = ''] = /^## Why\n([\s\S]*?)^## /m.exec(readme) ?? [];
    const cells = table.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
    expect(cells.filter((row) => row.length === 6).map((row) => [row[3], row[4]])).toEqual([
      ['Atlas CLI', '`curl --digest`'],
      [expect.stringMatching(/^-+$/), expect.stringMatching(/^-+$/)],
      ['the key is lost if a template fails; other failures were not recorded', 'the key is lost'],
      ['the key is created, then lost', 'has neither'],
      ['status 1 for every recorded failure', '`--fail` ends with 22, whether or not a key may exist'],
      ['printed', 'printed'],
      ['both, unless turned off', 'none'],
      ['not recorded', 'two'],
    ]);
  });

  plainTest('when a template fails, then it has created the key, which is lost', () => {
    expect(parity('README.md')).toContain('the reference creates the key, then loses it');
  });

  plainTest('when a command fails, then the status is 1, except where a case says what it should be', () => {
    const statuses = [
      'account',
      'apikeys-delete',
      'auth',
      'config',
      'flags',
      'profile',
      'projects',
      'session',
    ]
      .flatMap(casesIn)
      .map(({ expect: { exit } }) => exit);
    expect(new Set(statuses)).toEqual(new Set([0, 1]));
    expect(parity('README.md')).toContain('the exit status is 3 where the service acted or may have');
  });

  plainTest('when a key is created, then its private key is printed', () => {
    const succeeded = casesIn('create').filter(({ argv, expect: { exit } }) => exit === 0 && argv.length > 3);
    const printed = succeeded.filter(({ expect: { stdout } }) =>
      /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(stdout ?? ''),
    );
    expect(printed.map(({ name }) => name)).toEqual(succeeded.map(({ name }) => name));
    expect(succeeded.length).toBeGreaterThan(20);
  });

  plainTest.each(['telemetry_enabled', 'skip_update_check'])(
    'when %s is set, then it is saved',
    (property) => {
      const saved = casesIn('config').filter(
        ({ argv, expect: { config } }) => argv[2] === property && config?.includes(property),
      );
      expect(saved).not.toEqual([]);
    },
  );
});

/** curl, as its users create a key. `stage.run` adds the address, and flags. */
const CURL = {
  name: 'curl',
  command: [
    ...(['curl', '--silent', '--show-error', '--digest', '--user', `${PUBLIC_KEY}:${PRIVATE_KEY}`] as const),
    ...['--header', 'Content-Type: application/json', '--data', '{"desc":"a key","roles":["ORG_MEMBER"]}'],
  ],
} as const;

const HAS_CURL = has('curl');
if (!HAS_CURL) console.error('\n\n*** NOT TESTED: what README.md says of curl. curl is missing. ***\n\n');

describe.runIf(HAS_CURL)('curl --digest', () => {
  const test = programTest(CURL);
  const url = (server: { url: string }) => `${server.url}api/atlas/v2/orgs/${ORG_ID}/apiKeys`;

  test('when its output fails after the key was created, then the key is lost', async ({ stage, expect }) => {
    const to = await stage.serve(created);
    const { status, stderr } = await stage.run({ argv: [url(to)], to, stdout: 'full' });
    expect(status).not.toBe(0);
    expect(stderr).not.toContain(NEW_PRIVATE_KEY);
    expect(stage.made()).toEqual({});
  });

  test('when nothing was created, and when a key may have been, then --fail ends with the same status', async ({
    stage,
    expect,
  }) => {
    const statuses: number[] = [];
    for (const httpStatus of [400, 500]) {
      const to = await stage.serve(json({ errorCode: 'BAD' }, httpStatus));
      statuses.push((await stage.run({ argv: ['--fail', url(to)], to })).status);
    }
    expect(statuses).toEqual([22, 22]);
  });

  test('when a key is created, then it is printed', async ({ stage, expect }) => {
    const to = await stage.serve(created);
    const { stdout } = await stage.run({ argv: [url(to)], to });
    expect(stdout).toContain(NEW_PRIVATE_KEY);
  });

  test('when keys are created one after the other, then each takes two requests', async ({
    stage,
    expect,
  }) => {
    const to = await stage.serve(created, { requests: 4 });
    for (const _ of [1, 2]) expect((await stage.run({ argv: [url(to)], to })).status).toBe(0);
  });
});

describe.each(BUILDS)('$name', (build) => {
  programTest(build)(
    'when keys are created one after the other, then the second takes one request',
    async ({ stage, expect }) => {
      const to = await stage.serve(created, { requests: 3 });
      for (const _ of [1, 2]) expect((await stage.run({ argv: CREATE, to })).status).toBe(0);
    },
  );
});

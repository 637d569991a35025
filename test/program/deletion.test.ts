/** The confirmation of a deletion at a terminal. */
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFakeAtlas } from '../parity/fake-atlas.mjs';
import { KEYS, NEW_KEY_ID, ORG_ID, PRIVATE_KEY, PUBLIC_KEY } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { type Keyboard, onTerminal } from '../support/program/terminal.ts';

const KEY = `/api/atlas/v2/orgs/${ORG_ID}/apiKeys/${NEW_KEY_ID}`;
const QUESTION = 'Delete API key "CI deploy" (zmmrboas)? (y/N)';

let atlas: Awaited<ReturnType<typeof startFakeAtlas>>;

beforeEach(async () => {
  atlas = await startFakeAtlas({
    auth: { user: PUBLIC_KEY, password: PRIVATE_KEY },
    replies: [
      { on: `GET ${KEY}`, json: { desc: 'CI deploy', id: NEW_KEY_ID, publicKey: 'zmmrboas' } },
      { on: `DELETE ${KEY}`, status: 204 },
    ],
  });
});
afterEach(() => atlas.close());

const environment = () => ({
  HOME: '/nonexistent',
  ...KEYS,
  MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url,
  MONGODB_ATLAS_ORG_ID: ORG_ID,
});

/** The methods of the requests that carried credentials. */
const methods = () =>
  (atlas.requests as { method: string; authorization?: string }[])
    .filter(({ authorization }) => authorization === 'digest ok')
    .map(({ method }) => method);

const DELETE_KEY = ['organizations', 'apiKeys', 'delete', NEW_KEY_ID];

// Elsewhere `script` is another program, with other options.
describe.skipIf(process.platform !== 'linux').each(BUILDS)('$name on a terminal', ({ command }) => {
  const answer = (then: (keyboard: Keyboard) => void) =>
    onTerminal([...command, ...DELETE_KEY], environment(), QUESTION, then);

  test('when the answer is yes, then the key is deleted', async () => {
    const { screen, ...rest } = await answer(({ type }) => type('y\r'));
    expect(screen).toContain(`API Key '${NEW_KEY_ID}' deleted\n`);
    expect(rest, screen).toEqual({ status: 0, isRestored: true });
    expect(methods()).toEqual(['GET', 'DELETE']);
  });

  test.each([
    ['no', 'n\r'],
    ['Enter alone', '\r'],
    ['something else, then no', 'perhaps\r\u0015n\r'],
  ])('when the answer is %s, then the key stays', async (_, keys) => {
    const { screen, ...rest } = await answer(({ type }) => type(keys));
    expect(screen).toContain('API Key not deleted\n');
    expect(rest, screen).toEqual({ status: 0, isRestored: true });
    expect(methods()).toEqual(['GET']);
  });

  test.each<[string, number, string, (keyboard: Keyboard) => void]>([
    ['Ctrl-C', 130, 'Error: interrupted by SIGINT', ({ type }) => type('\u0003')],
    ['Ctrl-D', 1, 'Error: the input ended without an answer', ({ type }) => type('\u0004')],
    ['SIGTERM', 143, 'Error: interrupted by SIGTERM', ({ kill }) => kill('SIGTERM')],
    ['SIGHUP', 129, 'Error: interrupted by SIGHUP', ({ kill }) => kill('SIGHUP')],
  ])(
    'when there is %s instead of an answer, then the status is %i and the key stays',
    async (_, status, said, then) => {
      const { screen, ...rest } = await answer(then);
      expect(screen).toContain(said);
      expect(rest, screen).toEqual({ status, isRestored: true });
      expect(methods()).toEqual(['GET']);
    },
  );
});

describe.each(BUILDS)('$name without a terminal', ({ command: [program, ...first] }) => {
  test('when --force is missing, then the error says so at once, whatever is on standard input', () => {
    const { status, stdout, stderr } = spawnSync(program, [...first, ...DELETE_KEY], {
      env: { PATH: process.env['PATH'], ...environment() },
      input: 'y\n',
      encoding: 'utf8',
    });
    expect({ status, stdout }, stderr).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('add --force');
    expect(methods()).toEqual([]);
  });
});

/** `rotate` on a real terminal: the question before the first change, and what is said at the end. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import { SANDBOX } from '../../../sandbox/state.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { type Keyboard, onTerminal } from '../../support/program/terminal.ts';

/** Its beginning: the whole of it is wider than a terminal. */
const QUESTION = 'Replace API key "CI deploy" (oldkeyaa)';

// Elsewhere `script` is another program, with other options.
describe.skipIf(process.platform !== 'linux').each(BUILDS)('$name on a terminal', ({ command }) => {
  async function answer(then: (keyboard: Keyboard) => void) {
    const atlas = await startSandbox();
    onTestFinished(atlas.close);
    const roles = [{ orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' }];
    const old = { ...atlas.state.addKey(SANDBOX.orgId, 'CI deploy', roles), publicKey: 'oldkeyaa' };
    atlas.state.keys.set(old.id, old);
    const words = ['organizations', 'apiKeys', 'rotate', old.id, '--deleteOld'];
    const run = await onTerminal(
      [...command, ...words],
      // Unset where the terminal is dumb: then there is no spinner in what is shown.
      { HOME: '/nonexistent', TERM: 'dumb', ...atlas.env },
      QUESTION,
      then,
    );
    return { ...run, state: atlas.state, old };
  }

  test('when the answer is yes, then the key is rotated', async () => {
    const { screen, status, state, old } = await answer(({ type }) => type('y\r'));
    expect(status, screen).toBe(0);
    expect(state.keys.has(old.id)).toBe(false);
    const [key] = state.createdKeys;
    expect(screen).toContain(`Private API Key ${key?.privateKey}\n`);
    expect(screen).toContain('Save the private key of this API key now');
  });

  test.each<[string, number, (keyboard: Keyboard) => void]>([
    ['no', 0, ({ type }) => type('n\r')],
    ['Ctrl-C', 130, ({ type }) => type('\u0003')],
    ['SIGTERM', 143, ({ kill }) => kill('SIGTERM')],
  ])('when the answer is %s, then the status is %i and nothing is changed', async (_, expected, then) => {
    const { screen, status, state, old } = await answer(then);
    expect(status, screen).toBe(expected);
    expect(state.createdKeys.map(({ id }) => id)).toEqual([old.id]);
  });
});

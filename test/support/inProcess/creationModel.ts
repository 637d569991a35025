/** What must be true of a creation, whatever fails. */
import type { ExpectStatic } from 'vitest';
import { SANDBOX } from '../../../sandbox/state.ts';
import { checkClaims, destinationsOf, holds, isNamed, isSomewhere } from './claims.ts';
import type { CutAtlas, Outcome, Scenario } from './cutAtlas.ts';

const COMMANDS = {
  organization: ['organizations', 'apiKeys', 'create', '--role', 'ORG_MEMBER', '--orgId', SANDBOX.orgId],
  project: ['projects', 'apiKeys', 'create', '--role', 'GROUP_OWNER', '--projectId', SANDBOX.projectId],
} as const;

/** A command comes first: every scenario has one. */
const FLAGS = {
  'a command': ['--storeWith', 'cat >taken'],
  'a file': ['--envFile', 'new.env'],
  'a profile': ['--saveProfile', 'new'],
  'an access list': ['--accessListIp', '127.0.0.1'],
} as const;

/** Creations for an organization and a project, with a command and every combination of the other flags. */
export const CREATIONS: readonly Scenario[] = Object.entries(COMMANDS).flatMap(([owner, command]) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => {
    const chosen = Object.entries(FLAGS).filter((_, at) => at === 0 || (mask >> (at - 1)) & 1);
    return {
      name: `a key of ${owner === 'organization' ? 'an organization' : 'a project'} with ${chosen.map(([name]) => name).join(', ')}`,
      command: [...command, '--desc', 'new'],
      words: chosen.flatMap(([, words]) => words),
    };
  }),
);

/** Checks that the owner has the key or knows that it may exist, and that what the program says is true. */
export function judgeCreation(
  atlas: CutAtlas,
  { words }: Scenario,
  outcome: Outcome,
  expect: ExpectStatic,
): void {
  const { status, stdout, stderr, hasStderr, files } = outcome;
  const { created } = atlas;
  const [key] = created;
  const destinations = destinationsOf(words);
  const wantsList = words.includes('--accessListIp');

  expect(created.length, 'created keys').toBeLessThanOrEqual(1);
  expect([0, 1, 3, 143], 'status').toContain(status);
  if (status === 0) expect(created).toHaveLength(1);
  if (key) {
    expect(status, 'status').not.toBe(1);
    expect(stdout).not.toContain(key.privateKey);
    if (!isSomewhere(key, outcome) && hasStderr) expect(isNamed(key, outcome), 'named').toBe(true);
    if (status === 0) for (const name of destinations) expect(holds(name, key, outcome), name).toBe(true);
    const isFilled = key.accessList.length > 0;
    if (status === 0 && wantsList) expect(isFilled, 'access list').toBe(true);
    if (/access list of the new key is empty/.test(stderr)) expect(isFilled, 'access list').toBe(false);
    if (wantsList && status === 3 && /The new API key (is in|was passed)/.test(stderr))
      expect(stderr, 'access list').toMatch(/access list of the new key (is|may be) empty/);
  } else {
    // Nothing is left behind.
    const left = Object.keys(files).filter((path) => /(^|\/)(taken|new\.env|config\.toml\.new)$/.test(path));
    expect(left, 'files').toEqual([]);
    expect(Object.values(files).filter((text) => text.includes('[new]'))).toEqual([]);
  }
  checkClaims(atlas, outcome, expect);
}

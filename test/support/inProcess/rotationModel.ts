/** What must be true of a rotation, whatever fails. */
import type { ExpectStatic } from 'vitest';
import type { StoredKey } from '../../../sandbox/state.ts';
import { checkClaims, destinationsOf, holds, isNamed, isSomewhere, namesIn } from './claims.ts';
import {
  blocksOf,
  type CutAtlas,
  OLD_ID,
  type Outcome,
  OWN_ID,
  PROJECT_ROLES,
  type Scenario,
} from './cutAtlas.ts';

const PLACES: readonly (readonly [string, readonly string[]])[] = [
  ['standard output', []],
  ['a file', ['--envFile', 'new.env']],
  ['a command', ['--storeWith', 'cat >taken']],
  ['a new profile', ['--saveProfile', 'new']],
  ['all three', ['--envFile', 'new.env', '--storeWith', 'cat >taken', '--saveProfile', 'new']],
];

const ENDS: readonly (readonly [string, readonly string[]])[] = [
  ['', []],
  [', deleting the old key', ['--deleteOld', '--force']],
  [', forced', ['--force']],
  [', deleting the old key untested', ['--deleteOld', '--force', '--noTest']],
];

/** Every combination of places, ends, and keys. */
export const ROTATIONS: readonly Scenario[] = [
  ...PLACES.flatMap(([place, flags]) =>
    ENDS.flatMap(([end, more]) => [
      { name: `another key into ${place}${end}`, words: [OLD_ID, ...flags, ...more] },
      { name: `the own key into ${place}${end}`, words: [...flags, ...more] },
    ]),
  ),
  ...ENDS.map(([end, more]) => ({
    name: `another key that is used elsewhere${end}`,
    words: [OLD_ID, '--envFile', 'new.env', ...more],
    isElsewhere: true as const,
    // The old key is not deleted while nobody knows whether the new one works.
    ...(end === ', deleting the old key' && { status: 3 }),
  })),
  ...ENDS.map(([end, more]) => ({
    name: `the own key in its profile${end}`,
    words: ['--updateProfile', ...more],
  })),
];

/** The step that stores the new key, as reports name it. */
const STORAGE = 'storage of the new API key';

const isOwn = ({ words }: Scenario): boolean => words[0] !== OLD_ID;

/** The part of a report behind a label. */
const listed = (stderr: string, label: string): string[] =>
  (new RegExp(`(?:^|[ .])${label}: (.*?)\\.(?: [A-Z—]|$|\\n)`, 'm').exec(stderr)?.[1] ?? '')
    .split('; ')
    .filter(Boolean);

/** Checks that nothing is lost, and that what the program says is true. */
export function judgeRotation(
  atlas: CutAtlas,
  scenario: Scenario,
  outcome: Outcome,
  expect: ExpectStatic,
): void {
  const { status, stdout, stderr, hasStderr } = outcome;
  const { created, state } = atlas;
  const oldId = isOwn(scenario) ? OWN_ID : OLD_ID;
  const isOldThere = state.keys.has(oldId);
  const destinations = destinationsOf(scenario.words);
  const has = (key: StoredKey) => isSomewhere(key, outcome);
  const hasRoles = ({ roles }: StoredKey) =>
    PROJECT_ROLES.every((role) =>
      roles.some(({ groupId, roleName }) => groupId !== undefined && roleName === role),
    );
  const hasList = ({ accessList }: StoredKey) =>
    blocksOf(scenario).every((block) => accessList.some(({ cidrBlock }) => cidrBlock === block));
  const isWhole = (key: StoredKey) => has(key) && hasRoles(key) && hasList(key);

  expect(created.length, 'created keys').toBeLessThanOrEqual(1);
  const [successor] = created;
  // There is a working key, and its owner has it.
  expect(isOldThere || created.some(isWhole), 'a working key').toBe(true);
  if (!isOldThere) expect(scenario.words).toContain('--deleteOld');
  // A key whose private half nobody has is named, or said to be possible.
  if (successor && !has(successor) && hasStderr) expect(isNamed(successor, outcome), 'named').toBe(true);

  if (status === 0) {
    expect(created.map(isWhole)).toEqual([true]);
    expect(isOldThere).toBe(!scenario.words.includes('--deleteOld'));
    for (const name of destinations)
      expect(
        created.map((key) => holds(name, key, outcome)),
        name,
      ).toEqual([true]);
  }
  if (status === 1) expect({ created: created.length, isOldThere }).toEqual({ created: 0, isOldThere: true });
  if (successor && hasStderr) expect(status === 1, 'status').toBe(false);

  if (destinations.length > 0) for (const key of created) expect(stdout).not.toContain(key.privateKey);
  checkClaims(atlas, outcome, expect);

  if (!successor || !/was created to replace/.test(stderr)) return;
  expect(stderr).toContain(successor.id);
  const isTrue = (step: string): boolean => {
    if (step === 'access list') return hasList(successor);
    if (step.startsWith('roles in project')) return hasRoles(successor);
    if (step.startsWith('deletion')) return !isOldThere;
    if (step === STORAGE) return destinations.every((name) => holds(name, successor, outcome));
    if (step.startsWith(`${STORAGE} in `))
      return namesIn(step).some((name) => holds(name, successor, outcome));
    if (step === 'output') return stdout.includes(successor.publicKey);
    if (step === 'test') return !scenario.isElsewhere;
    throw new Error(`no step: ${step}`);
  };
  for (const step of listed(stderr, 'Done')) expect(isTrue(step), `done: ${step}`).toBe(true);
  for (const step of listed(stderr, 'Not done'))
    if (step !== 'test') expect(isTrue(step), `not done: ${step}`).toBe(false);
  // Its response has arrived, so somebody must have the key.
  expect(has(successor), 'has it').toBe(true);
}

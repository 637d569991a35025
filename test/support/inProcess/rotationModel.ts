/** A simulated Atlas that fails at one request, and what must be true of a rotation whatever fails. */
import { getResponse } from 'msw';
import type { ExpectStatic } from 'vitest';
import { createSandbox } from '../../../sandbox/handlers.ts';
import { SANDBOX, type StoredKey } from '../../../sandbox/state.ts';

/** How one request is cut. `Before`: Atlas does not carry it out. `After`: it does. */
export const CUTS = [
  'refusal',
  'errorBefore',
  'errorAfter',
  'dropBefore',
  'dropAfter',
  'truncation',
  'signalBefore',
  'signalAfter',
  // The network is gone from this request on.
  'offlineBefore',
  'offlineAfter',
] as const;

export type CutKind = (typeof CUTS)[number];

export interface Cut {
  /** The number of the request, from 1. */
  readonly at: number;
  readonly kind: CutKind;
}

/** What a client gets of a request: a response, a part of one, or none. */
export type Served =
  | { readonly kind: 'response' | 'truncated'; readonly response: Response }
  | { readonly kind: 'lost' }
  | { readonly kind: 'hanging' };

const PROJECT_ROLES = ['GROUP_OWNER', 'GROUP_READ_ONLY'];
const BLOCKS = ['127.0.0.1/32', '192.0.2.0/24'];
const ELSEWHERE = ['192.0.2.0/24'];

const blocksOf = ({ isElsewhere }: Scenario): readonly string[] => (isElsewhere ? ELSEWHERE : BLOCKS);

/** The key that is rotated when it is not the one of the run. */
export const OLD_ID = '5f0e7b1caaaaaaaaaaaaaaaa';
const OWN_ID = '5f0e7b1c2f4d4b1c9d570c2a';

const failure = (status: number, errorCode: string): Response =>
  Response.json({ error: status, errorCode, detail: 'Cut.', parameters: [], reason: '' }, { status });

export class CutAtlas {
  private readonly sandbox = createSandbox();
  /** How many requests have come. */
  count = 0;
  readonly cut: Cut | undefined;
  private readonly signal: () => void;

  /** @param signal sends the program a signal */
  constructor(scenario: Scenario, cut: Cut | undefined, signal: () => void) {
    this.cut = cut;
    this.signal = signal;
    const old: StoredKey = {
      ...this.key(OWN_ID),
      id: OLD_ID,
      desc: 'CI',
      publicKey: 'oldkeyaa',
      privateKey: 'the private key of the old key',
      roles: [{ orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' }],
    };
    this.sandbox.state.keys.set(OLD_ID, old);
    for (const id of [OLD_ID, OWN_ID]) {
      const key = this.key(id);
      key.roles = [
        ...key.roles,
        ...PROJECT_ROLES.map((roleName) => ({ groupId: SANDBOX.projectId, roleName })),
      ];
      key.accessList = (id === OLD_ID ? blocksOf(scenario) : BLOCKS).map((cidrBlock) => ({
        cidrBlock,
        created: '2026-01-01T00:00:00Z',
      }));
    }
  }

  private key(id: string): StoredKey {
    const key = this.sandbox.state.keys.get(id);
    if (!key) throw new Error(`no key ${id}`);
    return key;
  }

  get state() {
    return this.sandbox.state;
  }

  get contractViolations(): readonly string[] {
    return this.sandbox.contractViolations;
  }

  /** The keys that the program has created. */
  get created(): StoredKey[] {
    return this.state.createdKeys.filter(({ id }) => id !== OLD_ID);
  }

  private async answer(request: Request): Promise<Response> {
    const response = await getResponse(this.sandbox.handlers, request);
    if (!response) throw new Error(`not handled: ${request.url}`);
    const headers = new Headers(response.headers);
    headers.set('date', new Date().toUTCString());
    const { status, statusText } = response;
    const body = status === 204 ? null : await response.arrayBuffer();
    return new Response(body, { status, statusText, headers });
  }

  async serve(request: Request): Promise<Served> {
    this.count++;
    const { kind, at } = this.cut ?? { kind: undefined, at: 0 };
    if (kind?.startsWith('offline') && this.count > at) return { kind: 'lost' };
    if (kind === undefined || this.count !== at)
      return { kind: 'response', response: await this.answer(request) };
    switch (kind) {
      case 'refusal':
        return { kind: 'response', response: failure(403, 'USER_UNAUTHORIZED') };
      case 'errorBefore':
        return { kind: 'response', response: failure(500, 'UNEXPECTED_ERROR') };
      case 'errorAfter':
        await this.answer(request);
        return { kind: 'response', response: failure(500, 'UNEXPECTED_ERROR') };
      case 'dropBefore':
      case 'offlineBefore':
        return { kind: 'lost' };
      case 'dropAfter':
      case 'offlineAfter':
        await this.answer(request);
        return { kind: 'lost' };
      case 'truncation':
        return { kind: 'truncated', response: await this.answer(request) };
      case 'signalBefore':
        this.signal();
        return { kind: 'hanging' };
      case 'signalAfter':
        await this.answer(request);
        this.signal();
        return { kind: 'hanging' };
    }
  }
}

export interface Scenario {
  readonly name: string;
  /** The command; a rotation unless given. */
  readonly command?: readonly string[];
  /** Flags, and the argument if there is one. */
  readonly words: readonly string[];
  /** Whether the access list keeps this machine out, so that the new key cannot be tested. */
  readonly isElsewhere?: true;
  /** The status of a run in which nothing fails; 0 unless given. */
  readonly status?: number;
}

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
export const SCENARIOS: readonly Scenario[] = [
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

export const isOwn = ({ words }: Scenario): boolean => words[0] !== OLD_ID;

/** What a run left behind. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether standard error took all that was written to it. */
  readonly hasStderr: boolean;
  /** The texts of all files, and what commands have taken. */
  readonly kept: readonly string[];
}

/** The part of a report behind a label. */
const listed = (stderr: string, label: string): string[] =>
  (new RegExp(`(?:^|[ .])${label}: (.*?)\\.(?: [A-Z—]|$|\\n)`, 'm').exec(stderr)?.[1] ?? '')
    .split('; ')
    .filter(Boolean);

/** The same for a creation: whoever asked for a key has it, or knows that there may be one, or there is none. */
export function judgeCreation(
  atlas: CutAtlas,
  { status, stdout, stderr, hasStderr, kept }: Outcome,
  expect: ExpectStatic,
): void {
  const { created } = atlas;
  const has = ({ privateKey }: StoredKey) =>
    [stdout, stderr, ...kept].some((text) => text.includes(privateKey));
  expect(created.length, 'created keys').toBeLessThanOrEqual(1);
  for (const key of created) {
    expect(status, 'status').not.toBe(1);
    if (!has(key) && hasStderr)
      expect(stderr.includes(key.id) || stderr.includes('may have been created'), 'named').toBe(true);
    if (/The API key was created|The new API key is in|was passed to/.test(stderr))
      expect(has(key), 'has it').toBe(true);
  }
  if (status === 0) expect(created.map(has)).toEqual([true]);
}

/** Checks that nothing is lost, and that what the program says is true. */
export function judge(atlas: CutAtlas, scenario: Scenario, outcome: Outcome, expect: ExpectStatic): void {
  const { status, stdout, stderr, hasStderr, kept } = outcome;
  const { created, state } = atlas;
  const oldId = isOwn(scenario) ? OWN_ID : OLD_ID;
  const isOldThere = state.keys.has(oldId);
  const has = ({ privateKey }: StoredKey) =>
    [stdout, stderr, ...kept].some((text) => text.includes(privateKey));
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
  if (successor && !has(successor) && hasStderr)
    expect(stderr.includes(successor.id) || stderr.includes('may have been created'), 'named').toBe(true);

  if (status === 0) {
    expect(created.map(isWhole)).toEqual([true]);
    expect(isOldThere).toBe(!scenario.words.includes('--deleteOld'));
  }
  if (status === 1) expect({ created: created.length, isOldThere }).toEqual({ created: 0, isOldThere: true });
  if (successor && hasStderr) expect(status === 1, 'status').toBe(false);

  if (!successor || !/was created to replace/.test(stderr)) return;
  expect(stderr).toContain(successor.id);
  const isTrue = (step: string): boolean => {
    if (step === 'access list') return hasList(successor);
    if (step.startsWith('roles in project')) return hasRoles(successor);
    if (step.startsWith('deletion')) return !isOldThere;
    return true;
  };
  for (const step of listed(stderr, 'Done')) expect(isTrue(step), `done: ${step}`).toBe(true);
  for (const step of listed(stderr, 'Not done'))
    if (/^(access list|roles|deletion)/.test(step)) expect(isTrue(step), `not done: ${step}`).toBe(false);
  // Its response has arrived, so somebody must have the key.
  expect(has(successor), 'has it').toBe(true);
}

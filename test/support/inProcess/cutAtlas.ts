/** A simulated Atlas that fails at some of its requests. */
import { getResponse } from 'msw';
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

export const PROJECT_ROLES = ['GROUP_OWNER', 'GROUP_READ_ONLY'];
const BLOCKS = ['127.0.0.1/32', '192.0.2.0/24'];
const ELSEWHERE = ['192.0.2.0/24'];

export const blocksOf = ({ isElsewhere }: Scenario): readonly string[] => (isElsewhere ? ELSEWHERE : BLOCKS);

/** The key that is rotated when it is not the one of the run. */
export const OLD_ID = '5f0e7b1caaaaaaaaaaaaaaaa';
/** The key of the run. */
export const OWN_ID = '5f0e7b1c2f4d4b1c9d570c2a';

const failure = (status: number, errorCode: string): Response =>
  Response.json({ error: status, errorCode, detail: 'Cut.', parameters: [], reason: '' }, { status });

export class CutAtlas {
  private readonly sandbox = createSandbox();
  /** How many requests have come. */
  count = 0;
  private readonly cuts: readonly Cut[];
  private readonly signal: () => void;

  /** @param signal sends the program a signal */
  constructor(scenario: Scenario, cuts: readonly Cut[], signal: () => void) {
    this.cuts = cuts;
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
    if (this.cuts.some(({ kind, at }) => kind.startsWith('offline') && this.count > at))
      return { kind: 'lost' };
    const cut = this.cuts.find(({ at }) => at === this.count);
    switch (cut?.kind) {
      case undefined:
        return { kind: 'response', response: await this.answer(request) };
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

/** What a run left behind. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether standard error took all that was written to it. */
  readonly hasStderr: boolean;
  /** The texts of all files, by path. Commands save what they take in the file `taken`. */
  readonly files: Readonly<Record<string, string>>;
}

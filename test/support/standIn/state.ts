/** What the stand-in Atlas remembers, and how it refuses. */
import { randomBytes, randomUUID } from 'node:crypto';

/** The credentials and the organisation that the stand-in knows. */
export const SANDBOX = {
  publicKey: 'sandboxk',
  privateKey: '5f0e7b1c-2f4d-4b1c-9d57-0c2a7a3b9e10',
  orgId: '5a1b39eec902201990f12345',
} as const;

export interface StoredKey {
  id: string;
  desc: string;
  publicKey: string;
  privateKey: string;
  roles: { orgId?: string; groupId?: string; roleName: string }[];
}

/** An answer that refuses, in the Admin API's form. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly detail: string,
    readonly parameters: string[] = [],
  ) {
    super(detail);
  }
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The keys of one organisation. */
export class KeyStore {
  private readonly keys = new Map<string, StoredKey>();

  add(orgId: string, desc: string, roles: readonly string[]): StoredKey {
    const publicKey = Array.from(randomBytes(8), (byte) => LETTERS[byte % LETTERS.length]).join('');
    const key: StoredKey = {
      id: randomBytes(12).toString('hex'),
      desc,
      publicKey,
      privateKey: randomUUID(),
      roles: roles.map((roleName) => ({ orgId, roleName })),
    };
    this.keys.set(key.id, key);
    return key;
  }

  all(): StoredKey[] {
    return [...this.keys.values()];
  }

  get(id: string): StoredKey {
    const key = this.keys.get(id);
    if (!key) throw new Refusal(404, 'API_KEY_NOT_FOUND', `No API Key with ID ${id} exists.`, [id]);
    return key;
  }

  remove(id: string): void {
    this.keys.delete(this.get(id).id);
  }
}

/** A key as every answer but the first shows it: the end of the private key only. */
export const redacted = (key: StoredKey): StoredKey => ({
  ...key,
  privateKey: `********-****-****-${key.privateKey.slice(-12)}`,
});

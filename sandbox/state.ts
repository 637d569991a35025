/** The state of the sandbox. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Refusal } from './refusal.ts';

/** The credentials, organization and project of the sandbox. */
export const SANDBOX = {
  publicKey: 'sandboxk',
  privateKey: '5f0e7b1c-2f4d-4b1c-9d57-0c2a7a3b9e10',
  clientId: 'mdb_sa_id_65f1a2b3c4d5e6f708192a3b',
  clientSecret: 'mdb_sa_sk_sandbox-a2c1f6de6a0c4b2e9d0d2b54ef0f8a11',
  orgId: '5a1b39eec902201990f12345',
  projectId: '5e2211c17a3e5a48f5497de3',
} as const;

interface Role {
  readonly orgId?: string;
  readonly groupId?: string;
  readonly roleName: string;
}

export interface AccessListEntry {
  readonly cidrBlock: string;
  readonly created: string;
  readonly ipAddress?: string;
}

export interface StoredKey {
  readonly id: string;
  readonly orgId: string;
  desc: string;
  readonly publicKey: string;
  readonly privateKey: string;
  roles: readonly Role[];
  accessList: readonly AccessListEntry[];
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A new ID. Like those of Atlas, it begins with the time of its creation in seconds. */
const newId = (): string =>
  Math.floor(Date.now() / 1000)
    .toString(16)
    .padStart(8, '0') + randomBytes(8).toString('hex');

/** The API key of the sandbox's users. */
const OWN_KEY: StoredKey = {
  id: '5f0e7b1c2f4d4b1c9d570c2a',
  orgId: SANDBOX.orgId,
  desc: 'Sandbox',
  publicKey: SANDBOX.publicKey,
  privateKey: SANDBOX.privateKey,
  roles: [{ orgId: SANDBOX.orgId, roleName: 'ORG_OWNER' }],
  accessList: [],
};

/** Organizations and projects are fixed; requests create and delete keys. */
export class State {
  readonly organizations: { id: string; isDeleted: boolean; name: string }[] = [
    { id: SANDBOX.orgId, isDeleted: false, name: 'Sandbox' },
  ];
  readonly projects: { clusterCount: number; created: string; id: string; name: string; orgId: string }[] = [
    {
      clusterCount: 0,
      created: '2024-01-01T00:00:00Z',
      id: SANDBOX.projectId,
      name: 'Playground',
      orgId: SANDBOX.orgId,
    },
  ];
  readonly keys = new Map<string, StoredKey>([[OWN_KEY.id, { ...OWN_KEY }]]);

  /** All keys except the one of the sandbox's users. */
  get createdKeys(): StoredKey[] {
    return [...this.keys.values()].filter(({ id }) => id !== OWN_KEY.id);
  }

  addKey(orgId: string, desc: string, roles: readonly Role[]): StoredKey {
    const key: StoredKey = {
      id: newId(),
      orgId,
      desc,
      publicKey: Array.from(randomBytes(8), (byte) => LETTERS[byte % LETTERS.length]).join(''),
      privateKey: randomUUID(),
      roles,
      accessList: [],
    };
    this.keys.set(key.id, key);
    return key;
  }

  /** The key with this public key; undefined if there is none. */
  keyByPublicKey(publicKey: string): StoredKey | undefined {
    return [...this.keys.values()].find((key) => key.publicKey === publicKey);
  }

  /** @throws {Refusal} if there is none; so do `project` and `key` */
  organization(id: string) {
    const found = this.organizations.find((organization) => organization.id === id);
    if (!found) throw new Refusal(404, 'ORG_NOT_FOUND', `No organization with ID ${id} exists.`, [id]);
    return found;
  }

  project(id: string) {
    const found = this.projects.find((project) => project.id === id);
    if (!found) throw new Refusal(404, 'GROUP_NOT_FOUND', `No group with ID ${id} exists.`, [id]);
    return found;
  }

  key(orgId: string, id: string): StoredKey {
    const key = this.keys.get(id);
    if (key?.orgId !== this.organization(orgId).id)
      throw new Refusal(404, 'API_KEY_NOT_FOUND', `No API Key with ID ${id} exists.`, [id]);
    return key;
  }

  keysOf(orgId: string): StoredKey[] {
    const { id } = this.organization(orgId);
    return [...this.keys.values()].filter((key) => key.orgId === id);
  }
}

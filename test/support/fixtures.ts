/** The caller and the new key, for all tests. */

export const ORG_ID = '5a1b39eec902201990f12345';
export const OTHER_ORG_ID = '5b2c4af0d013312aa1023456';
export const PROJECT_ID = '5e1234c17a3e5a48f5497de3';

/** The caller's API key. Its private key must never appear anywhere. */
export const PUBLIC_KEY = 'kxqpbnyt';
/** A private key in the form that Atlas creates. */
export const PRIVATE_KEY_UUID = 'a2c1f6de-6a0c-4b2e-9d0d-2b54ef0f8a11';
export const PRIVATE_KEY = `canary-${PRIVATE_KEY_UUID}`;

/** A secret for `config set`, which must never appear either. */
export const SECRET = 'canary-4711';

/** The caller's API key as variables. */
export const KEYS = {
  MONGODB_ATLAS_PUBLIC_API_KEY: PUBLIC_KEY,
  MONGODB_ATLAS_PRIVATE_API_KEY: PRIVATE_KEY,
};

/** Unsets the API key that programs get by default. */
export const NO_API_KEY = {
  MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
  MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
};

/** Prevents the program from finding the keyring of the user who runs the tests. */
export const NO_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

/** The caller's home in tests without a process. */
export const HOME = { HOME: '/home/ada' };
export const CONFIG = '/home/ada/.config/atlascli/config.toml';

/** The new key. */
export const NEW_KEY_ID = '65f1a2b3c4d5e6f708192a3b';
export const NEW_PRIVATE_KEY = '55c3bbb6-b4bb-4be1-8b66-e66d20841f3e';

/** The new key in the response. */
export const NEW_KEY = {
  desc: 'ci',
  id: NEW_KEY_ID,
  links: [{ href: 'https://cloud.mongodb.com/x', rel: 'self' }],
  privateKey: NEW_PRIVATE_KEY,
  publicKey: 'zmmrboas',
  roles: [{ orgId: ORG_ID, roleName: 'ORG_OWNER' }],
};

/** The text output for the new key. */
export const NEW_KEY_TEXT = `API Key '${NEW_KEY.id}' created.
Public API Key ${NEW_KEY.publicKey}
Private API Key ${NEW_KEY.privateKey}
`;

/** The environment file for the new key. */
export const NEW_KEY_ENV_FILE = `MONGODB_ATLAS_PUBLIC_API_KEY=${NEW_KEY.publicKey}
MONGODB_ATLAS_PRIVATE_API_KEY=${NEW_KEY.privateKey}
`;

/** The end of the hint after a create with an unknown outcome. */
export const CHECK_FOR_KEY = `Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`;

/** The client ID of a service account. */
export const CLIENT_ID = 'mdb_sa_id_0123456789abcdef01234567';

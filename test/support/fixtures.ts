/** Who asks and what is created, for tests of all kinds. */

export const ORG_ID = '5a1b39eec902201990f12345';
export const OTHER_ORG_ID = '5b2c4af0d013312aa1023456';
export const PROJECT_ID = '5e1234c17a3e5a48f5497de3';

/** The caller's own API key. The private half must be found nowhere, whatever happens. */
export const PUBLIC_KEY = 'kxqpbnyt';
export const PRIVATE_KEY = 'canary-a2c1f6de-6a0c-4b2e-9d0d-2b54ef0f8a11';

/** The same as variables. */
export const KEYS = {
  MONGODB_ATLAS_PUBLIC_API_KEY: PUBLIC_KEY,
  MONGODB_ATLAS_PRIVATE_API_KEY: PRIVATE_KEY,
};

/** Takes the API key away from a program that gets it otherwise. */
export const NO_API_KEY = {
  MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
  MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
};

/** Keeps a program away from the keyring of whoever runs the tests. */
export const NO_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

/** The caller's home, where there is no process. */
export const HOME = { HOME: '/home/ada' };
export const CONFIG = '/home/ada/.config/atlascli/config.toml';

/** The private half of the key that is created; found wherever the program promises that it can be found. */
export const NEW_PRIVATE_KEY = '55c3bbb6-b4bb-4be1-8b66-e66d20841f3e';

/** The key that is created, as the service answers it. */
export const NEW_KEY = {
  desc: 'ci',
  id: '65f1a2b3c4d5e6f708192a3b',
  links: [{ href: 'https://cloud.mongodb.com/x', rel: 'self' }],
  privateKey: NEW_PRIVATE_KEY,
  publicKey: 'zmmrboas',
  roles: [{ orgId: ORG_ID, roleName: 'ORG_OWNER' }],
};

/** What the text format prints of it. */
export const NEW_KEY_TEXT = `API Key '${NEW_KEY.id}' created.
Public API Key ${NEW_KEY.publicKey}
Private API Key ${NEW_KEY.privateKey}
`;

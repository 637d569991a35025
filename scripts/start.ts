/** Runs the executable once against the sandbox, with the given arguments or an example. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/server.ts';
import { SANDBOX } from '../sandbox/state.ts';

const EXAMPLE = [
  'organizations',
  'apiKeys',
  'create',
  '--role',
  'ORG_OWNER',
  '--desc',
  'My API Key',
  '--orgId',
  SANDBOX.orgId,
];

/** Quotes a word for a shell. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const given = process.argv.slice(2);
const words = given.length > 0 ? given : EXAMPLE;
const atlas = join(import.meta.dirname, '../dist/atlas');

const sandbox = await startSandbox();
// Keeps the user's own configuration and keyring out of this run.
const home = mkdtempSync(join(tmpdir(), 'atlas-'));
console.error(
  `Using the sandbox, a local server that behaves like the Atlas API, at ${sandbox.url}. You need no account.\n`,
);
console.error(`$ atlas ${words.map(quoted).join(' ')}`);
const child = spawn(atlas, words, {
  env: {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    ...sandbox.env,
  },
  stdio: 'inherit',
});
const status = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
await sandbox.close();
rmSync(home, { recursive: true });
if (given.length === 0)
  console.error(`
That was dist/atlas. To use it with the real Atlas, set an API key with the Organization User Admin role:

  export MONGODB_ATLAS_PUBLIC_API_KEY=…
  export MONGODB_ATLAS_PRIVATE_API_KEY=…
  ./dist/atlas organizations apiKeys create --role ORG_OWNER --desc "My API Key" --orgId …

To run another command this way, add it after \`npm start --\`. \`npm run sandbox\` keeps the sandbox running.`);
process.exit(status);

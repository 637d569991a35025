/** Shows one run of the executable against the stand-in Atlas: the create of the documentation, or what it is given. */
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

/** A word as a shell needs it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const given = process.argv.slice(2);
const words = given.length > 0 ? given : EXAMPLE;
const atlas = join(import.meta.dirname, '../dist/atlas');

const sandbox = await startSandbox();
// Whoever tries this has perhaps a configuration of their own, which must not matter here.
const home = mkdtempSync(join(tmpdir(), 'atlas-'));
console.error(`Atlas is played by a stand-in at ${sandbox.url}; no account is needed.\n`);
console.error(`$ atlas ${words.map(quoted).join(' ')}`);
const child = spawn(atlas, words, {
  env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), ...sandbox.env },
  stdio: 'inherit',
});
const status = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
await sandbox.close();
rmSync(home, { recursive: true });
if (given.length === 0)
  console.error(`
That was dist/atlas. For the real Atlas, give it an API key of yours with the Organization User Admin role:

  export MONGODB_ATLAS_PUBLIC_API_KEY=…
  export MONGODB_ATLAS_PRIVATE_API_KEY=…
  ./dist/atlas organizations apiKeys create --role ORG_OWNER --desc "My API Key" --orgId …

Anything behind \`npm start --\` is run the same way; \`npm run sandbox\` keeps the stand-in running.`);
process.exit(status);

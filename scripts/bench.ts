/**
 * Measures what users wait for: whole processes, compared with curl and with a minimal program, and with growing lists.
 *   npm run bench [-- ROUNDS]     default 40; also measures the program that ATLAS_REF names
 */
/// <reference types="bun" />
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX } from '../sandbox/state.ts';
import { makeCertificates } from '../test/support/servers/certificates.ts';
import { compileExecutable } from './bundle.ts';
import { type Contestant, compare as compareAll } from './measure/compare.ts';
import { writeProfile } from './measure/profile.ts';
import { startSandboxProcess, startServer } from './measure/servers.ts';

const ROUND_TRIP_MS = 40;
const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';
const CREATE = ['organizations', 'apiKeys', 'create', '--role', 'ORG_OWNER', '--desc', 'bench'];
const HELP = ['organizations', 'apiKeys', 'create', '--help'];
const LIST = ['organizations', 'apiKeys', 'list', '--limit'];
const TEMPLATE =
  'go-template={{range .Results}}{{.Id}} {{.PublicKey}} {{.Desc}}{{range .Roles}} {{.RoleName}}{{end}}\n{{end}}';

type Environment = Readonly<Record<string, string>>;

const rounds = Number(process.argv[2] ?? 40);
const atlas = join(import.meta.dirname, '../dist/atlas');
const folder = mkdtempSync(join(tmpdir(), 'atlas-bench-'));
const other = process.env['ATLAS_REF'];

/** Compiles with the same Bun and the same options as the program. */
async function compiled(name: string, entry: string): Promise<string[]> {
  const outfile = join(folder, name);
  await compileExecutable(outfile, { entry });
  return [outfile];
}

/** An executable that does nothing. */
function emptyProgram(): Promise<string[]> {
  const source = join(folder, 'empty.ts');
  writeFileSync(source, 'export {};\n');
  return compiled('empty', source);
}

/** The environment of all programs. The profile is in a file below it. */
function environment(name: string, variables: Environment): { env: Environment; withoutMemory: Environment } {
  const home = join(folder, name);
  writeProfile(join(home, '.config'), variables);
  const withoutMemory = { PATH: process.env['PATH'] ?? '', XDG_CONFIG_HOME: join(home, '.config') };
  return { env: { ...withoutMemory, HOME: home }, withoutMemory };
}

/** @param base the address of the sandbox @param options other options of curl */
const curl = (base: string, ...options: readonly string[]): Contestant => ({
  name: 'curl --digest',
  command: [
    ...['curl', '--silent', '--fail', '--digest', '--user', `${SANDBOX.publicKey}:${SANDBOX.privateKey}`],
    ...['--header', `Accept: ${MEDIA_TYPE}`, '--header', `Content-Type: ${MEDIA_TYPE}`, ...options],
    ...['--data', '{"desc":"bench","roles":["ORG_OWNER"]}'],
    `${base}api/atlas/v2/orgs/${SANDBOX.orgId}/apiKeys`,
  ],
});

const reference = (args: readonly string[]): Contestant[] =>
  other === undefined ? [] : [{ name: other, command: [other, ...args] }];

const compare = (title: string, env: Environment, contestants: readonly Contestant[]): void =>
  compareAll(title, contestants, { rounds, env });

async function compareCreates(variables: Environment): Promise<void> {
  const { env, withoutMemory } = environment('near', variables);
  const base = variables['MONGODB_ATLAS_OPS_MANAGER_URL'] ?? '';
  const remembering = { name: 'dist/atlas', command: [atlas, ...CREATE] };
  const asking = { ...remembering, name: 'dist/atlas, no remembered challenge', env: withoutMemory };
  compare('create', env, [
    curl(base),
    { ...remembering, target: 1.2, memoryTarget: 40 },
    asking,
    ...reference(CREATE),
  ]);
  compare('create, against the bare exchange', env, [
    {
      name: 'the bare exchange',
      command: await compiled('bare', join(import.meta.dirname, 'measure/bareExchange.ts')),
    },
    { ...remembering, target: 1.35 },
    asking,
  ]);
  const isOldNode = Number(Bun.spawnSync(['node', '-p', 'process.versions.node.split(".")[0]']).stdout) < 22;
  compare('on Node', env, [
    { name: 'node -e 0', command: ['node', '-e', '0'] },
    {
      name: 'dist/atlas.mjs, create',
      command: ['node', `${atlas}.mjs`, ...CREATE],
      target: isOldNode ? 5 : 4,
    },
    { name: 'dist/atlas.mjs, create --help', command: ['node', `${atlas}.mjs`, ...HELP] },
  ]);
}

/** Over a network, the number of round trips determines the time. */
async function compareDistantCreates(variables: Environment): Promise<void> {
  const { port } = new URL(variables['MONGODB_ATLAS_OPS_MANAGER_URL'] ?? '');
  const certificates = makeCertificates();
  const [certificateFile, keyFile] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  writeFileSync(certificateFile, certificates.right.cert);
  writeFileSync(keyFile, certificates.right.key);
  const script = ['measure/distantServer.ts', port, `${ROUND_TRIP_MS}`, certificateFile, keyFile];
  const server = await startServer(script, 1);
  try {
    const base = server.text.trim();
    const trust = { SSL_CERT_FILE: certificates.authorityFile };
    const distant = environment('distant', { ...variables, MONGODB_ATLAS_OPS_MANAGER_URL: base });
    compare(`create, over TLS and a round trip of ${ROUND_TRIP_MS} ms`, { ...distant.env, ...trust }, [
      curl(base, '--cacert', certificates.authorityFile),
      { name: 'dist/atlas', command: [atlas, ...CREATE] },
      {
        name: 'dist/atlas, no remembered challenge',
        command: [atlas, ...CREATE],
        env: { ...distant.withoutMemory, ...trust },
      },
      ...reference(CREATE),
    ]);
  } finally {
    server.stop();
    certificates.remove();
  }
}

/** Commands that need only the definitions. A shell requests completions at every Tab. */
async function compareDefinitions(env: Environment): Promise<void> {
  compare('create --help', env, [
    { name: 'an empty program', command: await emptyProgram() },
    { name: 'dist/atlas', command: [atlas, ...HELP], target: 1.35 },
    ...reference(HELP),
  ]);
  compare('completion', env, [
    { name: 'create --help', command: [atlas, ...HELP] },
    {
      name: '__complete … --role ORG_',
      command: [atlas, '__complete', ...CREATE.slice(0, 3), '--role', 'ORG_'],
      target: 1.5,
    },
  ]);
}

async function compareLists(variables: Environment): Promise<void> {
  const server = await startServer(['listServer.ts'], 1);
  try {
    const { env } = environment('list', { ...variables, MONGODB_ATLAS_OPS_MANAGER_URL: server.text.trim() });
    const list = (rows: number, format: string): Contestant => ({
      name: `${rows} keys, ${format.split('=')[0] || 'text'}`,
      command: [atlas, ...LIST, `${rows}`, ...(format ? ['-o', format] : [])],
    });
    compare('a list of 500 keys', env, [
      list(500, 'json'),
      list(500, ''),
      list(500, 'json-path=$.results[*].id'),
      { ...list(500, TEMPLATE), target: 1.1 },
    ]);
    compare(
      'a list through a template, as it grows',
      env,
      [5, 50, 500, 5000, 50000].map((rows) => list(rows, TEMPLATE)),
    );
  } finally {
    server.stop();
  }
}

const sandbox = await startSandboxProcess();
try {
  await compareCreates(sandbox.env);
  await compareDistantCreates(sandbox.env);
  await compareDefinitions(environment('near', sandbox.env).env);
  await compareLists(sandbox.env);
} finally {
  sandbox.stop();
  rmSync(folder, { recursive: true });
}

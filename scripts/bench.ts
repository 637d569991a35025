/**
 * Times whole processes: what a user waits for. The programs of a comparison run in turn, so that a machine whose
 * speed drifts drifts for all of them; what is quoted is medians, and the median of the ratios within the turns.
 *   npm run bench [-- ROUNDS]     default 40; ATLAS_REF=/path/to/another/atlas is measured too
 */
/// <reference types="bun" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX } from '../sandbox/state.ts';
import { startSandbox, startServer } from './measure/servers.ts';
import { median } from './measure/statistics.ts';

interface Contestant {
  name: string;
  command: string[];
  /** The most that its time may be, as a multiple of the first contestant's. */
  target?: number;
  /** The most that its memory may be, in megabytes. */
  memoryTarget?: number;
}

interface Measured {
  milliseconds: number[];
  megabytes: number[];
}

const WARM_UP = 3;
const rounds = Number(process.argv[2] ?? 40);
const atlas = join(import.meta.dirname, '../dist/atlas');
const folder = mkdtempSync(join(tmpdir(), 'atlas-bench-'));

/** An executable of the same Bun that does nothing: the floor. */
async function emptyProgram(): Promise<string> {
  const source = join(folder, 'empty.ts');
  const outfile = join(folder, 'empty');
  writeFileSync(source, 'export {};\n');
  await Bun.build({
    entrypoints: [source],
    target: 'bun',
    format: 'esm',
    minify: true,
    bytecode: true,
    compile: { outfile, autoloadDotenv: false, autoloadBunfig: false },
  });
  return outfile;
}

function runOnce({ name, command }: Contestant, env: Record<string, string>): number {
  const start = performance.now();
  const { exitCode, stderr } = Bun.spawnSync(command, {
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const milliseconds = performance.now() - start;
  if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}: ${stderr.toString()}`);
  return milliseconds;
}

/**
 * The peak memory of one run in megabytes, as GNU time reads it. Not the figure that this process could read: Linux
 * counts a child's peak from its birth, when it still is the size of its parent.
 */
function peakMemory({ command }: Contestant, env: Record<string, string>): number | undefined {
  const time = Bun.which('time');
  if (!time) return undefined;
  const report = join(folder, 'time');
  Bun.spawnSync([time, '-f', '%M', '-o', report, ...command], {
    env,
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  return Number(readFileSync(report, 'utf8')) / 1024;
}

function measure(contestants: Contestant[], env: Record<string, string>): Measured[] {
  const results: Measured[] = contestants.map(() => ({ milliseconds: [], megabytes: [] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    contestants.forEach((contestant, index) => {
      const milliseconds = runOnce(contestant, env);
      if (round < 0) return;
      results[index]?.milliseconds.push(milliseconds);
      const megabytes = peakMemory(contestant, env);
      if (megabytes !== undefined) results[index]?.megabytes.push(megabytes);
    });
  }
  return results;
}

const verdict = (value: number, target: number | undefined): string =>
  target === undefined ? '' : ` (target ${target}: ${value <= target ? 'met' : 'MISSED'})`;

/** Prints a table of the contestants; ratios are to the first of them. */
function compare(title: string, contestants: Contestant[], env: Record<string, string>): void {
  const results = measure(contestants, env);
  const [first] = results;
  console.log(`\n${title} (${rounds} rounds)\n`);
  console.log('| program | median | ratio | peak memory |');
  console.log('| --- | ---: | ---: | ---: |');
  contestants.forEach(({ name, target, memoryTarget }, index) => {
    const { milliseconds = [], megabytes = [] } = results[index] ?? {};
    const ratio = median(milliseconds.map((ms, round) => ms / (first?.milliseconds[round] ?? ms)));
    const memory = median(megabytes);
    const cells = [
      name,
      `${median(milliseconds).toFixed(1)} ms`,
      ratio.toFixed(2) + verdict(ratio, target),
      megabytes.length > 0 ? `${memory.toFixed(0)} MB${verdict(memory, memoryTarget)}` : 'needs GNU time',
    ];
    console.log(`| ${cells.join(' | ')} |`);
  });
}

const sandbox = await startSandbox();
const listServer = await startServer('listServer.ts', 1);
try {
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, '.config'),
    ...sandbox.env,
  };
  const create = [
    'organizations',
    'apiKeys',
    'create',
    '--role',
    'ORG_OWNER',
    '--desc',
    'bench',
    '-o',
    'json',
  ];
  const address = `${env['MONGODB_ATLAS_OPS_MANAGER_URL']}api/atlas/v2/orgs/${SANDBOX.orgId}/apiKeys`;
  const mediaType = 'application/vnd.atlas.2023-01-01+json';
  const curl = [
    ...['curl', '--silent', '--fail', '--digest', '--user', `${SANDBOX.publicKey}:${SANDBOX.privateKey}`],
    ...['--header', `Accept: ${mediaType}`, '--header', `Content-Type: ${mediaType}`],
    ...['--data', '{"desc":"bench","roles":["ORG_OWNER"]}', address],
  ];
  const node: Contestant[] = [{ name: 'dist/atlas.mjs', command: ['node', `${atlas}.mjs`] }];
  const reference: Contestant[] = process.env['ATLAS_REF']
    ? [{ name: process.env['ATLAS_REF'], command: [process.env['ATLAS_REF']] }]
    : [];
  const others = [...node, ...reference];
  const withArguments = (contestants: Contestant[], args: string[]) =>
    contestants.map(({ name, command }) => ({ name, command: [...command, ...args] }));

  compare(
    'create',
    [
      { name: 'curl --digest', command: curl },
      { name: 'dist/atlas', command: [atlas, ...create], target: 1.6, memoryTarget: 50 },
      ...withArguments(others, create),
    ],
    env,
  );
  compare(
    'create --help',
    [
      { name: 'an empty program', command: [await emptyProgram()] },
      { name: 'dist/atlas', command: [atlas, 'organizations', 'apiKeys', 'create', '--help'], target: 2 },
      ...withArguments(others, ['organizations', 'apiKeys', 'create', '--help']),
    ],
    env,
  );

  const listEnv = { ...env, MONGODB_ATLAS_OPS_MANAGER_URL: listServer.text.trim() };
  const list = (rows: number, format: string, target?: number): Contestant => ({
    name: `${rows} keys, ${format.split('=')[0] || 'text'}`,
    command: [atlas, 'organizations', 'apiKeys', 'list', '--limit', `${rows}`, '-o', format],
    ...(target !== undefined && { target }),
  });
  const template =
    'go-template={{range .Results}}{{.Id}} {{.PublicKey}} {{.Desc}}{{range .Roles}} {{.RoleName}}{{end}}\n{{end}}';
  compare(
    'a list of 500 keys',
    [list(500, 'json'), list(500, ''), list(500, 'json-path=$.results[*].id'), list(500, template, 1.3)],
    listEnv,
  );
  compare(
    'a list through a template, as it grows',
    [5, 50, 500, 5000, 50000].map((rows) => list(rows, template)),
    listEnv,
  );
  // Both are answered from the definitions alone; a shell asks at every Tab.
  compare(
    'completion',
    [
      { name: 'create --help', command: [atlas, 'organizations', 'apiKeys', 'create', '--help'] },
      {
        name: '__complete … --role ORG_',
        command: [atlas, '__complete', 'organizations', 'apiKeys', 'create', '--role', 'ORG_'],
        target: 1.5,
      },
    ],
    env,
  );
} finally {
  sandbox.stop();
  listServer.stop();
  rmSync(folder, { recursive: true });
}

/**
 * Shows where the time of a create goes: the executable with marks at the borders of its System (trace/program.ts).
 *   npm run trace [-- ROUNDS]     default 60
 */
/// <reference types="bun" />
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileExecutable } from './bundle.ts';
import { startSandbox } from './measure/servers.ts';
import { median } from './measure/statistics.ts';

/** What ends at each mark, in order. */
const PHASES: readonly (readonly [mark: string, phase: string])[] = [
  ['runtime', 'runtime start: from the spawn to the first line of the program'],
  ['modules', 'module load'],
  ['commandLine', 'command line'],
  ['prepared', 'configuration, credentials, output format'],
  ['challenged', 'connection and challenge'],
  ['answered', 'the request itself'],
  ['formatted', 'reading and checking the answer, formatting'],
  ['printed', 'writing'],
  ['ended', 'end of main()'],
  ['exited', 'process exit'],
];

const WARM_UP = 5;
const rounds = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'atlas-trace-'));
const executable = join(folder, 'atlas');
const report = join(folder, 'marks.json');
const sandbox = await startSandbox();

/** One run's marks, in milliseconds since its spawn. */
function runOnce(env: Record<string, string>): Record<string, number> {
  const now = () => performance.timeOrigin + performance.now();
  const start = now();
  const words = [
    'organizations',
    'apiKeys',
    'create',
    '--role',
    'ORG_OWNER',
    '--desc',
    'trace',
    '-o',
    'json',
  ];
  const { exitCode, stderr } = Bun.spawnSync([executable, ...words], { env, stdout: 'pipe', stderr: 'pipe' });
  const end = now();
  if (exitCode !== 0) throw new Error(stderr.toString());
  const marks: Record<string, number> = JSON.parse(readFileSync(report, 'utf8'));
  return Object.fromEntries(
    Object.entries({ ...marks, exited: end }).map(([name, time]) => [name, time - start]),
  );
}

try {
  await compileExecutable(executable, { entry: join(import.meta.dirname, 'trace/entry.ts') });
  const { MONGODB_ATLAS_OPS_MANAGER_URL: url = '', MONGODB_ATLAS_PUBLIC_API_KEY: publicKey = '' } =
    sandbox.env;
  const config = join(folder, '.config/atlascli');
  mkdirSync(config, { recursive: true, mode: 0o700 });
  // From a profile, so that reading one counts.
  const properties = {
    ops_manager_url: url,
    public_api_key: publicKey,
    private_api_key: sandbox.env['MONGODB_ATLAS_PRIVATE_API_KEY'],
    org_id: sandbox.env['MONGODB_ATLAS_ORG_ID'],
  };
  const lines = Object.entries(properties).map(([name, value]) => `${name} = "${value}"\n`);
  writeFileSync(join(config, 'config.toml'), `[default]\n${lines.join('')}`, { mode: 0o600 });
  const env = { HOME: folder, ATLAS_TRACE: report };
  const runs = Array.from({ length: WARM_UP + rounds }, () => runOnce(env)).slice(WARM_UP);
  console.log(`\nA create, medians of ${rounds} runs\n\n| phase | ms | share |\n| --- | ---: | ---: |`);
  const total = median(runs.map((marks) => marks['exited'] ?? 0));
  PHASES.forEach(([name, phase], index) => {
    const before = PHASES[index - 1]?.[0];
    const spent = median(
      runs.map((marks) => (marks[name] ?? 0) - (before === undefined ? 0 : (marks[before] ?? 0))),
    );
    console.log(`| ${phase} | ${spent.toFixed(2)} | ${((spent / total) * 100).toFixed(0)} % |`);
  });
  console.log(`| all | ${total.toFixed(2)} | |`);
} finally {
  sandbox.stop();
  rmSync(folder, { recursive: true });
}

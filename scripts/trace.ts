/**
 * Shows how the time of a create is spent, compared with the bare exchange. Both are compiled with marks (trace/); the marks of
 * the program are at the calls of its System.
 *   npm run trace [-- ROUNDS]     default 60
 */
/// <reference types="bun" />
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileExecutable } from './bundle.ts';
import { writeProfile } from './measure/profile.ts';
import { startSandboxProcess } from './measure/servers.ts';
import { median } from './measure/statistics.ts';

/** The phase that ends at each mark, in order. A program that does not reach a mark has spent no time in that phase. */
const PHASES: readonly (readonly [mark: string, phase: string])[] = [
  ['runtime', 'runtime start: from the spawn to the first line of the program'],
  ['modules', 'module load'],
  ['commandLine', 'command line'],
  ['prepared', 'configuration, credentials, output format, remembered challenge'],
  ['challenged', 'connection and challenge'],
  ['answered', 'the request that counts'],
  ['formatted', 'reading and checking the response, formatting'],
  ['printed', 'writing'],
  ['ended', 'end of main()'],
  ['exited', 'process exit'],
];

const CREATE = ['organizations', 'apiKeys', 'create', '--role', 'ORG_OWNER', '--desc', 'trace'];
const WARM_UP_ROUNDS = 5;

type Marks = Readonly<Record<string, number>>;

interface Traced {
  readonly title: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const rounds = Number(process.argv[2] ?? 60);
const folder = mkdtempSync(join(tmpdir(), 'atlas-trace-'));
const report = join(folder, 'marks.json');

/** The marks of one run, in milliseconds since its start. */
function runOnce({ command, env }: Traced): Marks {
  const now = () => performance.timeOrigin + performance.now();
  const start = now();
  const { exitCode, stderr } = Bun.spawnSync([...command], {
    env: { ...env, ATLAS_TRACE: report },
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const end = now();
  if (exitCode !== 0) throw new Error(stderr.toString());
  const marks: Record<string, number> = JSON.parse(readFileSync(report, 'utf8'));
  return Object.fromEntries(
    Object.entries({ ...marks, exited: end }).map(([name, time]) => [name, time - start]),
  );
}

/** Milliseconds by phase. */
function phasesOf(marks: Marks): Marks {
  let before = 0;
  return Object.fromEntries(
    PHASES.map(([name]) => {
      const until = marks[name] ?? before;
      const spent = until - before;
      before = until;
      return [name, spent];
    }),
  );
}

/** Turns the names in brackets in bareExchange.ts into marks. */
const withMarks: Bun.BunPlugin = {
  name: 'marks',
  setup(build) {
    build.onLoad({ filter: /\/scripts\/measure\/bareExchange\.ts$/ }, async ({ path }) => {
      const code = (await Bun.file(path).text()).replace(/^\/\/ \[(\w+)\]$/gm, "mark('$1');");
      const contents = `import { mark, writeMarks } from '../trace/marks.ts';\n${code}`;
      return { contents: contents.replace(/^process\.exit/m, 'await writeMarks();\n$&'), loader: 'ts' };
    });
  },
};

async function compiled(name: string, plugins: Bun.BunPlugin[] = []): Promise<string> {
  const outfile = join(folder, name);
  await compileExecutable(outfile, { entry: join(import.meta.dirname, `trace/${name}.ts`), plugins });
  return outfile;
}

const sandbox = await startSandboxProcess();
try {
  const config = join(folder, 'config');
  writeProfile(config, sandbox.env);
  const asking = { XDG_CONFIG_HOME: config };
  const remembering = { ...asking, XDG_CACHE_HOME: join(folder, 'cache') };
  const atlas = await compiled('entry');
  const traced: readonly Traced[] = [
    { title: 'bare exchange', command: [await compiled('bare', [withMarks])], env: asking },
    { title: 'dist/atlas', command: [atlas, ...CREATE], env: remembering },
    { title: 'no remembered challenge', command: [atlas, ...CREATE], env: asking },
  ];
  const runs = traced.map((): Marks[] => []);
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++)
    traced.forEach((program, index) => {
      const marks = runOnce(program);
      if (round >= 0) runs[index]?.push(marks);
    });
  const cells = (value: (marks: Marks) => number): string =>
    runs.map((marks) => median(marks.map(value)).toFixed(2)).join(' | ');
  console.log(`\nA create in milliseconds, medians of ${rounds} runs in turn\n`);
  console.log(`| phase | ${traced.map(({ title }) => title).join(' | ')} |\n| --- |${' ---: |'.repeat(3)}`);
  for (const [name, phase] of PHASES)
    console.log(`| ${phase} | ${cells((marks) => phasesOf(marks)[name] ?? 0)} |`);
  console.log(`| all | ${cells((marks) => marks['exited'] ?? 0)} |`);
} finally {
  sandbox.stop();
  rmSync(folder, { recursive: true });
}

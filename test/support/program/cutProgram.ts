/** Runs a build against a simulated Atlas, and cuts it at a request, at a write, or with a full disk. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NO_API_KEY } from '../fixtures.ts';
import { type Cut, CutAtlas, type Outcome, type Scenario } from '../inProcess/cutAtlas.ts';
import { startCutServer } from '../servers/cutServer.ts';
import { available } from '../tools.ts';
import { type Fault, failing, signaling, WRITES, type Write, watching, writesIn } from './faultInjection.ts';
import type { RunOptions, Stage } from './programTest.ts';
import type { StreamTarget } from './runProgram.ts';

/** What is cut in one run. */
export interface ProgramCut {
  readonly request?: Cut;
  readonly stdout?: StreamTarget;
  readonly stderr?: StreamTarget;
  /** How many pages of 4 kB are left on the disk with the home and the working directory. */
  readonly freePages?: number;
  /** The write that finds the disk full or is followed by a signal. */
  readonly write?: Write & { readonly kind: 'full' | 'signal' };
  /** Lists the writes and cuts none. */
  readonly watchesWrites?: true;
}

export interface ProgramRun {
  readonly atlas: CutAtlas;
  readonly outcome: Outcome;
  /** The writes that a run can be cut at; empty unless they are watched. */
  readonly writes: readonly Write[];
}

/**
 * Runs a program with its home and working directory, both below $1, on a disk with $2 free pages. What is on that disk at
 * the end is copied to the real one.
 */
const ON_SMALL_DISK = `
set -e
root=$1 free=$2
shift 2
mkdir -p "$root/real" "$root/disk"
mount --bind "$root" "$root/real"
mount -t tmpfs -o mode=700 tmpfs "$root/disk"
cp -a "$root/home" "$root/cwd" "$root/disk"
mount -o "remount,nr_blocks=$(($(stat -f -c '%b - %f' "$root/disk") + free))" "$root/disk"
for name in home cwd; do mount --bind "$root/disk/$name" "$root/$name"; done
cd "$root/cwd"
status=0
"$@" || status=$?
for name in home cwd; do cp -a "$root/$name/." "$root/real/$name"; done
exit $status
`;

const onSmallDisk = (root: string, freePages: number): string[] => [
  ...['unshare', '--map-root-user', '--mount', 'sh', '-c', ON_SMALL_DISK, 'sh'],
  ...[root, String(freePages)],
];

/** Whether this user can mount a disk of its own. */
export const HAS_SMALL_DISKS = available(
  'unshare',
  spawnSync('unshare', ['--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0,
);

if (!HAS_SMALL_DISKS)
  console.error('\n\n*** NOT TESTED: full disks. That takes unshare, and the permission to mount. ***\n\n');

/** The streams and files that the program and its command write, except recovery files, whose names are random. */
const writtenPaths = ({ cwd, configFolder }: Stage, streams: string): string[] => [
  ...['stdout', 'stderr'].map((name) => join(streams, name)),
  ...['new.env', 'taken'].map((name) => join(cwd, name)),
  ...['config.toml.lock', 'config.toml.new'].map((name) => join(configFolder, name)),
];

const cannotWrite = (paths: readonly string[]): Fault => ({ ...WRITES, error: 'ENOSPC', paths });

function tracer({ write }: ProgramCut, paths: readonly string[], log: string): string[] {
  if (!write) return watching(cannotWrite(paths), log);
  const fault = cannotWrite([write.path]);
  return write.kind === 'full' ? failing(fault, write.at, log) : signaling(fault, write.at, log);
}

/** The texts of all files below the folders, by path. */
const filesBelow = (...folders: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    folders
      .flatMap((folder) => fs.readdirSync(folder, { withFileTypes: true, recursive: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path, fs.readFileSync(path, 'utf8')]),
  );

const configFor = (url: string): string => {
  const { publicKey, privateKey, orgId } = SANDBOX;
  return `[default]\npublic_api_key = '${publicKey}'\nprivate_api_key = '${privateKey}'\norg_id = '${orgId}'\nops_manager_url = '${url}'\n`;
};

/** Runs the scenario once, in a fresh home. */
export async function runProgramCut(
  stage: Stage,
  scenario: Scenario,
  cut: ProgramCut = {},
): Promise<ProgramRun> {
  for (const folder of [stage.home, stage.cwd])
    for (const name of fs.readdirSync(folder)) fs.rmSync(join(folder, name), { recursive: true });
  const root = dirname(stage.home);
  const streams = join(root, 'scratch');
  const log = join(streams, 'strace');
  const isTraced = cut.write !== undefined || cut.watchesWrites === true;
  let signal = () => {};
  const atlas = new CutAtlas(scenario, cut.request ? [cut.request] : [], () => signal());
  const server = await startCutServer(atlas);
  try {
    stage.put(join(stage.configFolder, 'config.toml'), configFor(server.url));
    const within = [
      ...(isTraced ? tracer(cut, writtenPaths(stage, streams), log) : []),
      ...(cut.freePages === undefined ? [] : onSmallDisk(root, cut.freePages)),
    ];
    const options: RunOptions = {
      argv: [...(scenario.command ?? ['organizations', 'apiKeys', 'rotate']), ...scenario.words],
      env: NO_API_KEY,
      within,
      stdout: cut.stdout ?? 'file',
      stderr: cut.stderr ?? 'file',
    };
    const run = stage.start(options);
    signal = () => run.signal('SIGTERM');
    const { status, stdout, stderr } = await run.exited;
    const hasLostStderr = cut.write?.kind === 'full' && cut.write.path === join(streams, 'stderr');
    return {
      atlas,
      outcome: {
        status,
        stdout,
        stderr,
        hasStderr: cut.stderr === undefined && !hasLostStderr,
        files: filesBelow(stage.home, stage.cwd),
      },
      writes: cut.watchesWrites ? writesIn(log) : [],
    };
  } finally {
    await server.close();
  }
}

/** Runs that share a home, six at once, and the judgment of what they left behind. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from '@iarna/toml';
import { SANDBOX } from '../../sandbox/state.ts';
import type { FaultyProxy } from './faultyProxy.ts';
import type { Random } from './random.ts';
import { HUNG, type LocalFault, type Outcome, runProgram } from './run.ts';
import { BALLAST, SmallDisk } from './smallDisk.ts';

export interface Build {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** What is counted. */
export interface Tally {
  runs: Record<string, number>;
  faults: Record<string, number>;
  keysMade: number;
  keysInHand: number;
  /** Keys whose response did not arrive whole, of which the program says that they may exist. */
  keysReported: number;
  /** What should not have happened, with what was seen. */
  lost: string[];
  damaged: string[];
}

export const emptyTally = (): Tally => ({
  runs: {},
  faults: {},
  keysMade: 0,
  keysInHand: 0,
  keysReported: 0,
  lost: [],
  damaged: [],
});

export const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

const ACTIONS = ['create', 'create', 'rotate', 'config set'] as const;
const DESTINATIONS = ['output', 'output', 'envFile', 'saveProfile'] as const;

/** What one run was asked to do. */
interface Order {
  readonly name: string;
  readonly action: (typeof ACTIONS)[number];
  readonly destination: (typeof DESTINATIONS)[number];
  readonly fault: LocalFault;
  /** The key to rotate. */
  readonly oldKey?: string;
}

function localFault(random: Random): LocalFault {
  return {
    output: random.chance(0.25) ? random.pick(['full disk', 'gone reader'] as const) : 'read',
    ...(random.chance(0.15) && {
      signal: { name: random.pick(['SIGINT', 'SIGTERM', 'SIGHUP'] as const), afterMs: random.below(150) },
    }),
    ...(random.chance(0.1) && { filesFullForMs: 50 + random.below(250) }),
  };
}

/** The text of a file; nothing where another run has just removed it. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** The text of every file below a folder. */
const textsBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== BALLAST)
    .map(({ parentPath, name }) => textOf(join(parentPath, name)));

/** Makes the home, the orders for it, and lets them run. */
export class Household {
  private readonly home = mkdtempSync(join(tmpdir(), 'atlas-soak-'));
  private readonly config = join(this.home, '.config/atlascli/config.toml');
  private readonly disk: SmallDisk | undefined;
  /** The profiles whose change was reported as done. */
  private profiles: string[] = [];
  /** Private keys that only a file has, with what was seen of their run. */
  private readonly keysInFiles = new Map<string, string>();

  /** @param hasSmallDisk whether the home is on a disk that is full at times; takes `mayMount()` */
  constructor(
    private readonly proxy: FaultyProxy,
    private readonly random: Random,
    private readonly tally: Tally,
    hasSmallDisk = false,
  ) {
    this.disk = hasSmallDisk ? new SmallDisk(this.home) : undefined;
    mkdirSync(join(this.home, 'work'));
  }

  private order(name: string): Order {
    const action = this.random.pick(ACTIONS);
    const order = {
      name,
      action,
      destination: this.random.pick(DESTINATIONS),
      fault: localFault(this.random),
    };
    if (action !== 'rotate') return order;
    const roles = [{ orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' }];
    return { ...order, oldKey: this.proxy.sandbox.state.addKey(SANDBOX.orgId, `old ${name}`, roles).id };
  }

  private argumentsOf({ name, action, destination, oldKey }: Order): string[] {
    if (action === 'config set') return ['config', 'set', 'org_id', SANDBOX.orgId, '--profile', name];
    const place = {
      output: ['-o', 'json'],
      envFile: ['--envFile', `${name}.env`],
      saveProfile: ['--saveProfile', `key-${name}`],
    }[destination];
    return action === 'create'
      ? ['organizations', 'apiKeys', 'create', '--desc', name, '--role', 'ORG_MEMBER', ...place]
      : [
          'organizations',
          'apiKeys',
          'rotate',
          oldKey ?? '',
          '--desc',
          name,
          '--deleteOld',
          '--force',
          ...place,
        ];
  }

  private async run(build: Build, name: string): Promise<void> {
    const order = this.order(name);
    const env = { PATH: process.env['PATH'] ?? '', HOME: this.home, ...this.proxy.env };
    const [file, ...words] = build.command;
    const { output, signal, filesFullForMs } = order.fault;
    if (filesFullForMs !== undefined) this.disk?.fill(filesFullForMs);
    const outcome = await runProgram(
      [file, ...words, ...this.argumentsOf(order)],
      env,
      join(this.home, 'work'),
      order.fault,
    );
    count(this.tally.runs, `${order.action}, ${build.name}`);
    if (output !== 'read') count(this.tally.faults, `standard output: ${output}`);
    // A run meets a disk that another run has filled, or that is free again before it writes.
    else if (outcome.stderr.includes('the disk is full')) count(this.tally.faults, 'files: full disk');
    if (signal && outcome.status > 128) count(this.tally.faults, signal.name);
    if (outcome.status === HUNG) this.tally.damaged.push(`${name} hung: ${outcome.stderr}`);
    this.judgeConfig(order, outcome);
    if (order.action !== 'config set') this.judgeKey(order, outcome);
  }

  /** A change that was reported must be there until the end, and the file whole, while other runs change it. */
  private judgeConfig({ name, action, destination }: Order, { status, stderr }: Outcome): void {
    if (action === 'config set' && status !== 0 && status <= 128 && status !== 1)
      this.tally.damaged.push(`status ${status}: ${stderr}`);
    if (status === 0 && action === 'config set') this.profiles.push(name);
    if (status === 0 && destination === 'saveProfile' && action !== 'config set')
      this.profiles.push(`key-${name}`);
    try {
      const saved = existsSync(this.config) ? parse(readFileSync(this.config, 'utf8')) : {};
      const missing = this.profiles.filter((profile) => saved[profile] === undefined);
      if (missing.length > 0)
        this.tally.damaged.push(`after ${name}, config.toml lacks profiles that were saved: ${missing}`);
      // Each is reported once.
      this.profiles = this.profiles.filter((profile) => !missing.includes(profile));
    } catch (error) {
      this.tally.damaged.push(`after ${name}, config.toml is not TOML: ${error}`);
    }
  }

  /** A key whose response arrived must be somewhere, and one whose response did not must be reported. */
  private judgeKey(order: Order, outcome: Outcome): void {
    const { name, destination, oldKey } = order;
    const { status, stdout, stderr } = outcome;
    const { keys } = this.proxy.sandbox.state;
    const key = [...keys.values()].find(({ desc }) => desc === name);
    const seen = () =>
      `${name}, ${order.action}, ${destination}, ${JSON.stringify(order.fault)}, status ${status}: ${stderr}`;
    const file = join(this.home, 'work', `${name}.env`);
    if (key === undefined) {
      if (oldKey !== undefined && !keys.has(oldKey)) this.tally.lost.push(`the old key is gone: ${seen()}`);
      if (status === 0) this.tally.lost.push(`a success without a key: ${seen()}`);
      if (existsSync(file)) this.tally.damaged.push(`a file without a key is left: ${seen()}`);
      return;
    }
    this.tally.keysMade++;
    const isShown = [stdout, stderr].some((text) => text.includes(key.privateKey));
    const isInFile = textsBelow(this.home).some((text) => text.includes(key.privateKey));
    if (isShown || isInFile) {
      this.tally.keysInHand++;
      if (!isShown) this.keysInFiles.set(key.privateKey, seen());
      if (status === 0 && destination === 'envFile' && !readFileSync(file, 'utf8').includes(key.privateKey))
        this.tally.damaged.push(`the file lacks the key: ${seen()}`);
      return;
    }
    if (oldKey !== undefined && !keys.has(oldKey))
      this.tally.lost.push(`the old key is deleted, the new one is not in hand: ${seen()}`);
    else if (
      this.proxy.delivered.get(name) === false &&
      status >= 3 &&
      /may have been created|was created/.test(stderr)
    )
      this.tally.keysReported++;
    // A signal can come before the program has read a response that is on its way.
    else if (status > 128 && /may have been created|was created/.test(stderr)) this.tally.keysReported++;
    else this.tally.lost.push(seen());
  }

  /** Runs this many commands, six at once, of both builds. */
  async live(builds: readonly [Build, ...Build[]], runs: number, prefix: string): Promise<void> {
    let next = 0;
    const worker = async () => {
      while (next < runs) await this.run(this.random.pick(builds), `${prefix}n${next++}`);
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    const texts = textsBelow(this.home);
    for (const [privateKey, seen] of this.keysInFiles)
      if (!texts.some((text) => text.includes(privateKey)))
        this.tally.lost.push(`the file with the key has lost it: ${seen}`);
    this.disk?.unmount();
    rmSync(this.home, { recursive: true, force: true });
  }
}

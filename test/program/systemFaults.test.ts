/** The operating system refuses one call at any point of a run: no key is lost, and the status is right. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, type ExpectStatic } from 'vitest';
import { NEW_KEY, NEW_KEY_ENV_FILE, NEW_PRIVATE_KEY, ORG_ID } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import {
  callNumbers,
  type Fault,
  failing,
  HAS_STRACE,
  injected,
  WRITES,
  watching,
} from '../support/program/faultInjection.ts';
import { CREATE, programTest, type Stage } from '../support/program/programTest.ts';
import { created } from '../support/servers/serverBehaviors.ts';

if (!HAS_STRACE) console.error('\n\n*** NOT TESTED: system calls that fail. strace is missing. ***\n\n');

/** The files of a run, by which its writes are told apart. */
interface Paths {
  readonly stdout: string;
  readonly stderr: string;
  /** What the command itself writes. */
  readonly own: string;
}

const cannotWrite = (path: string): Fault => ({ ...WRITES, error: 'ENOSPC', paths: [path] });

/** What cannot be done, by what it is called in titles. */
const FAULTS = {
  'a file cannot be opened': () => ({ calls: 'openat', error: 'EACCES' }),
  'a folder cannot be made': () => ({ calls: 'mkdir,mkdirat', error: 'EROFS' }),
  'a file cannot be synced': () => ({ calls: 'fsync,fdatasync', error: 'EIO' }),
  'a file cannot be renamed': () => ({ calls: 'rename,renameat,renameat2', error: 'EACCES' }),
  'its file cannot be written': ({ own }) => cannotWrite(own),
  'standard output cannot be written': ({ stdout }) => cannotWrite(stdout),
  'standard error cannot be written': ({ stderr }) => cannotWrite(stderr),
  'nothing can be connected': () => ({ calls: 'connect', error: 'ENETUNREACH' }),
  'nothing can be sent': () => ({ calls: 'sendto,writev', error: 'EPIPE' }),
} satisfies Record<string, (paths: Paths) => Fault>;

type FaultName = keyof typeof FAULTS;

const isNetwork = (fault: FaultName): boolean => fault.startsWith('nothing');

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How many requests the server got, and how many keys it has made. */
  readonly requests: number;
  readonly keys: number;
  /** The files that the run left, by name; its streams not among them. */
  readonly files: Readonly<Record<string, string>>;
}

/** A command that is run again and again, with every call failing in turn. */
interface Row {
  readonly what: string;
  readonly argv: readonly string[];
  /** Where standard output leads, in place of a file. */
  readonly stdout?: string;
  /** The faults that it can meet: a run without such a call fails the test. */
  readonly meets: readonly FaultName[];
  /** The file that the command itself writes. */
  own?(stage: Stage): string;
  /** The content of config.toml before each run; by default, there is none. */
  readonly before?: string;
  judge(outcome: Outcome, fault: FaultName, expect: ExpectStatic): void;
}

/** The warning of a run that does not need config.toml, if the file cannot be opened. */
const IGNORED = /^Warning: cannot read \S+\/config\.toml: permission denied; config\.toml is ignored, .*\n/;

/** Checks that the user has the key, knows that there may be one, or there is none. */
function judgeKey(outcome: Outcome, fault: FaultName, expect: ExpectStatic): void {
  const { status, stdout, stderr, requests, keys, files } = outcome;
  expect(keys).toBeLessThanOrEqual(1);
  const places = [stdout, stderr, ...Object.values(files)].filter((text) => text.includes(NEW_PRIVATE_KEY));
  if (status === 0)
    expect({ keys, places: places.length, stderr: stderr.replace(IGNORED, '') }).toEqual({
      keys: 1,
      places: 1,
      stderr: '',
    });
  // A runtime that cannot even start has statuses of its own.
  else if (status !== 1 && status !== 3) expect(requests).toBe(0);
  else if (keys === 0) expect(places).toEqual([]);
  else {
    expect(status).toBe(3);
    const warned = isNetwork(fault) && stderr.includes('The API key may have been created.');
    expect(places.length > 0 || warned).toBe(true);
  }
  if (keys === 0) expect(files).toEqual({});
  for (const [name, text] of Object.entries(files))
    if (name.startsWith('recovered-response')) expect(JSON.parse(text)).toEqual(NEW_KEY);
}

const CONFIG = `# mine
[ci]
org_id = "a"
private_api_key = "another"
`;
const CHANGED = CONFIG.replace('"a"', `"${ORG_ID}"`);

const ROWS: readonly Row[] = [
  {
    what: 'a create',
    argv: CREATE,
    meets: [
      'a file cannot be opened',
      'standard output cannot be written',
      'nothing can be connected',
      'nothing can be sent',
    ],
    judge(outcome, fault, expect) {
      judgeKey(outcome, fault, expect);
      if (outcome.status === 0) expect(outcome.stdout).toContain(NEW_PRIVATE_KEY);
    },
  },
  {
    what: 'a create that has to hand its key over',
    argv: CREATE,
    stdout: '/dev/full',
    meets: [
      'a file cannot be opened',
      'a folder cannot be made',
      'a file cannot be synced',
      'standard error cannot be written',
      'nothing can be sent',
    ],
    judge(outcome, fault, expect) {
      judgeKey(outcome, fault, expect);
      expect(outcome.status).not.toBe(0);
    },
  },
  {
    what: 'a create into a file',
    argv: [...CREATE, '--envFile', 'new.env'],
    own: ({ cwd }) => join(cwd, 'new.env'),
    meets: [
      'a file cannot be opened',
      'a file cannot be synced',
      'its file cannot be written',
      'standard output cannot be written',
      'nothing can be connected',
      'nothing can be sent',
    ],
    judge(outcome, fault, expect) {
      judgeKey(outcome, fault, expect);
      const { 'new.env': text = NEW_KEY_ENV_FILE } = outcome.files;
      expect(text).toBe(NEW_KEY_ENV_FILE);
      if (outcome.status === 0) expect(outcome.files).toEqual({ 'new.env': NEW_KEY_ENV_FILE });
    },
  },
  {
    what: 'a create into a profile',
    argv: [...CREATE, '--saveProfile', 'new'],
    own: ({ configFolder }) => join(configFolder, 'config.toml.new'),
    meets: [
      'a file cannot be opened',
      'a folder cannot be made',
      'a file cannot be synced',
      'a file cannot be renamed',
      'its file cannot be written',
      'standard output cannot be written',
      'nothing can be sent',
    ],
    judge(outcome, fault, expect) {
      judgeKey(outcome, fault, expect);
      if (outcome.status === 0) expect(Object.keys(outcome.files)).toEqual(['config.toml']);
    },
  },
  {
    what: 'a config set',
    argv: ['config', 'set', 'org_id', ORG_ID, '--profile', 'ci'],
    own: ({ configFolder }) => join(configFolder, 'config.toml.new'),
    before: CONFIG,
    meets: [
      'a file cannot be opened',
      'a file cannot be synced',
      'a file cannot be renamed',
      'its file cannot be written',
      'standard output cannot be written',
    ],
    judge({ status, stderr, files }, fault, expect) {
      const { 'config.toml': text = '', ...others } = files;
      expect(others).toEqual({});
      if (status === 0) expect({ text, stderr }).toEqual({ text: CHANGED, stderr: '' });
      // A change stays even if its confirmation could not be printed.
      else if (fault === 'standard output cannot be written') expect(text).toBe(CHANGED);
      else expect(text).toBe(CONFIG);
      if (status === 1) expect(stderr).toMatch(/^Error: /);
    },
  },
];

const pathsOf = (stage: Stage, row: Row): Paths => ({
  stdout: join(stage.cwd, 'stdout'),
  stderr: join(stage.cwd, 'stderr'),
  own: row.own?.(stage) ?? '',
});

/** One run, with its streams in files, so that it can be told which of them a call is about. */
async function runOnce(stage: Stage, row: Row, before: readonly string[]): Promise<Outcome> {
  let keys = 0;
  const server = await stage.serve(
    (response, request) => {
      keys++;
      created(response, request);
    },
    { requests: 'any' },
  );
  rmSync(stage.configFolder, { recursive: true, force: true });
  const { stdout: out, stderr: err, own } = pathsOf(stage, row);
  rmSync(own, { force: true });
  if (row.before !== undefined) {
    mkdirSync(stage.configFolder, { recursive: true });
    writeFileSync(join(stage.configFolder, 'config.toml'), row.before, { mode: 0o600 });
  }
  const script = `exec "$@" >${row.stdout ?? out} 2>${err}`;
  const { status } = await stage.run({
    to: server,
    argv: row.argv,
    within: ['/bin/sh', '-c', script, 'sh', ...before],
  });
  const made = Object.entries(stage.made()).map(([path, { text }]) => [basename(path), text] as const);
  // A lock that cannot be removed is left, and taken for abandoned by the next run.
  const others = ['stdout', 'stderr', 'strace', 'config.toml.lock'];
  const files = Object.fromEntries(made.filter(([name]) => !others.includes(name)));
  const stdout = row.stdout ? '' : stage.read(out);
  return { status, stdout, stderr: stage.read(err), requests: server.requests.length, keys, files };
}

describe.runIf(HAS_STRACE).concurrent.each(BUILDS)('$name', { timeout: 300_000 }, (build) => {
  const test = programTest(build);

  for (const row of ROWS)
    test.for(row.meets)(
      `when %s once in ${row.what}, then nothing is lost`,
      async (name, { stage, expect }) => {
        const log = join(stage.cwd, 'strace');
        const fault = FAULTS[name](pathsOf(stage, row));
        await runOnce(stage, row, watching(fault, log));
        const numbers = callNumbers(log, fault.calls === 'openat' ? [stage.home, stage.cwd] : []);
        expect(numbers).not.toEqual([]);
        for (const n of numbers) {
          const outcome = await runOnce(stage, row, failing(fault, n, log));
          const about = `${injected(log).join('\n')}\n${JSON.stringify(outcome, null, 1)}`;
          const explained = Object.assign((actual: unknown) => expect(actual, about), expect);
          row.judge(outcome, name, explained);
          if (n === numbers[0]) expect(injected(log)).not.toEqual([]);
        }
      },
    );
});

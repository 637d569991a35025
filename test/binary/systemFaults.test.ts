/** The operating system refuses one thing, once, anywhere in a run: no key is lost, and the status is right. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type ExpectStatic } from 'vitest';
import { created, NEW_KEY, NEW_PRIVATE_KEY } from '../support/behaviours.ts';
import { type Fault, failing, HAS_STRACE, injected, mostCalls, watching } from '../support/faultInjection.ts';
import { FORMS } from '../support/forms.ts';
import { CREATE, programTest, type Stage } from '../support/programTest.ts';

if (!HAS_STRACE) console.error('\n\n*** NOT TESTED: system calls that fail. strace is missing. ***\n\n');

/** What cannot be done, by what it is called in titles; writes are told apart by the streams' files. */
const FAULTS = {
  'a file cannot be opened': () => ({ calls: 'openat', error: 'EACCES' }),
  'a folder cannot be made': () => ({ calls: 'mkdir,mkdirat', error: 'EROFS' }),
  'a file cannot be synced': () => ({ calls: 'fsync,fdatasync', error: 'EIO' }),
  'a file cannot be renamed': () => ({ calls: 'rename,renameat,renameat2', error: 'EACCES' }),
  'standard output cannot be written': (path) => ({ calls: 'write,pwrite64,writev', error: 'ENOSPC', path }),
  'standard error cannot be written': (_, path) => ({
    calls: 'write,pwrite64,writev',
    error: 'ENOSPC',
    path,
  }),
  'nothing can be connected': () => ({ calls: 'connect', error: 'ENETUNREACH' }),
  'nothing can be sent': () => ({ calls: 'sendto,writev', error: 'EPIPE' }),
} satisfies Record<string, (stdout: string, stderr: string) => Fault>;

type FaultName = keyof typeof FAULTS;

const isNetwork = (fault: FaultName): boolean => fault.startsWith('nothing');

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How many requests the server got, and how many keys it has made. */
  readonly requests: number;
  readonly keys: number;
  /** The files that the run left, its streams not among them. */
  readonly files: readonly string[];
}

/** A command that is run again and again, with every call failing in turn. */
interface Row {
  readonly what: string;
  readonly argv: readonly string[];
  /** Where standard output leads, in place of a file. */
  readonly stdout?: string;
  /** The faults that it can meet: a run without such a call fails the test. */
  readonly meets: readonly FaultName[];
  /** Before each run. */
  prepare?(stage: Stage): void;
  judge(outcome: Outcome, fault: FaultName, expect: ExpectStatic): void;
}

/** Whoever asked for a key has it, or knows that there may be one, or there is none. */
function judgeKey(outcome: Outcome, fault: FaultName, expect: ExpectStatic): void {
  const { status, stdout, stderr, requests, keys, files } = outcome;
  expect(keys).toBeLessThanOrEqual(1);
  const printed = stdout.includes(NEW_PRIVATE_KEY);
  if (status === 0)
    expect({ keys, printed, stderr, files }).toEqual({ keys: 1, printed: true, stderr: '', files: [] });
  // A runtime that cannot even start has statuses of its own.
  else if (status !== 1) expect(requests).toBe(0);
  else if (keys === 0) expect({ printed, files }).toEqual({ printed: false, files: [] });
  else {
    const places = [stdout, stderr, ...files].filter((text) => text.includes(NEW_PRIVATE_KEY));
    const warned = isNetwork(fault) && stderr.includes('The API key may exist all the same.');
    expect(places.length > 0 || warned).toBe(true);
  }
  for (const file of files) expect(JSON.parse(file)).toEqual(NEW_KEY);
}

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
    judge: judgeKey,
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
];

const streams = ({ cwd }: Stage): [string, string] => [join(cwd, 'stdout'), join(cwd, 'stderr')];

/** One run, with its streams in files, so that it can be told which of them a call is about. */
async function runOnce(stage: Stage, row: Row, before: readonly string[]): Promise<Outcome> {
  let keys = 0;
  const server = await stage.serve((response, request) => {
    keys++;
    created(response, request);
  }, 'any');
  rmSync(stage.configFolder, { recursive: true, force: true });
  row.prepare?.(stage);
  const [out, err] = streams(stage);
  const script = `exec "$@" >${row.stdout ?? out} 2>${err}`;
  const { status } = await stage.run({
    to: server,
    argv: row.argv,
    within: ['/bin/sh', '-c', script, 'sh', ...before],
  });
  const files = Object.entries(stage.made())
    .filter(([path]) => !path.startsWith(stage.cwd))
    .map(([, { text }]) => text);
  const stdout = row.stdout ? '' : stage.read(out);
  return { status, stdout, stderr: stage.read(err), requests: server.requests.length, keys, files };
}

describe.runIf(HAS_STRACE).concurrent.each(FORMS)('$name', (form) => {
  const test = programTest(form);

  for (const row of ROWS)
    test.for(row.meets)(
      `when %s once in ${row.what}, then nothing is lost`,
      async (name, { stage, expect }) => {
        const log = join(stage.cwd, 'strace');
        const fault = FAULTS[name](...streams(stage));
        await runOnce(stage, row, watching(fault, log));
        const calls = mostCalls(log);
        expect(calls).toBeGreaterThan(0);
        for (let n = 1; n <= calls; n++) {
          const outcome = await runOnce(stage, row, failing(fault, n, log));
          const about = `${injected(log).join('\n')}\n${JSON.stringify(outcome, null, 1)}`;
          const explained = Object.assign((actual: unknown) => expect(actual, about), expect);
          row.judge(outcome, name, explained);
          if (n === 1) expect(injected(log)).not.toEqual([]);
        }
      },
    );
});

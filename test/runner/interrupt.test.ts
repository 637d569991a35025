/** Signals in each state of a run. */
import { describe, expect, test } from 'vitest';
import type { SignalName } from '../../src/system/system.ts';
import { NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import { type FakeOptions, type FakeSystem, fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../support/inProcess/runCommand.ts';
import { COMPLETE, withKeys } from '../support/inProcess/runCreate.ts';
import {
  brokenBody,
  challenge,
  httpResponse,
  jsonResponse,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const SIGNALS: [SignalName, number][] = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
];
const ANSWER = JSON.stringify(NEW_KEY);
const UNKNOWN = `The API key may have been created. Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}\n`;

/** A moment that a test waits for. */
function moment(): { reached: Promise<void>; reach(): void } {
  let reach = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return { reached, reach };
}

const never = () => new Promise<never>(() => {});

/** Starts a create, and sends the signal at a certain moment. */
async function interrupted(
  system: FakeSystem,
  at: Promise<void>,
  [name, number]: [SignalName, number] = ['SIGINT', 2],
): Promise<CommandRun> {
  const run = runOn(system, ['orgs', 'apiKeys', 'create', ...COMPLETE]);
  await at;
  system.signal(name, number);
  return run;
}

const systemWith = (options: FakeOptions, more: Partial<FakeSystem> = {}): FakeSystem =>
  Object.assign(fakeSystem(withKeys(options)), more);

/** A service that never responds to the request it receives. */
function hanging(): { response: ScriptedResponse; reached: Promise<void> } {
  const { reached, reach } = moment();
  return {
    reached,
    response: () => {
      reach();
      return never();
    },
  };
}

/** A standard output whose reader takes nothing. */
function blocked(): { stdout: { write(): Promise<never> }; reached: Promise<void> } {
  const { reached, reach } = moment();
  return {
    reached,
    stdout: {
      write: () => {
        reach();
        return never();
      },
    },
  };
}

describe.each(SIGNALS)('%s', (name, number) => {
  test('when the request was sent, then the outcome is unknown, and the status is 128 plus the signal', async () => {
    const { response, reached } = hanging();
    const run = await interrupted(systemWith({ responses: [challenge, response] }), reached, [name, number]);
    expect([run.status, run.stderr]).toEqual([128 + number, `Error: interrupted by ${name}\n${UNKNOWN}`]);
  });

  test('when the response cannot be written yet, then it is saved, and the status is 3', async () => {
    const { stdout, reached } = blocked();
    const run = await interrupted(systemWith({ stdout }), reached, [name, number]);
    expect(run.status).toBe(3);
    expect(run.stderr).toMatch(
      new RegExp(
        `^Error: interrupted by ${name}\nThe API key was created\\. The response, including the private key, is in /home/ada/`,
      ),
    );
    expect([...run.system.saved.values()].map(({ text }) => text)).toEqual([ANSWER]);
  });
});

describe('before anything was done', () => {
  test('when the run waits after a 429, then no message mentions a key, and nothing more is sent', async () => {
    const { reached, reach } = moment();
    const sleep = () => {
      reach();
      return never();
    };
    const responses = [challenge, jsonResponse({}, 429, { 'retry-after': '30' })];
    const run = await interrupted(systemWith({ responses }, { sleep }), reached);
    expect([run.status, run.stderr]).toEqual([130, 'Error: interrupted by SIGINT\n']);
    expect(run.system.requests).toHaveLength(2);
  });
});

describe('when the call is still under way after the run was interrupted', () => {
  /** Waits until everything that can happen without another event has happened. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  test('when the challenge arrives, then no request follows', async () => {
    const [asked, answered] = [moment(), moment()];
    const lateChallenge: ScriptedResponse = async (url, request) => {
      asked.reach();
      await answered.reached;
      return challenge(url, request);
    };
    const run = await interrupted(
      systemWith({ responses: [lateChallenge, jsonResponse(NEW_KEY)] }),
      asked.reached,
    );
    expect([run.status, run.stderr]).toEqual([130, 'Error: interrupted by SIGINT\n']);
    answered.reach();
    await settled();
    expect(run.system.requests).toHaveLength(1);
  });

  test('when the wait after a 429 ends, then no request follows', async () => {
    const [asked, ended] = [moment(), moment()];
    const sleep = () => {
      asked.reach();
      return ended.reached;
    };
    const responses = [challenge, jsonResponse({}, 429, { 'retry-after': '30' }), jsonResponse(NEW_KEY)];
    const run = await interrupted(systemWith({ responses }, { sleep }), asked.reached);
    expect([run.status, run.stderr]).toEqual([130, 'Error: interrupted by SIGINT\n']);
    ended.reach();
    await settled();
    expect(run.system.requests).toHaveLength(2);
  });
});

describe('while the response arrives', () => {
  test('when a part of the response has been read, then that part is saved', async () => {
    const { reached, reach } = moment();
    let pulls = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (pulls++ === 0) controller.enqueue(new TextEncoder().encode('{"privateKey": "half'));
          else {
            reach();
            return never();
          }
          return undefined;
        },
      },
      { highWaterMark: 0 },
    );
    const run = await interrupted(
      systemWith({ responses: [challenge, httpResponse(201, body, { 'content-type': 'application/json' })] }),
      reached,
    );
    expect(run.status).toBe(3);
    expect([...run.system.saved.values()]).toEqual([{ text: '{"privateKey": "half', mode: 0o600 }]);
  });

  test('when the response is an error, then it is not saved', async () => {
    const { reached, reach } = moment();
    const response: ScriptedResponse = () => {
      setImmediate(reach);
      return new Response(brokenBody('<html>'), { status: 502 });
    };
    const run = await interrupted(systemWith({ responses: [challenge, response] }), reached);
    expect([run.status, run.stderr]).toEqual([130, `Error: interrupted by SIGINT\n${UNKNOWN}`]);
    expect(run.system.saved.size).toBe(0);
  });
});

describe('a second signal', () => {
  /** A run that was interrupted once, and whose standard error hangs on the saving. */
  async function hangingOnce() {
    const { stdout, reached } = blocked();
    const saving = moment();
    const exits: number[] = [];
    const stderr = {
      isTerminal: true,
      write: () => {
        saving.reach();
        return never();
      },
    };
    const exit = (code: number) => {
      exits.push(code);
      return undefined as never;
    };
    const system = systemWith({ stdout, stderr }, { exit });
    void runOn(system, ['orgs', 'apiKeys', 'create', ...COMPLETE]);
    await reached;
    system.signal('SIGINT', 2);
    await saving.reached;
    return { system, exits };
  }

  test('when the work hangs after the first signal, then the second one ends the process at once, with its status', async () => {
    const { system, exits } = await hangingOnce();
    expect(exits).toEqual([]);
    system.signal('SIGTERM', 15);
    expect(exits).toEqual([143]);
  });
});

test('when a signal arrives after the run, then there is no listener', async () => {
  const run = await runOn(systemWith({}), ['orgs', 'apiKeys', 'create', ...COMPLETE]);
  run.system.signal('SIGINT', 2);
  expect([run.status, run.stderr, run.system.listens()]).toEqual([0, '', false]);
});

test('when a run fails, then it no longer listens for signals', async () => {
  const run = await runOn(systemWith({ responses: [challenge, challenge] }), [
    'orgs',
    'apiKeys',
    'create',
    ...COMPLETE,
  ]);
  expect([run.status, run.system.listens()]).toEqual([1, false]);
});

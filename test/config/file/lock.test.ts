/** The lock on config.toml: taking, losing and releasing it. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Lock, takeLock } from '../../../src/config/file/lock.ts';
import { files } from '../../../src/system/files.ts';
import type { System } from '../../../src/system/system.ts';
import { fakeSystem, systemError } from '../../support/inProcess/fakeSystem.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'atlas-lock-'));
  path = join(folder, 'config.toml.lock');
});
afterEach(() => {
  vi.useRealTimers();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A process of its own, as far as the lock can tell; its pauses take no time, and something may happen in them. */
function processOf(number: number, duringPause: (waited: number) => void = () => {}): System {
  let drawn = 0;
  let waited = 0;
  return {
    ...fakeSystem(),
    files,
    now: () => Date.now(),
    randomHex: (bytes) => `${number}${++drawn}`.padStart(bytes * 2, '0'),
    sleep: async (ms) => {
      waited += ms;
      duringPause(waited);
    },
  };
}

const take = (system: System, signal = new AbortController().signal): Promise<Lock> =>
  takeLock(system, path, 'changing the configuration', signal);

const left = () => fs.readdirSync(folder);

test('when no process has the lock, then it is taken, and removed when it is released', async () => {
  const lock = await take(processOf(1));
  expect(left()).toEqual(['config.toml.lock']);
  lock.checkHeld();
  lock.release();
  expect(left()).toEqual([]);
});

test('when another process has the lock, then it is taken as soon as that process releases it', async () => {
  const first = await take(processOf(1));
  let pauses = 0;
  const second = await take(
    processOf(2, () => {
      if (++pauses === 3) first.release();
    }),
  );
  expect(pauses).toBe(3);
  second.checkHeld();
});

test('when its owner keeps updating it, then the waiting process gives up in the end, and the hint says what to do', async () => {
  const first = await take(processOf(1));
  let touched = 0;
  const error = await take(
    processOf(2, (waited) => {
      // Every two seconds, as the owner's clock has it.
      if (waited > touched * 2000) fs.utimesSync(path, new Date(), new Date(Date.now() + ++touched));
    }),
  ).catch((thrown: unknown) => thrown);
  expect(touched).toBeGreaterThanOrEqual(60);
  expect(error).toMatchObject({
    message: 'another atlas has been changing the configuration for 120 s',
    hint: `If no other atlas is running, remove ${path}`,
  });
  first.checkHeld();
});

test('when its owner has ended, then it is taken after ten seconds', async () => {
  const gone = await take(processOf(1));
  let waited = 0;
  const lock = await take(
    processOf(2, (ms) => {
      waited = ms;
    }),
  );
  expect(waited).toBeGreaterThanOrEqual(10_000);
  expect(waited).toBeLessThan(10_100);
  lock.checkHeld();
  expect(() => gone.checkHeld()).toThrow('suspended');
});

test('when the wait takes a second, then one notice says why at a terminal, and none in a script', async () => {
  for (const [isTerminal, told] of [
    [true, 'Waiting for another atlas, which is changing the configuration.\n'],
    [false, ''],
  ] as const) {
    fs.writeFileSync(path, 'killed');
    const shown = fakeSystem({ stdout: { isTerminal }, stderr: { isTerminal } });
    const { stdout, stderr } = shown;
    (await take({ ...processOf(1), stdout, stderr })).release();
    expect(shown.written).toEqual({ stdout: '', stderr: told });
  }
});

test('when it was left a minute ago, then it is taken at once', async () => {
  fs.writeFileSync(path, 'killed');
  const before = new Date(Date.now() - 61_000);
  fs.utimesSync(path, before, before);
  let pauses = 0;
  await take(processOf(1, () => void pauses++));
  expect(pauses).toBe(1);
  expect(left()).toEqual(['config.toml.lock']);
});

describe('a lock that was taken away', () => {
  test('when its former owner releases it, then the new owner keeps it', async () => {
    const former = await take(processOf(1));
    fs.writeFileSync(path, 'the new owner');
    former.release();
    expect(fs.readFileSync(path, 'utf8')).toBe('the new owner');
  });

  test('when the lock file is gone, then the check fails', async () => {
    const former = await take(processOf(1));
    fs.rmSync(path);
    expect(() => former.checkHeld()).toThrow(
      'this run was suspended for so long that another run took its lock',
    );
  });
});

test('when two processes find the same abandoned lock, then the second one does not remove the lock of the first', async () => {
  fs.writeFileSync(path, 'killed');
  const before = new Date(Date.now() - 120_000);
  fs.utimesSync(path, before, before);
  const slow = processOf(2);
  // Between reading and removing the lock, another process replaces it.
  const reads: string[] = [];
  const second = take({
    ...slow,
    files: {
      ...files,
      read(name) {
        const seen = files.read(name);
        reads.push(seen.text);
        if (reads.length === 1) {
          fs.rmSync(path);
          fs.writeFileSync(path, 'first');
        }
        return seen;
      },
    },
    sleep: async () => {
      expect(fs.readFileSync(path, 'utf8')).toBe('first');
      fs.rmSync(path);
    },
  });
  (await second).checkHeld();
  expect(reads.slice(0, 2)).toEqual(['killed', 'first']);
});

test('when the removal of an abandoned lock was interrupted long ago, then the error says what to remove', async () => {
  const before = new Date(Date.now() - 120_000);
  for (const name of [path, `${path}.removal`]) {
    fs.writeFileSync(name, '');
    fs.utimesSync(name, before, before);
  }
  await expect(take(processOf(1))).rejects.toMatchObject({
    message: `an interrupted run has left the file ${path}.removal`,
    hint: `If no other atlas is running, remove it and ${path}.`,
  });
});

test('when a signal ends the wait, then no lock is taken', async () => {
  await take(processOf(1));
  const controller = new AbortController();
  const waiting = take(
    processOf(2, () => controller.abort(new Error('interrupted'))),
    controller.signal,
  );
  await expect(waiting).rejects.toThrow('interrupted');
});

test('when the folder cannot be written to, then the error is the system’s', async () => {
  fs.rmSync(folder, { recursive: true });
  fs.writeFileSync(folder, '');
  await expect(take(processOf(1))).rejects.toMatchObject({ code: 'ENOTDIR' });
  fs.rmSync(folder);
  fs.mkdirSync(folder);
});

test('when an owner holds the lock, then it updates it every two seconds, and never the lock of another owner', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const touched: string[] = [];
  const system = processOf(1);
  const lock = await take({ ...system, files: { ...files, touch: (name) => void touched.push(name) } });
  vi.advanceTimersByTime(6_000);
  expect(touched).toEqual([path, path, path]);
  fs.writeFileSync(path, 'another');
  vi.advanceTimersByTime(4_000);
  expect(touched).toHaveLength(3);
  lock.release();
  expect(vi.getTimerCount()).toBe(0);
});

test('when a lock cannot be read at its release, then the work does not fail', async () => {
  const system = fakeSystem();
  const lock = await takeLock(system, '/home/ada/config.toml.lock', 'testing', new AbortController().signal);
  system.files.read = () => {
    throw systemError('EACCES');
  };
  expect(() => lock.release()).not.toThrow();
});

test('when a power failure has left a lock of NULs, then it is taken at once', async () => {
  fs.writeFileSync(path, new Uint8Array(32));
  const pauses: number[] = [];
  const lock = await take(processOf(1, (waited) => pauses.push(waited)));
  lock.checkHeld();
  lock.release();
  expect(pauses).toHaveLength(1);
  expect(left()).toEqual([]);
});

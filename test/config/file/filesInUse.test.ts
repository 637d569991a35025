/** config.toml on Windows, where a file that a program has open cannot be replaced or removed. */
import { describe, expect, test } from 'vitest';
import { editConfigFile } from '../../../src/config/file/edit.ts';
import { readConfigFile } from '../../../src/config/file/read.ts';
import type { Files } from '../../../src/system/system.ts';
import { type FakeSystem, fakeSystem, systemError } from '../../support/inProcess/fakeSystem.ts';

const CONFIG = '/AppData/atlascli/config.toml';
const LOCK = `${CONFIG}.lock`;
const OLD = "[ci]\norg_id = 'old'\n";
const NEW = "[ci]\norg_id = 'new'\n";

type Operation = 'rename' | 'remove' | 'createPrivate' | 'read';

/** A System whose operation on a path fails with the code while `isInUse` returns true. */
function systemWhere(
  operation: Operation,
  path: string,
  code: string,
  isInUse: (system: FakeSystem) => boolean,
  platform = 'win32',
): FakeSystem & { tries: number } {
  const system = Object.assign(
    fakeSystem({
      platform,
      env: { AppData: '/AppData', XDG_CONFIG_HOME: '/AppData' },
      files: { [CONFIG]: OLD },
    }),
    { tries: 0 },
  );
  const real = system.files[operation] as (...args: unknown[]) => unknown;
  const guarded = (...args: unknown[]): unknown => {
    if (!args.includes(path)) return real.apply(system.files, args);
    system.tries++;
    if (isInUse(system)) throw systemError(code);
    return real.apply(system.files, args);
  };
  system.files[operation] = guarded as Files[Operation] & undefined;
  return system;
}

const sleptMs = ({ slept }: FakeSystem) => slept.reduce((sum, ms) => sum + ms, 0);
const forMs = (ms: number) => (system: FakeSystem) => sleptMs(system) < ms;
const change = (system: FakeSystem) => editConfigFile(system, (config) => config.set('ci', 'org_id', 'new'));
const diskOf = ({ disk }: FakeSystem) =>
  Object.fromEntries([...disk].map(([path, { text }]) => [path, text]));

describe.each(['EPERM', 'EACCES', 'EBUSY'])('%s', (code) => {
  test.each<[string, Operation, string]>([
    ['the file cannot be replaced', 'rename', CONFIG],
    ['the file cannot be read', 'read', CONFIG],
    ['the lock cannot be created', 'createPrivate', LOCK],
    ['the lock cannot be removed', 'remove', LOCK],
  ])(
    'when %s for two seconds, then the edit succeeds and no other file is left',
    async (_, operation, path) => {
      const system = systemWhere(operation, path, code, forMs(2000));
      await change(system);
      expect(diskOf(system)).toEqual({ [CONFIG]: NEW });
      expect(system.tries).toBeGreaterThan(2);
    },
  );

  test('when it stays in use, then the edit fails after three seconds and no other file is left', async () => {
    const system = systemWhere('rename', CONFIG, code, () => true);
    await expect(change(system)).rejects.toThrow(`cannot write ${CONFIG}: `);
    expect(diskOf(system)).toEqual({ [CONFIG]: OLD });
    expect(sleptMs(system)).toBeGreaterThanOrEqual(3000);
    expect(sleptMs(system)).toBeLessThan(3200);
  });

  test('when the system is not Windows, then the operation is tried once', async () => {
    const system = systemWhere('rename', CONFIG, code, () => true, 'linux');
    await expect(change(system)).rejects.toThrow(`cannot write ${CONFIG}: `);
    expect([system.tries, system.slept]).toEqual([1, []]);
  });
});

test('when another process is replacing the file, then it is read afterwards', async () => {
  const file = await readConfigFile(systemWhere('read', CONFIG, 'EPERM', forMs(500)));
  expect(file?.text).toBe(OLD);
});

test('when the operation fails with another error, then it is tried once', async () => {
  const system = systemWhere('rename', CONFIG, 'ENOSPC', () => true);
  await expect(change(system)).rejects.toThrow('the disk is full');
  expect([system.tries, system.slept]).toEqual([1, []]);
});

test('when a signal arrives in the meantime, then nothing changes and nothing is left', async () => {
  const system = systemWhere('rename', CONFIG, 'EPERM', (itself) => {
    if (sleptMs(itself) > 100) itself.signal('SIGINT', 2);
    return true;
  });
  await expect(change(system)).rejects.toThrow('interrupted by SIGINT');
  expect(diskOf(system)).toEqual({ [CONFIG]: OLD });
});

test('when the lock is lost in the meantime, then nothing changes', async () => {
  const system = systemWhere('rename', CONFIG, 'EPERM', ({ disk }) => {
    disk.set(LOCK, { text: 'another', mode: 0o600 });
    return true;
  });
  await expect(change(system)).rejects.toThrow('another run took its lock');
  expect(diskOf(system)).toEqual({ [CONFIG]: OLD, [LOCK]: 'another' });
});

test('when an abandoned lock is in use, then it is removed as soon as it is not', async () => {
  const system = systemWhere('remove', LOCK, 'EBUSY', forMs(12_000));
  system.disk.set(LOCK, { text: 'of a killed run', mode: 0o600 });
  await change(system);
  expect(diskOf(system)).toEqual({ [CONFIG]: NEW });
});

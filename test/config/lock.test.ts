import { expect, test } from 'vitest';
import { takeLock } from '../../src/config/lock.ts';
import { fakeSystem, systemError } from '../support/fakeSystem.ts';

test('when a lock cannot be read at its release, then what was done under it does not fail', async () => {
  const system = fakeSystem();
  const lock = await takeLock(system, '/home/ada/config.toml.lock', new AbortController().signal);
  system.files.read = () => {
    throw systemError('EACCES');
  };
  expect(() => lock.release()).not.toThrow();
});

/** Deleted, renamed and unwritten profiles whose secrets are in the keyring, against a keyring in memory. */
import { describe, expect, test } from 'vitest';
import { KeyringError } from '../../../src/keyring/keyring.ts';
import { CONFIG, HOME, PRIVATE_KEY, PUBLIC_KEY } from '../../support/fixtures.ts';
import { LIVE_TOKEN } from '../../support/inProcess/accounts.ts';
import { type FakeKeyring, fakeKeyring } from '../../support/inProcess/fakeKeyring.ts';
import { fakeSystem, systemError } from '../../support/inProcess/fakeSystem.ts';
import { runOn } from '../../support/inProcess/runCommand.ts';
import { configOf, entriesOf, PAIR, runWith, VERSION_2 } from '../../support/inProcess/runWithKeyring.ts';

describe('config delete and rename', () => {
  test('when a profile is deleted, then its entries are deleted, and those of other profiles are not', async () => {
    const other = { 'atlascli_work:client_id': 'x' };
    const keyring = fakeKeyring({ ...PAIR, ...other });
    const result = await runWith(['config', 'delete', 'ci', '--force'], { config: VERSION_2, keyring });
    expect(result.status).toBe(0);
    expect(entriesOf(keyring)).toEqual(other);
    expect(configOf(result)).toBe('version = 2\n');
  });

  test.each([
    ['delete', ['config', 'delete', 'ci', '--force'], {}],
    ['rename', ['config', 'rename', 'ci', 'prod'], { 'atlascli_prod:public_api_key': PUBLIC_KEY }],
  ])('when an entry is empty, then it is gone after a %s', async (_, argv, left) => {
    const keyring = fakeKeyring({ ...PAIR, 'atlascli_ci:private_api_key': '' });
    const result = await runWith(argv, { config: VERSION_2, keyring });
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(entriesOf(keyring)).toEqual(left);
  });

  test('when a profile is renamed, then its entries move before the file is changed', async () => {
    const keyring = fakeKeyring(PAIR);
    const result = await runWith(['config', 'rename', 'ci', 'prod'], { config: VERSION_2, keyring });
    expect(result.status).toBe(0);
    expect(entriesOf(keyring)).toEqual({
      'atlascli_prod:public_api_key': PUBLIC_KEY,
      'atlascli_prod:private_api_key': PRIVATE_KEY,
    });
    expect(configOf(result)).toBe(VERSION_2.replace('[ci]', '[prod]'));
  });

  test.each([
    ['delete', ['config', 'delete', 'ci', '--force']],
    ['rename', ['config', 'rename', 'ci', 'prod']],
  ])('when the keyring is locked at a %s, then nothing is changed', async (_, argv) => {
    const keyring = { ...fakeKeyring(PAIR), fails: new KeyringError('locked', 'the keyring is locked') };
    const result = await runWith(argv, { config: VERSION_2, keyring });
    expect(result).toMatchObject({
      status: 1,
      stderr:
        'Error: cannot use the keyring: the keyring is locked\nUnlock it, and try again. Nothing was changed.\n',
    });
    expect([configOf(result), entriesOf(keyring)]).toEqual([VERSION_2, PAIR]);
  });

  test.each([
    ['delete', ['config', 'delete', 'ci', '--force']],
    ['rename', ['config', 'rename', 'ci', 'prod']],
  ])('when entries are removed by a %s, then the file is still locked', async (_, argv) => {
    const disks: string[][] = [];
    const keyring: FakeKeyring = {
      ...fakeKeyring(PAIR),
      onRemove: () => disks.push([...system.disk.keys()]),
    };
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: VERSION_2 }, keyring });
    expect((await runOn(system, argv)).status).toBe(0);
    expect(disks).toEqual([[CONFIG, `${CONFIG}.lock`].sort(), [CONFIG, `${CONFIG}.lock`].sort()]);
    expect([...system.disk.keys()]).toEqual([CONFIG]);
  });

  test('when a signal arrives while entries are written, then the edit is completed', async () => {
    const keyring: FakeKeyring = { ...fakeKeyring(PAIR), onWrite: () => system.signal('SIGTERM', 15) };
    let signals = 0;
    const fake = fakeSystem({ env: HOME, files: { [CONFIG]: VERSION_2 }, keyring });
    // A second signal would end the process.
    const system = {
      ...fake,
      signal: (...given: Parameters<typeof fake.signal>) => ++signals === 1 && fake.signal(...given),
    };
    const result = await runOn(fake, ['config', 'rename', 'ci', 'prod']);
    expect([result.status, signals]).toEqual([0, 2]);
    expect(entriesOf(keyring)).toEqual({
      'atlascli_prod:public_api_key': PUBLIC_KEY,
      'atlascli_prod:private_api_key': PRIVATE_KEY,
    });
    expect(configOf(result)).toBe(VERSION_2.replace('[ci]', '[prod]'));
  });

  test('when an entry cannot be removed, then one warning names the remaining entries', async () => {
    const keyring = { ...fakeKeyring(PAIR), removeFails: 'public_api_key' };
    const result = await runWith(['config', 'delete', 'ci', '--force'], { config: VERSION_2, keyring });
    expect(result).toMatchObject({
      status: 0,
      stderr:
        'Warning: the keyring still has public_api_key, private_api_key of profile "ci": the keyring answered org.example.Error\n',
    });
    expect(configOf(result)).toBe('version = 2\n');
  });

  test.each(['config rename ci prod', 'config set private_api_key new-secret -P ci'])(
    'when config.toml cannot be replaced during %s, then the keyring is unchanged',
    async (line) => {
      const keyring = fakeKeyring({ ...PAIR, 'atlascli_ci:access_token': LIVE_TOKEN });
      // Without an auth_type, the change adds it to the file.
      const config = VERSION_2.replace("auth_type = 'api_keys'\n", '');
      const before = entriesOf(keyring);
      const system = fakeSystem({ env: HOME, files: { [CONFIG]: config }, keyring });
      const rename = () => {
        throw systemError('ENOSPC');
      };
      const result = await runOn({ ...system, files: { ...system.files, rename } }, line.split(' '));
      expect(result.status).toBe(1);
      expect(result.stderr).toMatch(/^Error: cannot write /);
      expect(keyring.log.filter((entry) => entry.startsWith('write'))).not.toEqual([]);
      expect([entriesOf(keyring), configOf(result)]).toEqual([before, config]);
    },
  );

  test('when there is no keyring, then the profile is deleted from the file', async () => {
    const result = await runWith(['config', 'delete', 'ci', '--force'], { config: VERSION_2 });
    expect([result.status, configOf(result)]).toEqual([0, 'version = 2\n']);
  });
});

describe('config set', () => {
  test('when the file cannot be written, then the keyring is unchanged', async () => {
    const keyring = fakeKeyring(PAIR);
    const config = `${VERSION_2}private_api_key = 'old-in-file'\n`;
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: config }, keyring });
    const rename = () => {
      throw systemError('EACCES');
    };
    const result = await runOn({ ...system, files: { ...system.files, rename } }, [
      ...['config', 'set', 'private_api_key', 'new-secret', '-P', 'ci'],
    ]);
    expect(result).toMatchObject({
      status: 1,
      stderr: `Error: cannot write ${CONFIG}: permission denied\n`,
    });
    expect([configOf(result), entriesOf(keyring)]).toEqual([config, PAIR]);
    expect(keyring.log).toContain('write atlascli_ci:private_api_key');
  });

  test('when there is no file and it cannot be written, then the keyring has no new entry', async () => {
    const keyring = fakeKeyring();
    const system = fakeSystem({ env: HOME, keyring });
    const rename = () => {
      throw systemError('EACCES');
    };
    const argv = ['config', 'set', 'private_api_key', 'new-secret'];
    const result = await runOn({ ...system, files: { ...system.files, rename } }, argv);
    expect([result.status, configOf(result), entriesOf(keyring)]).toEqual([1, undefined, {}]);
  });
});

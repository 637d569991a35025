/** The builds with a real keyring: gnome-keyring in a session of its own, judged by secret-tool. */
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { SANDBOX } from '../../../sandbox/state.ts';
import { KEYS, NEW_KEY, NEW_PRIVATE_KEY, NO_API_KEY } from '../../support/fixtures.ts';
import { startCutBus } from '../../support/keyring/cutBus.ts';
import {
  HAS_SECRET_SERVICE,
  type SecretService,
  startSecretService,
} from '../../support/keyring/secretService.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { HAS_STRACE } from '../../support/program/faultInjection.ts';
import { CREATE, programTest } from '../../support/program/programTest.ts';
import { sandbox } from '../../support/program/sandboxStage.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

if (!HAS_SECRET_SERVICE)
  console.error(
    '\n\n*** NOT TESTED: a real keyring. That takes gnome-keyring, dbus and secret-tool. ***\n\n',
  );

const FILE = '.config/atlascli/config.toml';
const VERSION_2 = `version = 2\n\n[ci]\nauth_type = 'api_keys'\n`;

describe.runIf(HAS_SECRET_SERVICE).each(BUILDS)('$name', (build) => {
  const test = programTest(build);
  let service: SecretService;

  beforeAll(async () => {
    service = await startSecretService();
  });
  afterAll(() => service.close());

  test('when another program has stored the key, then create uses it', async ({ stage, expect }) => {
    stage.put(join(stage.home, FILE), VERSION_2);
    service.store('atlascli_ci', 'public_api_key', KEYS.MONGODB_ATLAS_PUBLIC_API_KEY);
    service.store('atlascli_ci', 'private_api_key', KEYS.MONGODB_ATLAS_PRIVATE_API_KEY);
    const run = await stage.run({
      argv: [...CREATE, '-P', 'ci'],
      env: { ...NO_API_KEY, ...service.env },
      to: await stage.serve(created),
    });
    expect(run).toMatchObject({ status: 0, stderr: '' });
  });

  test('when a secret is set, then secret-tool finds it, and the file does not have it', async ({
    stage,
    expect,
  }) => {
    const value = `${NEW_PRIVATE_KEY}-\u00fc\u{1f511}`;
    const set = (property: string, given: string) =>
      stage.run({ argv: ['config', 'set', property, given, '-P', 'set'], env: service.env });
    expect(await set('client_secret', value)).toMatchObject({ status: 0, stderr: '' });
    expect(service.lookUp('atlascli_set', 'client_secret')).toBe(value);
    expect(stage.made()[FILE]?.text).toBe("version = 2\n\n[set]\nauth_type = 'service_account'\n");
    expect(await set('client_secret', 'another')).toMatchObject({ status: 0 });
    expect(service.lookUp('atlascli_set', 'client_secret')).toBe('another');
  });

  test('when a profile is renamed and then deleted, then its entries are moved and then deleted', async ({
    stage,
    expect,
  }) => {
    stage.put(join(stage.home, FILE), VERSION_2.replace('[ci]', '[old]'));
    service.store('atlascli_old', 'private_api_key', 'x');
    const config = (...words: string[]) => stage.run({ argv: ['config', ...words], env: service.env });
    expect(await config('rename', 'old', 'new')).toMatchObject({ status: 0 });
    expect(service.lookUp('atlascli_old', 'private_api_key')).toBe(undefined);
    expect(service.lookUp('atlascli_new', 'private_api_key')).toBe('x');
    expect(await config('delete', 'new', '--force')).toMatchObject({ status: 0 });
    expect(service.lookUp('atlascli_new', 'private_api_key')).toBe(undefined);
  });

  test('when a new key is saved as a profile, then only the keyring has its private key', async ({
    stage,
    expect,
  }) => {
    stage.put(join(stage.home, FILE), 'version = 2\n');
    const run = await stage.run({
      argv: [...CREATE, '--saveProfile', 'saved'],
      env: service.env,
      to: await stage.serve(created),
    });
    expect(run).toMatchObject({ status: 0, stderr: '' });
    expect(run.stdout).toContain('Private API Key redacted');
    expect(service.lookUp('atlascli_saved', 'private_api_key')).toBe(NEW_PRIVATE_KEY);
    expect(service.lookUp('atlascli_saved', 'public_api_key')).toBe(NEW_KEY.publicKey);
    expect(stage.read(join(stage.home, FILE))).not.toContain(NEW_PRIVATE_KEY);
  });

  test('when the bus does not answer, then the run ends with an error', async ({ stage, expect }) => {
    stage.put(join(stage.home, FILE), VERSION_2);
    const path = join(stage.cwd, 'bus');
    const server = createServer(() => {}).listen(path);
    const run = await stage.run({
      argv: [...CREATE, '-P', 'ci'],
      env: { ...NO_API_KEY, DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` },
    });
    server.close();
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toMatch(
      /^Error: this action requires authentication\nThe secrets of profile "ci" cannot be read: .* did not answer within 3 s\. /,
    );
  });

  test('when the replies of the bus end anywhere, then the keyring has the new secret or the old one', async ({
    stage,
    expect,
  }) => {
    const path = join(stage.home, FILE);
    let isComplete = false;
    for (let bytes = 1; !isComplete; bytes += 101) {
      stage.put(path, VERSION_2);
      service.store('atlascli_cut', 'private_api_key', 'before');
      const bus = await startCutBus(
        service.env.DBUS_SESSION_BUS_ADDRESS,
        bytes,
        join(stage.cwd, `bus-${bytes}`),
      );
      const { status, stdout, stderr } = await stage.run({
        argv: ['config', 'set', 'private_api_key', NEW_PRIVATE_KEY, '-P', 'cut'],
        env: bus.env,
      });
      await bus.close();
      isComplete = !bus.hasCut();
      const [entry, file] = [service.lookUp('atlascli_cut', 'private_api_key'), stage.read(path)];
      const what = JSON.stringify({ bytes, status, stdout, stderr, entry, file });
      expect(['before', NEW_PRIVATE_KEY], what).toContain(entry);
      if (status === 0) expect(entry, what).toBe(NEW_PRIVATE_KEY);
      else expect(stderr, what).toMatch(/^Error: cannot (use|change \w+ in) the keyring: /);
      if (isComplete) expect(status, what).toBe(0);
      // No older entry may hide a value in the file.
      expect(file + stdout + stderr, what).not.toContain(NEW_PRIVATE_KEY);
    }
  });

  test('when the keyring is locked or its daemon is stopped, then the error says so', async ({
    stage,
    expect,
  }) => {
    const own = await startSecretService();
    const create = () => stage.run({ argv: [...CREATE, '-P', 'ci'], env: { ...NO_API_KEY, ...own.env } });
    try {
      stage.put(join(stage.home, FILE), VERSION_2);
      own.store('atlascli_ci', 'public_api_key', 'x');
      own.lock();
      const locked = await create();
      expect(locked).toMatchObject({ status: 1, stdout: '' });
      expect(locked.stderr).toMatch(/cannot be read: the keyring is locked\. Unlock it, /);
      own.signalDaemon('SIGSTOP');
      const stopped = await create();
      expect(stopped).toMatchObject({ status: 1, stdout: '' });
      expect(stopped.stderr).toMatch(/cannot be read: the keyring did not answer within 3 s\. Restart it, /);
    } finally {
      own.signalDaemon('SIGCONT');
      await own.close();
    }
  });

  describe.runIf(HAS_STRACE)('when a run does not need the keyring', () => {
    test.for([
      ['version 2', VERSION_2, {}],
      ['version 1', `[ci]\norg_id = '${SANDBOX.orgId}'\n`, NO_API_KEY],
    ] as const)(
      'when the file has %s, then no bus is connected',
      async ([, config, env], { stage, expect }) => {
        const log = join(stage.cwd, 'strace');
        stage.put(join(stage.home, FILE), config);
        const { status } = await stage.run({
          argv: [...CREATE, '-P', 'ci'],
          env: { ...env, ...service.env },
          to: await stage.serve(created, { requests: 'any' }),
          within: ['strace', '-f', '-qq', '-o', log, '-e', 'trace=connect'],
        });
        expect(status).toBe(env === NO_API_KEY ? 1 : 0);
        expect(stage.read(log)).not.toContain('AF_UNIX');
      },
    );
  });

  describe.runIf(HAS_STRACE)('when all that is written is logged', () => {
    const WRITES = 'write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,sendfile,execve,execveat';

    test('when a key is saved in the keyring, then its private key is sent only there, and the caller’s nowhere', async ({
      stage,
      expect,
    }) => {
      const log = join(stage.cwd, 'strace');
      stage.put(join(stage.home, FILE), VERSION_2);
      service.store('atlascli_ci', 'public_api_key', KEYS.MONGODB_ATLAS_PUBLIC_API_KEY);
      service.store('atlascli_ci', 'private_api_key', KEYS.MONGODB_ATLAS_PRIVATE_API_KEY);
      const run = await stage.run({
        argv: [...CREATE, '-P', 'ci', '--saveProfile', 'canary'],
        env: { ...NO_API_KEY, ...service.env },
        to: await stage.serve(created),
        within: ['strace', '-f', '-qq', '-s', '1000000', '-o', log, '-e', `trace=${WRITES}`],
      });
      expect(run).toMatchObject({ status: 0, stderr: '' });
      const lines = stage.read(log).split('\n');
      expect(lines.filter((line) => line.includes(KEYS.MONGODB_ATLAS_PRIVATE_API_KEY))).toEqual([]);
      const secret = lines.filter((line) => line.includes(NEW_PRIVATE_KEY));
      expect(secret).toHaveLength(1);
      expect(secret[0]).toContain('CreateItem');
      expect(lines.filter((line) => line.includes('execve'))).toHaveLength(1);
      expect(service.lookUp('atlascli_canary', 'private_api_key')).toBe(NEW_PRIVATE_KEY);
    });
  });

  test('when fifty runs use an expired session, then it is refreshed once, in the keyring', async ({
    stage,
    expect,
  }) => {
    const atlas = await sandbox();
    const { accessToken, refreshToken } = atlas.tokens.session(-1);
    const config = `version = 2\n\n[default]\nauth_type = 'user_account'\norg_id = '${SANDBOX.orgId}'\n`;
    stage.put(join(stage.home, FILE), config);
    service.store('atlascli_default', 'access_token', accessToken);
    service.store('atlascli_default', 'refresh_token', refreshToken);
    const argv = ['organizations', 'apiKeys', 'create', '--desc', 'x', '--role', 'ORG_MEMBER'];
    const runs = Array.from({ length: 50 }, () => stage.run({ argv, env: { ...atlas.to, ...service.env } }));
    for (const { status, stderr } of await Promise.all(runs))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(atlas.state.createdKeys).toHaveLength(50);
    expect(atlas.tokens.refreshes).toBe(1);
    const access = service.lookUp('atlascli_default', 'access_token');
    expect(atlas.tokens.accepts(`Bearer ${access}`)).toBe(true);
    expect(stage.read(join(stage.home, FILE))).toBe(config);
  });
});

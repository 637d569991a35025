/** The bus has to start the keyring first, and that hangs, fails, or takes too long. */
import { join } from 'node:path';
import { describe } from 'vitest';
import { REPLY_TIMEOUT_MS } from '../../../src/keyring/keyring.ts';
import { NEW_PRIVATE_KEY, NO_API_KEY } from '../../support/fixtures.ts';
import { type Bus, startActivatingBus, startLateBus } from '../../support/keyring/activatingBus.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type Stage } from '../../support/program/programTest.ts';
import { created } from '../../support/servers/serverBehaviors.ts';
import { has } from '../../support/tools.ts';

const HAS_BUS = process.platform === 'linux' && has('dbus-daemon');
if (!HAS_BUS)
  console.error('\n\n*** NOT TESTED: the activation of a keyring. That takes dbus-daemon. ***\n\n');

const WITH_PROFILE = "version = 2\n\n[ci]\nauth_type = 'api_keys'\n";
const WARNING = 'Warning: Secure storage is not available, falling back to insecure storage\n';

const configOf = ({ configFolder }: Stage) => join(configFolder, 'config.toml');

describe.runIf(HAS_BUS).concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  async function withBus<T>(
    stage: Stage,
    command: string | undefined,
    use: (bus: Bus) => Promise<T>,
  ): Promise<T> {
    const bus = await startActivatingBus(join(stage.cwd, 'bus'), command);
    try {
      const result = await use(bus);
      if (bus.hasHung() !== (command === undefined)) throw new Error('not what the bus was to start');
      return result;
    } finally {
      await bus.close();
    }
  }

  const set = (stage: Stage, { env }: Bus) =>
    stage.run({ argv: ['config', 'set', 'private_api_key', NEW_PRIVATE_KEY, '-P', 'ci'], env });

  test.for<readonly [string, string | undefined, RegExp]>([
    ['hangs', undefined, /the keyring did not answer within 3 s\. Restart it, /],
    ['fails', '/bin/false', /there is no keyring\. Start the keyring of your desktop, /],
    ['is not possible', '/nonexistent', /there is no keyring\. Start the keyring of your desktop, /],
  ])(
    'when the activation %s and the credentials are in the keyring, then the error says so',
    async ([, command, said], { stage, expect }) => {
      stage.put(configOf(stage), WITH_PROFILE);
      const { status, stdout, stderr } = await withBus(stage, command, ({ env }) =>
        stage.run({ argv: [...CREATE, '-P', 'ci'], env: { ...NO_API_KEY, ...env } }),
      );
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: this action requires authentication\n/);
      expect(stderr).toMatch(said);
    },
  );

  test.for([
    ['hangs', undefined],
    ['fails', '/bin/false'],
  ] as const)(
    'when the activation %s and the file has no profiles, then the file gets the secret',
    async ([, command], { stage, expect }) => {
      stage.put(configOf(stage), 'version = 2\n');
      const run = await withBus(stage, command, (bus) => set(stage, bus));
      expect(run).toMatchObject({ status: 0, stderr: WARNING });
      expect(stage.read(configOf(stage))).toContain(NEW_PRIVATE_KEY);
    },
  );

  test('when the activation hangs and an older secret may be in the keyring, then nothing is changed', async ({
    stage,
    expect,
  }) => {
    stage.put(configOf(stage), WITH_PROFILE);
    const { status, stderr } = await withBus(stage, undefined, (bus) => set(stage, bus));
    expect(status).toBe(1);
    expect(stderr).toBe(
      'Error: cannot use the keyring: the keyring did not answer within 3 s\nRestart it, and try again. Nothing was changed.\n',
    );
    expect(stage.read(configOf(stage))).toBe(WITH_PROFILE);
  });

  test('when the keyring replies after the time limit, during the run, then the file gets the key', async ({
    stage,
    expect,
  }) => {
    stage.put(configOf(stage), 'version = 2\n');
    const lateMs = REPLY_TIMEOUT_MS + 500;
    const bus = await startLateBus(join(stage.cwd, 'late'), lateMs);
    // The answers of the first connection arrive before the one of Atlas.
    const to = await stage.serve((response, request) => {
      setTimeout(() => created(response, request), 2 * (lateMs - REPLY_TIMEOUT_MS));
    });
    try {
      const run = await stage.run({ argv: [...CREATE, '--saveProfile', 'new'], env: bus.env, to });
      expect(run).toMatchObject({ status: 0, stderr: WARNING });
      expect(stage.read(configOf(stage))).toContain(NEW_PRIVATE_KEY);
      expect(bus.answers()).toBeGreaterThan(3);
    } finally {
      await bus.close();
    }
  });
});

/** A rotation is killed while it replaces a pair in a real keyring. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/server.ts';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NO_API_KEY } from '../../support/fixtures.ts';
import {
  HAS_SECRET_SERVICE,
  type SecretService,
  startSecretService,
} from '../../support/keyring/secretService.ts';
import { BUILDS } from '../../support/program/builds.ts';
import {
  HAS_STRACE,
  killingAtSocket,
  type SocketFault,
  socketCalls,
  watchingSockets,
} from '../../support/program/faultInjection.ts';
import { programTest } from '../../support/program/programTest.ts';

describe.runIf(HAS_SECRET_SERVICE && HAS_STRACE).each(BUILDS)('$name', (build) => {
  const test = programTest(build);
  let service: SecretService;
  let atlas: Sandbox;
  let profiles = 0;

  beforeAll(async () => {
    [service, atlas] = await Promise.all([startSecretService(), startSandbox()]);
  });
  afterAll(() => Promise.all([service.close(), atlas.close()]));

  test('when a rotation is killed while it replaces the pair, then the new private key was stored first', async ({
    stage,
    expect,
  }) => {
    const log = join(stage.cwd, 'strace');
    const send: SocketFault = { call: build.name === 'dist/atlas' ? 'sendto' : 'write', error: 'EPIPE' };
    const env = { ...NO_API_KEY, MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url, ...service.env };
    const states = new Set<string>();

    /** @returns the numbers of its calls */
    async function rotate(before: readonly string[]): Promise<number[]> {
      const profile = `p${++profiles}`;
      const roles = [{ orgId: SANDBOX.orgId, roleName: 'ORG_OWNER' }];
      const old = atlas.state.addKey(SANDBOX.orgId, profile, roles);
      service.store(`atlascli_${profile}`, 'public_api_key', old.publicKey);
      service.store(`atlascli_${profile}`, 'private_api_key', old.privateKey);
      fs.rmSync(stage.configFolder, { recursive: true, force: true });
      stage.put(
        join(stage.configFolder, 'config.toml'),
        `version = 2\n\n[${profile}]\norg_id = '${SANDBOX.orgId}'\n`,
      );
      const words = ['organizations', 'apiKeys', 'rotate', '--updateProfile', '-P', profile];
      await stage.run({ argv: words, env, within: before });
      const successor = atlas.state.createdKeys.find(({ desc, id }) => desc === profile && id !== old.id);
      const entry = (user: string) => service.lookUp(`atlascli_${profile}`, user);
      const newOrOld = (value: string | undefined, its: string | undefined) =>
        value === its ? 'new' : 'old';
      const state = [
        `${newOrOld(entry('private_api_key'), successor?.privateKey)} private key`,
        `${newOrOld(entry('public_api_key'), successor?.publicKey)} public key`,
      ].join(', ');
      states.add(state);
      if (state === 'new private key, old public key') {
        // What docs/security.md says.
        fs.rmSync(join(stage.configFolder, 'config.toml.lock'), { force: true });
        const repair = ['config', 'set', 'public_api_key', successor?.publicKey ?? '', '-P', profile];
        expect((await stage.run({ argv: repair, env })).status).toBe(0);
      }
      const list = await stage.run({ argv: ['organizations', 'apiKeys', 'list', '-P', profile], env });
      expect(list.status, `${state}: ${list.stderr}`).toBe(0);
      return socketCalls(log).map(({ n }) => n);
    }

    const numbers = await rotate(watchingSockets(send, log));
    expect([...states]).toEqual(['new private key, new public key']);
    // The last calls replace the pair.
    for (const n of numbers.slice(-8)) await rotate(killingAtSocket(send, n, log));
    expect([...states]).not.toContain('old private key, new public key');
    if (build.name === 'dist/atlas') expect([...states]).toContain('new private key, old public key');
  });
});

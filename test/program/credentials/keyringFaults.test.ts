/** The system refuses one call on the socket to a real keyring: no secret is lost or printed, and no run hangs or crashes. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, type ExpectStatic } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/server.ts';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NEW_PRIVATE_KEY, NO_API_KEY } from '../../support/fixtures.ts';
import {
  HAS_SECRET_SERVICE,
  type SecretService,
  startSecretService,
} from '../../support/keyring/secretService.ts';
import { BUILDS } from '../../support/program/builds.ts';
import {
  failingSocket,
  HAS_STRACE,
  type SocketFault,
  socketCalls,
  watchingSockets,
} from '../../support/program/faultInjection.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';
import type { Exit } from '../../support/program/runProgram.ts';

const FAULTS: Readonly<Record<string, readonly SocketFault[]>> = {
  'dist/atlas': [
    { call: 'connect', error: 'ECONNREFUSED' },
    { call: 'sendto', error: 'EPIPE' },
    { call: 'recvfrom', error: 'ECONNRESET' },
  ],
  'dist/atlas.mjs': [
    { call: 'connect', error: 'ECONNREFUSED' },
    { call: 'write', error: 'EPIPE' },
    { call: 'writev', error: 'EPIPE' },
    { call: 'read', error: 'ECONNRESET' },
  ],
};

/** Where one run takes place. Its profile is new. */
interface Place {
  readonly stage: Stage;
  readonly service: SecretService;
  readonly atlas: Sandbox;
  readonly profile: string;
  /** Runs the program again, and nothing is refused. */
  again(argv: readonly string[]): Promise<Exit>;
}

interface Row {
  readonly what: string;
  argv(profile: string): readonly string[];
  /** Prepares the keyring. @returns what to check after the run */
  begin(place: Place): (exit: Exit, expect: ExpectStatic) => void | Promise<void>;
}

const entryOf = ({ service, profile }: Place, user: string) => service.lookUp(`atlascli_${profile}`, user);
const configOf = ({ stage }: Place) => stage.read(join(stage.configFolder, 'config.toml'));

/** Everything that the run printed, and the files that it left outside the cache folder. */
const textsOf = (place: Place, { stdout, stderr }: Exit): string =>
  [stdout, stderr, configOf(place), ...Object.values(place.stage.made()).map(({ text }) => text)].join('\n');

const LIST = ['organizations', 'apiKeys', 'list', '--orgId', SANDBOX.orgId];

const ROWS: readonly Row[] = [
  {
    what: 'a secret is set',
    argv: (profile) => ['config', 'set', 'private_api_key', NEW_PRIVATE_KEY, '-P', profile],
    begin(place) {
      place.service.store(`atlascli_${place.profile}`, 'private_api_key', 'before');
      return ({ status, stdout, stderr }, expect) => {
        const entry = entryOf(place, 'private_api_key');
        const isInFile = configOf(place).includes(NEW_PRIVATE_KEY);
        expect([0, 1]).toContain(status);
        // Only a keyring that does not exist has no older entry that hides a value in the file.
        if (status === 0)
          expect(entry === NEW_PRIVATE_KEY || (isInFile && /Secure storage/.test(stderr))).toBe(true);
        if (status === 1) expect(isInFile).toBe(false);
        expect(stdout + stderr).not.toContain(NEW_PRIVATE_KEY);
      };
    },
  },
  {
    what: 'a key is created by one in the keyring and saved there',
    argv: (profile) => [
      ...[
        'organizations',
        'apiKeys',
        'create',
        '--desc',
        'x',
        '--role',
        'ORG_MEMBER',
        '--orgId',
        SANDBOX.orgId,
      ],
      ...['-P', profile, '--saveProfile', `${profile}new`],
    ],
    begin(place) {
      const { service, profile, atlas } = place;
      service.store(`atlascli_${profile}`, 'public_api_key', SANDBOX.publicKey);
      service.store(`atlascli_${profile}`, 'private_api_key', SANDBOX.privateKey);
      const before = atlas.state.createdKeys.length;
      return async (exit, expect) => {
        const { status, stdout, stderr } = exit;
        const [key, ...others] = atlas.state.createdKeys.slice(before);
        expect(others).toEqual([]);
        expect([0, 1, 3]).toContain(status);
        expect(textsOf(place, exit)).not.toContain(SANDBOX.privateKey);
        if (status === 1) expect(key).toBe(undefined);
        if (!key) return expect(status).toBe(1);
        const entry = entryOf({ ...place, profile: `${profile}new` }, 'private_api_key');
        expect(entry === key.privateKey || textsOf(place, exit).includes(key.privateKey)).toBe(true);
        // One half may be in the file, if the connection ended after the other one was written.
        if (status === 0) expect((await place.again([...LIST, '-P', `${profile}new`])).status).toBe(0);
        else expect(stderr).toMatch(/The response, including the private key, is in |The new API key is in /);
        expect(stdout + stderr).not.toContain(key.privateKey);
      };
    },
  },
  {
    what: 'a session is refreshed',
    argv: (profile) => [...LIST, '-P', profile],
    begin(place) {
      const { service, profile, atlas } = place;
      const { accessToken, refreshToken } = atlas.tokens.session(-1);
      service.store(`atlascli_${profile}`, 'access_token', accessToken);
      service.store(`atlascli_${profile}`, 'refresh_token', refreshToken);
      return async (exit, expect) => {
        const { status, stderr } = exit;
        expect([0, 1]).toContain(status);
        for (const token of [accessToken, refreshToken, entryOf(place, 'refresh_token')])
          if (token !== undefined) expect(textsOf(place, exit)).not.toContain(token);
        // The session lives on, unless the run has said that it may not.
        const next = await place.again([...LIST, '-P', profile]);
        if (!stderr.includes('so you may have to sign in again'))
          expect(next).toMatchObject({ status: 0, stderr: '' });
      };
    },
  },
  {
    what: 'a service account gets a token',
    argv: (profile) => [...LIST, '-P', profile],
    begin(place) {
      const { service, profile } = place;
      service.store(`atlascli_${profile}`, 'client_id', SANDBOX.clientId);
      service.store(`atlascli_${profile}`, 'client_secret', SANDBOX.clientSecret);
      return async (exit, expect) => {
        expect([0, 1]).toContain(exit.status);
        expect(textsOf(place, exit)).not.toContain(SANDBOX.clientSecret);
        expect((await place.again([...LIST, '-P', profile])).status).toBe(0);
      };
    },
  },
];

const VERSION_2 = (profile: string) => `version = 2\n\n[${profile}]\norg_id = '${SANDBOX.orgId}'\n`;

describe.runIf(HAS_SECRET_SERVICE && HAS_STRACE).concurrent.each(BUILDS)(
  '$name',
  { timeout: 300_000 },
  (build) => {
    const test = programTest(build);
    let service: SecretService;
    let atlas: Sandbox;
    let profiles = 0;

    beforeAll(async () => {
      [service, atlas] = await Promise.all([startSecretService(), startSandbox()]);
    });
    afterAll(() => Promise.all([service.close(), atlas.close()]));

    test.for(ROWS)(
      'when $what and one call on the socket fails, then no secret is lost or printed',
      async (row, { stage, expect }) => {
        const log = join(stage.cwd, 'strace');

        async function run(before: readonly string[]) {
          const profile = `p${++profiles}`;
          fs.rmSync(join(stage.home, '.cache'), { recursive: true, force: true });
          fs.rmSync(stage.configFolder, { recursive: true, force: true });
          stage.put(join(stage.configFolder, 'config.toml'), VERSION_2(profile));
          const env = { ...NO_API_KEY, MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url, ...service.env };
          const again = (argv: readonly string[]) => stage.run({ argv, env });
          const judge = row.begin({ stage, service, atlas, profile, again });
          const options = { argv: row.argv(profile), env, within: before };
          const exit = await stage.run({ ...options, stdout: 'file', stderr: 'file' });
          return { exit, judge };
        }

        const counts = { chosen: 0, reached: 0 };
        for (const fault of FAULTS[build.name] ?? []) {
          const { exit } = await run(watchingSockets(fault, log));
          expect(exit).toMatchObject({ status: 0, stderr: '' });
          const numbers = socketCalls(log).map(({ n }) => n);
          counts.chosen += numbers.length;
          for (const n of numbers) {
            const { exit: faulty, judge } = await run(failingSocket(fault, n, log));
            // The runtime itself makes such calls, and not always as many.
            if (!socketCalls(log).some(({ isInjected }) => isInjected)) continue;
            counts.reached++;
            const told = Object.assign(
              (actual: unknown) => expect(actual, JSON.stringify({ ...fault, n, ...faulty })),
              expect,
            );
            await judge(faulty, told);
          }
        }
        expect(counts.reached, JSON.stringify(counts)).toBeGreaterThan(counts.chosen / 3);
      },
    );
  },
);

/** The destinations of a new key on both builds, with real files and real errors. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { describe } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { SANDBOX } from '../../sandbox/state.ts';
import {
  NEW_KEY,
  NEW_KEY_ENV_FILE,
  NEW_PRIVATE_KEY,
  NO_KEYRING,
  PRIVATE_KEY,
  PUBLIC_KEY,
} from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { CREATE, programTest } from '../support/program/programTest.ts';
import { created, drop, hang, json } from '../support/servers/serverBehaviors.ts';

const REFUSED = json({ error: 400, errorCode: 'BAD', reason: 'Bad Request', parameters: [] }, 400);

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);
  const toFile = [...CREATE, '--envFile', 'new.env'];
  const toProfile = [...CREATE, '--orgId', SANDBOX.orgId, '--saveProfile', 'ci'];

  test('when --envFile is set, then only the file contains the private key, and only its owner can read it', async ({
    stage,
    expect,
  }) => {
    const { status, stdout, stderr } = await stage.run({ argv: toFile, to: await stage.serve(created) });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Private API Key redacted\n');
    const path = join(stage.cwd, 'new.env');
    expect(stage.made()).toEqual({ [path]: { text: NEW_KEY_ENV_FILE, mode: 0o600 } });
  });

  test('when the file is sourced by a shell, then the pair is in its variables', async ({
    stage,
    expect,
  }) => {
    await stage.run({ argv: toFile, to: await stage.serve(created) });
    const script = '. ./new.env && printf %s "$MONGODB_ATLAS_PUBLIC_API_KEY $MONGODB_ATLAS_PRIVATE_API_KEY"';
    const { stdout } = spawnSync('sh', ['-c', script], { cwd: stage.cwd, encoding: 'utf8' });
    expect(stdout).toBe(`${NEW_KEY.publicKey} ${NEW_PRIVATE_KEY}`);
  });

  test.for<readonly [string, (cwd: string) => void]>([
    ['a file', (cwd) => fs.writeFileSync(join(cwd, 'new.env'), 'older')],
    ['a folder', (cwd) => fs.mkdirSync(join(cwd, 'new.env'))],
    ['a link that leads nowhere', (cwd) => fs.symlinkSync('elsewhere', join(cwd, 'new.env'))],
    ['a pipe', (cwd) => spawnSync('mkfifo', [join(cwd, 'new.env')])],
  ])('when there is already %s of that name, then no request is sent', async ([, put], { stage, expect }) => {
    put(stage.cwd);
    const before = fs.readdirSync(stage.cwd, { withFileTypes: true });
    const { status, stderr } = await stage.run({
      argv: toFile,
      to: await stage.serve(created, { requests: 0 }),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: cannot create the file new\.env: it already exists/);
    expect(fs.readdirSync(stage.cwd, { withFileTypes: true })).toEqual(before);
  });

  test.for(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/fd/1', '/proc/self/fd/1', '/dev/tty', '/'])(
    'when the file is %s, then no request is sent',
    async (path, { stage, expect }) => {
      const { status, stdout, stderr } = await stage.run({
        argv: [...CREATE, '--envFile', path],
        to: await stage.serve(created, { requests: 0 }),
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: cannot create the file \S+: (it already exists|it is a folder)/);
    },
  );

  test.for<readonly [string, typeof created, 1 | 3, RegExp]>([
    ['the service refuses', REFUSED, 1, /^Error: .*Error code: "BAD"/],
    [
      'the connection is lost',
      drop,
      3,
      /may have been created\. Nothing was written to file new\.env\. .* --orgId \w+\n$/,
    ],
  ])('when %s, then no file is left', async ([, behave, expected, said], { stage, expect }) => {
    const { status, stderr } = await stage.run({ argv: toFile, to: await stage.serve(behave) });
    expect(status).toBe(expected);
    expect(stderr).toMatch(said);
    expect(stage.made()).toEqual({});
  });

  test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'when %s comes while the outcome is unknown, then no file is left',
    async (name, { stage, expect }) => {
      const server = await stage.serve(hang);
      const run = stage.start({ argv: toFile, to: server });
      await server.received(2);
      run.signal(name);
      const { status, stderr } = await run.exited;
      expect(status).toBeGreaterThan(128);
      expect(stderr).toContain('may have been');
      expect(stage.made()).toEqual({});
    },
  );

  test('when standard output is full, then the file has the key and standard error names it', async ({
    stage,
    expect,
  }) => {
    const to = await stage.serve(created);
    const { status, stderr } = await stage.run({ argv: toFile, to, stdout: 'full' });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^Error: cannot write .*ENOSPC.*\nThe new API key is in file new\.env\.\n$/);
    expect(stage.read(join(stage.cwd, 'new.env'))).toBe(NEW_KEY_ENV_FILE);
  });

  test('when the disk is full, then the response is recovered', async ({ stage, expect }) => {
    // A limit on the size of files simulates a full disk, also without root.
    const to = await stage.serve(created);
    const [file = '', ...args] = stage.command;
    const shell = ['-c', 'ulimit -f 0; trap "" XFSZ; exec "$@"', 'sh', file, ...args, ...toFile];
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: stage.home,
      ...NO_KEYRING,
      MONGODB_ATLAS_PUBLIC_API_KEY: PUBLIC_KEY,
      MONGODB_ATLAS_PRIVATE_API_KEY: PRIVATE_KEY,
      MONGODB_ATLAS_OPS_MANAGER_URL: to.url,
    };
    const child = spawn('sh', shell, { cwd: stage.cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    const [stderr, [status]] = await Promise.all([textOf(child.stderr), once(child, 'exit')]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^\{.*\nError: cannot write the file new\.env: /);
    expect(stderr).toContain(NEW_PRIVATE_KEY);
    expect(stage.made()).toEqual({});
  });

  test('when --saveProfile is set, then the profile is private and can be used', async ({
    stage,
    expect,
  }) => {
    const atlas = await startSandbox();
    try {
      const created = await stage.run({ argv: toProfile, env: { ...atlas.env } });
      expect(created.status, created.stderr).toBe(0);
      const { text = '', mode } = stage.made()['.config/atlascli/config.toml'] ?? {};
      expect(mode).toBe(0o600);
      const [, privateKey = ''] = /^private_api_key = '(.+)'$/m.exec(text) ?? [];
      expect(created.stdout).not.toContain(privateKey);
      const nothing = Object.fromEntries(Object.keys(atlas.env).map((name) => [name, undefined]));
      const used = await stage.run({ argv: ['organizations', 'list', '-P', 'ci'], env: nothing });
      expect(used).toMatchObject({ status: 0, stderr: '' });
      expect(used.stdout).toContain('Sandbox');
    } finally {
      await atlas.close();
    }
  });

  test('when the configuration file is broken, then no request is sent and it stays as it is', async ({
    stage,
    expect,
  }) => {
    const path = join(stage.configFolder, 'config.toml');
    stage.put(path, '[default\n');
    const { status, stderr } = await stage.run({
      argv: toProfile,
      to: await stage.serve(created, { requests: 0 }),
    });
    expect(status).toBe(1);
    expect(stderr).toContain('config.toml, line 1: ');
    expect(stage.read(path)).toBe('[default\n');
  });

  test('when it is a dry run, then the real host is named and nothing is sent', async ({ stage, expect }) => {
    const { status, stdout, stderr } = await stage.run({ argv: [...CREATE, '--dryRun'] });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^POST https:\/\/cloud\.mongodb\.com\/api\/atlas\/v2\/orgs\//);
    expect(stdout).toMatch(/\nNothing was sent\.\n$/);
    expect(stage.made()).toEqual({});
  });
});

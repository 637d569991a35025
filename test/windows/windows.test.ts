/**
 * The executable for Windows. Under Wine, not judged: rights of files, real consoles and what is asked there, antivirus
 * programs.
 */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { version } from '../../src/base/version.ts';
import { KEYS, ORG_ID } from '../support/fixtures.ts';
import { IS_WINDOWS, isReady, stopWine, WindowsMachine, wineVersion } from '../support/program/windows.ts';

if (!isReady) console.error('\n\n*** NOT TESTED: the executable for Windows: npm run test:windows ***\n\n');

const CREATE = ['organizations', 'apiKeys', 'create', '--desc', 'a key', '--role', 'ORG_MEMBER'];

describe.runIf(isReady)('on Windows', () => {
  let atlas: Sandbox;
  let machine: WindowsMachine;
  beforeAll(async () => {
    atlas = await startSandbox();
  });
  afterAll(async () => {
    await atlas.close();
    stopWine();
  });
  beforeEach(() => {
    machine = new WindowsMachine();
  });
  afterEach(() => machine.dispose());

  /** Runs a command that asks the sandbox, without a configuration. */
  const ask = (args: readonly string[], options: Parameters<WindowsMachine['atlas']>[1] = {}) =>
    machine.atlas(args, { ...options, env: { ...atlas.env, ...options.env } });
  const configFile = () => join(machine.configFolder, 'config.toml');
  const newest = () => [...atlas.state.keys.values()].at(-1);
  const keyCount = () => atlas.state.keys.size;

  test('when --version is given, then it is printed', async () => {
    expect(await machine.atlas(['--version'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(`^atlas version ${version.replaceAll('.', '\\.')} \\(bun `),
      stderr: '',
    });
  });

  test.runIf(!IS_WINDOWS)('when --help is given, then the help is that of the other systems', async () => {
    const help = execFileSync(join(import.meta.dirname, '../../dist/atlas'), [
      ...CREATE.slice(0, 3),
      '--help',
    ]);
    expect(await machine.atlas([...CREATE.slice(0, 3), '--help'])).toEqual({
      status: 0,
      stdout: help.toString(),
      stderr: '',
    });
  });

  describe('create', () => {
    test('when it succeeds, then text says the key', async () => {
      const { status, stdout, stderr } = await ask(CREATE);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const key = newest();
      expect(stdout).toBe(
        `API Key '${key?.id}' created.\nPublic API Key ${key?.publicKey}\nPrivate API Key ${key?.privateKey}\n`,
      );
    });

    test.each([
      ['json', '{\n  "desc": "a key",'],
      ['json-path=$.desc', '"a key"\n'],
      ['go-template={{.Desc}}', 'a key'],
      ['go-template-file=key.tmpl', 'a key of a file'],
    ])('when the output is %s, then it begins as everywhere', async (format, start) => {
      machine.put(join(machine.cwd, 'key.tmpl'), '{{.Desc}} of a file');
      const { status, stdout, stderr } = await ask([...CREATE, '-o', format]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.startsWith(start)).toBe(true);
    });

    test('when the description is not ASCII, then Atlas gets it as it is', async () => {
      await ask([...CREATE.slice(0, 4), 'Schlüssel für 東京 🔑', ...CREATE.slice(5)]);
      expect(newest()?.desc).toBe('Schlüssel für 東京 🔑');
    });

    test('when the path of a template file leads through a file, then the error says so, and nothing is created', async () => {
      machine.put(join(machine.cwd, 'file'), '');
      const before = keyCount();
      const { status, stderr } = await ask([...CREATE, '-o', 'go-template-file=file\\key.tmpl']);
      expect({ status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('not a directory'),
      });
      expect(keyCount()).toBe(before);
    });

    test('when the reader has exited, then the key is saved, and the error names the file', async () => {
      const { status, stderr } = await ask(CREATE, { stdout: 'broken' });
      expect(status).toBe(3);
      const [saved = ''] = fs.readdirSync(machine.configFolder);
      expect(stderr).toContain(saved);
      expect(machine.read(join(machine.configFolder, saved))).toContain(newest()?.privateKey);
    });

    test('when somebody has made a file \\proc\\self\\fd\\1, then the key does not go into it', async () => {
      const trap = machine.onDrive('proc/self/fd/1');
      machine.put(trap, '');
      try {
        const { status, stdout } = await ask(CREATE);
        expect({ status, stdout }).toMatchObject({
          status: 0,
          stdout: expect.stringContaining(newest()?.privateKey ?? 'a key'),
        });
        expect(machine.read(trap)).toBe('');
      } finally {
        fs.rmSync(machine.onDrive('proc'), { recursive: true });
      }
    });

    test('when a shell redirects the output to NUL, then the key is created', async () => {
      const before = keyCount();
      const line = `@ATLAS ${CREATE.join(' ').replace('a key', '"a key"')} > NUL`;
      expect(await machine.batch([line], atlas.env)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(keyCount()).toBe(before + 1);
    });

    test('when Atlas refuses, then its error and the status are those of the other systems', async () => {
      const { status, stdout, stderr } = await ask([...CREATE.slice(0, -1), 'ORG_KING']);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: .*ORG_KING/);
    });
  });

  describe('a place for the key', () => {
    test('when it is a new file, then the file has the pair, and the output does not have the private key', async () => {
      const { status, stdout } = await ask([...CREATE, '--envFile', 'key.env', '-o', 'json']);
      const key = newest();
      expect({ status, shown: stdout.includes(key?.privateKey ?? '') }).toEqual({ status: 0, shown: false });
      expect(machine.read(join(machine.cwd, 'key.env'))).toBe(
        `MONGODB_ATLAS_PUBLIC_API_KEY=${key?.publicKey}\nMONGODB_ATLAS_PRIVATE_API_KEY=${key?.privateKey}\n`,
      );
    });

    test.each(['NUL', 'nul.env', 'CON', 'a?b', 'LPT1.txt'])(
      'when it is called %s, then it is refused before the request',
      async (name) => {
        const before = keyCount();
        const { status, stderr } = await ask([...CREATE, '--envFile', name]);
        expect(status).toBe(1);
        expect(stderr).toContain(`cannot create the file ${name}: `);
        expect(stderr).not.toContain('folder does not exist');
        expect(keyCount()).toBe(before);
      },
    );

    test('when it is a file that exists, then that stays', async () => {
      machine.put(join(machine.cwd, 'key.env'), 'mine');
      const { status, stderr } = await ask([...CREATE, '--envFile', 'key.env']);
      expect({ status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('not overwritten'),
      });
      expect(machine.read(join(machine.cwd, 'key.env'))).toBe('mine');
    });

    test('when it is a new profile, then the next run can use it', async () => {
      expect((await ask([...CREATE, '--saveProfile', 'new'])).status).toBe(0);
      const key = newest();
      expect(machine.read(configFile())).not.toContain(key?.privateKey);
      const { MONGODB_ATLAS_OPS_MANAGER_URL = '' } = atlas.env;
      const list = ['organizations', 'apiKeys', 'list', '-P', 'new'];
      expect(await machine.atlas(list, { env: { MONGODB_ATLAS_OPS_MANAGER_URL } })).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(key?.publicKey ?? '?'),
      });
      expect((await machine.atlas(['config', 'delete', 'new', '--force'])).status).toBe(0);
    });
  });

  describe('the configuration', () => {
    test('when it has comments and CRLF line ends, then an edit leaves the rest unchanged', async () => {
      machine.put(configFile(), '# mine\r\n[default]\r\n\torg_id = "old" # here\r\nother = 1\r\n');
      expect(await machine.atlas(['config', 'set', 'org_id', ORG_ID])).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(machine.read(configFile())).toBe(
        `# mine\r\n[default]\r\n\torg_id = "${ORG_ID}" # here\r\nother = 1\r\n`,
      );
    });

    test('when twelve runs edit it at once, then no edit is lost', async () => {
      const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
      const exits = await Promise.all(
        names.map((name) => machine.atlas(['config', 'set', 'org_id', ORG_ID, '-P', name])),
      );
      expect(exits.map(({ status, stderr }) => ({ status, stderr }))).toEqual(
        names.map(() => ({ status: 0, stderr: '' })),
      );
      for (const name of names) expect(machine.read(configFile())).toContain(`[${name}]\n`);
      expect(fs.readdirSync(machine.configFolder)).toEqual(['config.toml']);
    });

    test('when a secret comes from standard input, then it is saved, and not shown', async () => {
      const { MONGODB_ATLAS_PRIVATE_API_KEY: secret } = KEYS;
      machine.put(join(machine.cwd, 'secret.txt'), `${secret}\r\n`);
      const exit = await machine.batch(['@type secret.txt | ATLAS config set private_api_key -']);
      expect(exit).toMatchObject({ status: 0, stderr: '' });
      expect(exit.stdout).not.toContain(secret);
      expect((await machine.atlas(['config', 'delete', 'default', '--force'])).status).toBe(0);
    });

    test('when a profile is new, then its secrets are in the Credential Manager, and follow its name', async () => {
      const { MONGODB_ATLAS_PUBLIC_API_KEY: owner, MONGODB_ATLAS_PRIVATE_API_KEY: secret } = KEYS;
      const config = (...words: string[]) => machine.atlas(['config', ...words]);
      expect((await config('set', 'public_api_key', owner, '-P', 'old')).status).toBe(0);
      expect((await config('set', 'private_api_key', secret, '-P', 'old')).status).toBe(0);
      expect(machine.read(configFile())).toBe("version = 2\n\n[old]\nauth_type = 'api_keys'\n");
      expect((await config('rename', 'old', 'new')).status).toBe(0);
      const { stdout } = await config('describe', 'new', '-o', 'json');
      expect(JSON.parse(stdout)).toEqual({
        auth_type: 'api_keys',
        private_api_key: '[redacted - source: secure storage]',
        public_api_key: '[redacted - source: secure storage]',
      });
      const whoami = ['auth', 'whoami', '-P', 'new'];
      expect((await machine.atlas(whoami)).stdout).toBe(`Logged in as ${owner} key\n`);
      expect((await config('delete', 'new', '--force')).status).toBe(0);
      machine.put(configFile(), 'version = 2\n[new]\n[old]\n');
      for (const name of ['new', 'old'])
        expect((await machine.atlas(['auth', 'whoami', '-P', name])).status).toBe(1);
    });

    test('when an editor has changed it, then the new text is saved', async () => {
      machine.put(configFile(), '[default]\norg_id = "old"\n');
      machine.put(join(machine.cwd, 'with blank', 'editor.cmd'), '@echo [edited]> %1\r\n');
      const editor = `cmd /c "${machine.windowsCwd}\\with blank\\editor.cmd"`;
      const { status, stderr } = await machine.atlas(['config', 'edit'], { env: { EDITOR: editor } });
      expect(status).toBe(0);
      // Wine 8 cannot remove a folder with what is in it: then it must be said where the copy is.
      if ((wineVersion() ?? 10) < 10) expect(stderr).toMatch(/cannot remove the copy .* in C:\\/);
      else expect(stderr).toBe('The configuration was changed.\n');
      expect(machine.read(configFile())).toMatch(/^\[edited\]/);
    });

    test('when an editor fails, then its status is said, and nothing is changed', async () => {
      machine.put(configFile(), '[default]\n');
      machine.put(join(machine.cwd, 'editor.cmd'), '@exit 7\r\n');
      const { status, stderr } = await machine.atlas(['config', 'edit'], {
        env: { EDITOR: `${machine.windowsCwd}\\editor.cmd` },
      });
      expect(status).toBe(1);
      expect(stderr).toContain('ended with status 7');
      expect(machine.read(configFile())).toBe('[default]\n');
    });
  });

  test('when a service account is used twice, then the second run uses the cached token', async () => {
    const { MONGODB_ATLAS_OPS_MANAGER_URL = '', MONGODB_ATLAS_ORG_ID = '' } = atlas.env;
    const env = { MONGODB_ATLAS_OPS_MANAGER_URL, MONGODB_ATLAS_ORG_ID, ...atlas.serviceAccount };
    const from = atlas.requests.length;
    for (const _ of [1, 2])
      expect(await machine.atlas(['organizations', 'apiKeys', 'list', '-o', 'json'], { env })).toMatchObject({
        status: 0,
        stderr: '',
      });
    expect(atlas.requests.slice(from).filter((request) => request.includes('oauth'))).toHaveLength(1);
  });

  test('when a key is created, used and deleted, then each step succeeds', async () => {
    const id = JSON.parse((await ask([...CREATE, '-o', 'json'])).stdout).id;
    const steps = [
      ['organizations', 'apiKeys', 'accessLists', 'create', '--apiKey', id, '--cidr', '192.0.2.0/24'],
      ['projects', 'apiKeys', 'assign', id, '--role', 'GROUP_READ_ONLY'],
      ['organizations', 'apiKeys', 'describe', id, '-o', 'json'],
      ['organizations', 'apiKeys', 'delete', id, '--force'],
    ];
    for (const step of steps) expect(await ask(step)).toMatchObject({ status: 0, stderr: '' });
    expect(atlas.state.keys.has(id)).toBe(false);
  });
});

/** `--saveProfile`: the key pair becomes a profile, and the private key is not shown. */
import { describe, expect, test } from 'vitest';
import { CONFIG, NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import {
  type FakeOptions,
  type FakeSystem,
  fakeSystem,
  systemError,
} from '../support/inProcess/fakeSystem.ts';
import { type CommandRun, run, runOn } from '../support/inProcess/runCommand.ts';
import { COMPLETE, create, withKeys } from '../support/inProcess/runCreate.ts';
import { challenge, jsonResponse } from '../support/inProcess/scriptedResponses.ts';

const save = (options: FakeOptions = {}, name = 'ci'): Promise<CommandRun> =>
  create(options, ['--saveProfile', name]);
const configOf = ({ system }: CommandRun) => system.disk.get(CONFIG)?.text;

const PROFILE = `[ci]
public_api_key = '${NEW_KEY.publicKey}'
private_api_key = '${NEW_KEY.privateKey}'
org_id = '${ORG_ID}'
`;

test('when there is no file, then it is created with the profile, and the output is redacted', async () => {
  const done = await save();
  expect([done.status, done.stderr]).toEqual([0, '']);
  expect(done.system.disk.get(CONFIG)).toMatchObject({ text: PROFILE, mode: 0o600 });
  expect(done.stdout).toContain('Private API Key redacted\n');
  expect(done.stdout).not.toContain(NEW_KEY.privateKey);
});

test('when there is a file, then the profile is added to it', async () => {
  const before = '# mine\n[default]\norg_id = "x" # theirs\n';
  // In the quotes of the file.
  const profile = PROFILE.replaceAll("'", '"');
  expect(configOf(await save({ files: { [CONFIG]: before } }))).toBe(`${before}\n${profile}`);
});

test('when the run used another host, then the profile names it', async () => {
  const url = 'https://cloud.example.com/';
  const done = await save({ env: { MONGODB_ATLAS_OPS_MANAGER_URL: url } });
  expect(configOf(done)).toContain(`ops_manager_url = '${url}'\n`);
});

test('when the profile is used, then its key and its organization are used', async () => {
  const { system } = await save();
  const files = Object.fromEntries(system.disk);
  const list = ['organizations', 'apiKeys', 'list', '-P', 'CI'];
  const used = await run(list, {
    env: { HOME: '/home/ada' },
    files,
    responses: [challenge, jsonResponse({})],
  });
  expect(used.status).toBe(0);
  expect(used.system.requests[1]?.url).toContain(`/orgs/${ORG_ID}/apiKeys`);
  expect(used.system.requests[1]?.headers['authorization']).toContain(`username="${NEW_KEY.publicKey}"`);
});

describe('nothing is sent', () => {
  const refused = async (options: FakeOptions, name?: string): Promise<string> => {
    const { status, stdout, stderr, system } = await save({ ...options, responses: [] }, name);
    expect([status, stdout, system.requests]).toEqual([1, '', []]);
    return stderr;
  };

  test.each(['', 'a b', '[x]', 'é', '"'])('when the name is "%s", then it is refused', async (name) => {
    expect(await refused({}, name)).toMatch(/is not a valid profile name\nUse letters, digits, - and _\./);
  });

  test('when the profile exists, then it is not overwritten', async () => {
    expect(await refused({ files: { [CONFIG]: '[CI]\norg_id = "x"\n' } })).toBe(
      `Error: profile "ci" already exists in ${CONFIG} and is not overwritten\nChoose another name, or delete it with "atlas config delete ci". Nothing was created.\n`,
    );
  });

  test('when the name is that of a property, then it is refused', async () => {
    expect(await refused({ files: { [CONFIG]: 'ci = true\n' } })).toContain("cannot be named 'ci'");
  });

  test('when the folder cannot be written, then a message says so', async () => {
    expect(await refused({ createFails: 'EROFS' })).toMatch(/read-only\nNothing was created\.\n$/);
  });

  test('when the configuration file is a link to a device, then it is refused', async () => {
    const system = fakeSystem(withKeys({ responses: [] }));
    system.files.checkRegular = () => {
      throw systemError('EFTYPE');
    };
    const words = ['organizations', 'apiKeys', 'create', ...COMPLETE, '--saveProfile', 'ci'];
    const { status, stderr } = await runOn(system, words);
    expect([status, stderr, system.requests, [...system.disk]]).toEqual([
      1,
      `Error: cannot write ${CONFIG}: it is not a regular file\nNothing was created.\n`,
      [],
      [],
    ]);
  });

  test('when the environment names no folder, then a message says so', async () => {
    expect(await refused({ env: { HOME: '' } })).toContain('no configuration folder');
  });
});

test('when another process has created the profile in the meantime, then the response is recovered', async () => {
  const other = '[ci]\norg_id = "other"\n';
  const system: FakeSystem = fakeSystem(
    withKeys({
      responses: [
        challenge,
        (url, request) => {
          system.disk.set(CONFIG, { text: other, mode: 0o600 });
          return jsonResponse(NEW_KEY)(url, request);
        },
      ],
    }),
  );
  const words = ['organizations', 'apiKeys', 'create', ...COMPLETE, '--saveProfile', 'ci'];
  const { status, stderr } = await runOn(system, words);
  expect([status, system.disk.get(CONFIG)?.text]).toEqual([3, other]);
  expect(stderr).toMatch(
    /^Error: profile "ci" already exists .*\nThe API key was created\. The response, including the private key, is in /,
  );
});

test('when the service refuses, then no file is made', async () => {
  const done = await save({ responses: [challenge, jsonResponse({ errorCode: 'BAD' }, 400)] });
  expect([done.status, done.system.saved.size]).toEqual([1, 0]);
});

test('when standard output fails, then the profile is named', async () => {
  const done = await save({ stdout: { write: () => Promise.reject(systemError('ENOSPC')) } });
  expect([done.status, done.stderr]).toEqual([
    3,
    `Error: cannot write to standard output: ENOSPC\nThe new API key is in profile "ci" of ${CONFIG}.\n`,
  ]);
});

test('when a file is requested as well, then both contain the key', async () => {
  const done = await create({}, ['--saveProfile', 'ci', '--envFile', '/tmp/ci.env']);
  expect(configOf(done)).toBe(PROFILE);
  expect(done.system.disk.get('/tmp/ci.env')?.text).toContain(NEW_KEY.privateKey);
});

test('when the file cannot be written after the profile, then the profile is named', async () => {
  const done = await create({ writeFails: 'ENOSPC' }, ['--saveProfile', 'ci', '--envFile', '/tmp/ci.env']);
  expect([done.status, done.stdout]).toEqual([3, '']);
  expect(done.stderr).toMatch(
    /^Error: cannot write the file \/tmp\/ci\.env: the disk is full\nThe new API key is in profile "ci"/,
  );
});

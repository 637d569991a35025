/** `organizations apiKeys rotate`, step by step. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { SANDBOX } from '../../sandbox/state.ts';
import { CONFIG, HOME } from '../support/fixtures.ts';
import { LIVE_TOKEN, profileWith } from '../support/inProcess/accounts.ts';
import { CutAtlas, type CutKind, OLD_ID } from '../support/inProcess/cutAtlas.ts';
import { fakeKeyring } from '../support/inProcess/fakeKeyring.ts';
import { type FakeOptions, type FakeSystem, fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { run, runOn } from '../support/inProcess/runCommand.ts';
import { type CutRun, fetchFrom, runCut, TOML } from '../support/inProcess/runCut.ts';
import { challenge } from '../support/inProcess/scriptedResponses.ts';

const rotate = (words: readonly string[], options: FakeOptions = {}, cut?: { at: number; kind: CutKind }) =>
  runCut({ name: '', words }, cut, undefined, options);

const successorOf = ({ atlas }: CutRun) => {
  const [key] = atlas.created;
  if (!key) throw new Error('no key was created');
  return key;
};

const FILE = '/tmp/new.env';
const DELETING = ['--envFile', FILE, '--deleteOld', '--force'];

/** The numbers of requests, with an ID: challenge, key, access list, project; creation; access list, roles; challenge, test. */
const PROJECT_LOOKUP = 4;
const ROLES = 7;
const TEST = 9;

test('when a key is rotated, then its successor has its description, roles, and access list', async () => {
  const done = await rotate([OLD_ID]);
  const { desc, roles, accessList, publicKey, privateKey, id } = successorOf(done);
  expect(desc).toBe('CI');
  expect(roles).toEqual([
    { orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' },
    { groupId: SANDBOX.projectId, roleName: 'GROUP_OWNER' },
    { groupId: SANDBOX.projectId, roleName: 'GROUP_READ_ONLY' },
  ]);
  expect(accessList.map(({ cidrBlock }) => cidrBlock)).toEqual(['127.0.0.1/32', '192.0.2.0/24']);
  expect(done.outcome).toMatchObject({
    status: 0,
    stdout: `API Key '${id}' created.\nPublic API Key ${publicKey}\nPrivate API Key ${privateKey}\n`,
    stderr: `API key ${OLD_ID} still works. When nothing uses it any longer, delete it with: atlas organizations apiKeys delete ${OLD_ID} --orgId ${SANDBOX.orgId}\n`,
  });
});

test('when the key is identified by its public key, then it is found', async () => {
  expect((await rotate(['oldkeyaa'])).outcome.status).toBe(0);
});

test('when a description and addresses are given, then the successor has them', async () => {
  const done = await rotate([OLD_ID, '--desc', 'new', '--accessListIp', '127.0.0.1,198.51.100.7']);
  const { desc, accessList } = successorOf(done);
  expect(desc).toBe('new');
  const blocks = accessList.map(({ cidrBlock }) => cidrBlock);
  expect(blocks).toEqual(['127.0.0.1/32', '192.0.2.0/24', '198.51.100.7/32']);
});

test('when the output is JSON, then it is the response to the creation', async () => {
  const done = await rotate([OLD_ID, '-o', 'json']);
  const { id, publicKey, privateKey } = successorOf(done);
  expect(JSON.parse(done.outcome.stdout)).toMatchObject({ id, publicKey, privateKey, desc: 'CI' });
});

test('when the caller’s own key is rotated in its profile, then the profile has the new pair and nothing else changes', async () => {
  const done = await rotate(['--updateProfile', '--deleteOld', '--force']);
  const { publicKey, privateKey } = successorOf(done);
  expect(done.outcome).toMatchObject({ status: 0, stderr: '' });
  expect(done.outcome.stdout).toContain('Private API Key redacted\n');
  expect(done.system.disk.get(CONFIG)?.text).toBe(
    `[default]\npublic_api_key = "${publicKey}"\nprivate_api_key = "${privateKey}"\norg_id = "${SANDBOX.orgId}"\n`,
  );
  expect(done.atlas.state.keyByPublicKey(SANDBOX.publicKey)).toBeUndefined();
});

describe('the profile has its secrets in the keyring', () => {
  const IN_KEYRING = `version = 2\n[default]\nauth_type = "api_keys"\norg_id = "${SANDBOX.orgId}"\n`;
  const OLD_ENTRIES = {
    'atlascli_default:public_api_key': SANDBOX.publicKey,
    'atlascli_default:private_api_key': SANDBOX.privateKey,
  };
  const words = ['--updateProfile', '--deleteOld', '--force'];

  test('when its key is rotated, then the keyring has the new pair', async () => {
    const keyring = fakeKeyring(OLD_ENTRIES);
    const done = await rotate(words, { files: { [CONFIG]: IN_KEYRING }, keyring });
    const { publicKey, privateKey } = successorOf(done);
    expect(done.outcome).toMatchObject({ status: 0, stderr: '' });
    expect(Object.fromEntries(keyring.entries)).toEqual({
      'atlascli_default:public_api_key': publicKey,
      'atlascli_default:private_api_key': privateKey,
    });
    // The private key first: if the program is killed in between, the public key can be found in the list of keys.
    expect(keyring.log.filter((line) => line.startsWith('write'))).toEqual([
      'write atlascli_default:private_api_key',
      'write atlascli_default:public_api_key',
    ]);
    expect(done.system.disk.get(CONFIG)?.text).toBe(IN_KEYRING);
  });

  test('when the keyring accepts only one key of the pair, then it has the old pair, and the old key stays', async () => {
    const keyring = { ...fakeKeyring(OLD_ENTRIES), writeFails: 'public_api_key' };
    const done = await rotate(words, { files: { [CONFIG]: IN_KEYRING }, keyring });
    expect([done.outcome.status, Object.fromEntries(keyring.entries)]).toEqual([3, OLD_ENTRIES]);
    expect(done.atlas.state.keyByPublicKey(SANDBOX.publicKey)).toBeDefined();
    expect(done.outcome.stderr).toContain('The response, including the private key, is in ');
  });
});

test.each([
  ['own', [], (done: CutRun) => successorOf(done).publicKey],
  ['another', [OLD_ID], () => SANDBOX.publicKey],
])('when %s key is deleted, then the right key asks for it', async (_, words, owner) => {
  const done = await rotate([...words, '--deleteOld', '--force']);
  const deletion = done.system.requests.findLast(({ method }) => method === 'DELETE');
  expect(deletion?.headers['authorization']).toContain(`username="${owner(done)}"`);
});

describe('refused before any request', () => {
  const service = {
    ...HOME,
    MONGODB_ATLAS_CLIENT_ID: SANDBOX.clientId,
    MONGODB_ATLAS_CLIENT_SECRET: SANDBOX.clientSecret,
    MONGODB_ATLAS_ORG_ID: SANDBOX.orgId,
  };
  const pair = {
    ...HOME,
    MONGODB_ATLAS_PUBLIC_API_KEY: SANDBOX.publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: SANDBOX.privateKey,
  };
  test.each<[string, string[], FakeOptions, string]>([
    [
      'a service account rotates itself',
      [],
      { env: service },
      'without an argument, rotate replaces the API key that the run uses, but this run uses a service account',
    ],
    [
      'a user account rotates itself',
      [],
      { files: { [CONFIG]: `${profileWith(LIVE_TOKEN)}org_id = "${SANDBOX.orgId}"\n` } },
      'without an argument, rotate replaces the API key that the run uses, but this run uses a user account',
    ],
    [
      'a profile is updated with an argument',
      [OLD_ID, '--updateProfile'],
      {},
      '--updateProfile cannot be combined with an argument: it replaces the API key that this run uses',
    ],
    [
      'a profile is updated and a file is written',
      ['--updateProfile', '--envFile', 'x'],
      {},
      '--updateProfile cannot be combined with --envFile: it replaces the API key that this run uses',
    ],
    [
      'a profile is updated and the key came from the environment',
      ['--updateProfile'],
      { env: pair },
      '--updateProfile: the API key of this run came from MONGODB_ATLAS_PUBLIC_API_KEY, not from a profile',
    ],
    [
      'nobody can be asked whether to delete',
      [OLD_ID, '--deleteOld'],
      {},
      'there is no terminal to ask for confirmation, so nothing was changed',
    ],
    ['the description is empty', [OLD_ID, '--desc', ''], {}, '--desc is empty'],
    ['the argument is an empty variable', [''], {}, 'the ID or public key of the API key is empty'],
    [
      'there are two arguments',
      ['a', 'b'],
      {},
      '"atlas organizations apiKeys rotate" accepts at most 1 argument, received 2',
    ],
  ])('when %s, then nothing is sent', async (_, words, options, problem) => {
    const { outcome, atlas } = await rotate(words, options);
    expect([outcome.status, atlas.count]).toEqual([1, 0]);
    expect(outcome.stderr.split('\n')[0]).toBe(`Error: ${problem}`);
  });

  test('when the profile cannot be written, then nothing is sent', async () => {
    const { outcome, atlas } = await rotate(['--updateProfile'], { createFails: 'EROFS' });
    expect([outcome.status, atlas.count]).toEqual([1, 0]);
    expect(outcome.stderr).toContain('Nothing was created.');
  });
});

describe('the confirmation', () => {
  const answering = (answer: 'yes' | 'no', questions: string[] = []): FakeOptions => ({
    terminal: true,
    async confirm(question) {
      questions.push(question);
      return answer;
    },
  });

  test('when the answer is no, then nothing is changed', async () => {
    const questions: string[] = [];
    const { outcome, atlas } = await rotate([OLD_ID, '--deleteOld'], answering('no', questions));
    expect(questions).toEqual([
      'Replace API key "CI" (oldkeyaa) with a new API key, and delete the old one?',
    ]);
    expect([outcome.status, outcome.stdout, atlas.created]).toEqual([0, 'API Key not rotated\n', []]);
  });

  test('when the answer is yes, then the old key is deleted', async () => {
    const { outcome, atlas } = await rotate([OLD_ID, '--deleteOld'], answering('yes'));
    expect([outcome.status, atlas.state.keys.has(OLD_ID)]).toEqual([0, false]);
  });
});

describe('a project refuses', () => {
  test('when it is not visible, then nothing is created', async () => {
    const { outcome, atlas } = await rotate([OLD_ID], {}, { at: PROJECT_LOOKUP, kind: 'refusal' });
    expect([outcome.status, atlas.created]).toEqual([1, []]);
    expect(outcome.stderr).toContain(
      `The API key has roles in project ${SANDBOX.projectId}. To rotate it without them, add --force. Nothing was changed.`,
    );
  });

  test('when it refuses the roles, then the run ends before the new key is delivered', async () => {
    const words = [OLD_ID, '--envFile', FILE];
    const done = await rotate(words, {}, { at: ROLES, kind: 'refusal' });
    expect([done.outcome.status, done.outcome.stdout, done.system.disk.has(FILE)]).toEqual([3, '', false]);
    expect(done.outcome.stderr).toContain(
      `Done: access list. Not done: roles in project ${SANDBOX.projectId}; test; storage of the new API key in file ${FILE}; output. To finish, in this order: atlas projects apiKeys assign ${successorOf(done).id} --role GROUP_OWNER --role GROUP_READ_ONLY --projectId ${SANDBOX.projectId}; put the new API key where it is used (file ${FILE}) — or, to undo: atlas organizations apiKeys delete ${successorOf(done).id}`,
    );
  });

  test('when --force is given, then the key is delivered without them, and the old key stays', async () => {
    const done = await rotate([OLD_ID, ...DELETING], {}, { at: ROLES, kind: 'refusal' });
    expect([done.outcome.status, done.atlas.state.keys.has(OLD_ID)]).toEqual([3, true]);
    expect(done.system.disk.get(FILE)?.text).toContain(successorOf(done).privateKey);
    expect(done.outcome.stderr).toContain(
      `Done: access list; test; storage of the new API key; output. Not done: roles in project ${SANDBOX.projectId}; deletion of API key ${OLD_ID}.`,
    );
  });
});

describe('the test of the new key', () => {
  test.each<CutKind>(['refusal', 'errorBefore', 'dropBefore'])(
    'when it ends by %s, then the key is only in a recovery file',
    async (kind) => {
      const { outcome, atlas, system } = await rotate([OLD_ID, ...DELETING], {}, { at: TEST, kind });
      expect([outcome.status, outcome.stdout]).toEqual([3, '']);
      expect([system.disk.has(FILE), atlas.state.keys.has(OLD_ID)]).toEqual([false, true]);
      expect(outcome.stderr).toContain('The response, including the private key, is in ');
    },
  );

  const ELSEWHERE = { name: '', isElsewhere: true } as const;

  test('when this machine is not on the access list, then there is a warning', async () => {
    const { outcome } = await runCut({ ...ELSEWHERE, words: [OLD_ID] });
    expect(outcome.status).toBe(0);
    expect(outcome.stderr).toContain('was not tested: its access list does not contain this machine');
  });

  test('when the old key is to be deleted then, then it is not', async () => {
    const { outcome, atlas } = await runCut({ ...ELSEWHERE, words: [OLD_ID, ...DELETING] });
    expect([outcome.status, atlas.state.keys.has(OLD_ID)]).toEqual([3, true]);
    expect(outcome.stderr).toMatch(/^Error: API key \w+ cannot be tested from here/);
    expect(outcome.stderr).toContain(` Not done: test; deletion of API key ${OLD_ID}.`);
  });

  test('when it is to be deleted untested, then it is', async () => {
    const words = [OLD_ID, ...DELETING, '--noTest'];
    const { outcome, atlas } = await runCut({ ...ELSEWHERE, words });
    expect([outcome.status, atlas.state.keys.has(OLD_ID)]).toEqual([0, false]);
  });
});

describe('while it waits', () => {
  afterEach(() => vi.useRealTimers());

  const rotateWith = (fetch: (atlas: CutAtlas) => FakeSystem['fetch'], terminal = false) => {
    const atlas = new CutAtlas({ name: '', words: [] }, [], () => {});
    const files = { [CONFIG]: TOML };
    const system = fakeSystem({ env: HOME, files, terminal, fetch: fetch(atlas) });
    return runOn(system, ['organizations', 'apiKeys', 'rotate', OLD_ID, '--deleteOld', '--force']);
  };

  test('when each response takes long, then the spinner names the step', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { system, status } = await rotateWith(
      (atlas) => async (url, request) => {
        await vi.advanceTimersByTimeAsync(600);
        return fetchFrom(atlas)(url, request);
      },
      true,
    );
    expect(status).toBe(0);
    expect(system.spinners.map(({ text }) => text)).toEqual([
      'Reading the API key',
      'Creating the new API key',
      'Filling the access list',
      `Assigning the roles in project ${SANDBOX.projectId}`,
      'Testing the new API key',
      'Deleting the old API key',
    ]);
    expect(system.spinners.every(({ stopped }) => stopped)).toBe(true);
  });

  test('when Atlas does not know the new key yet, then the test is repeated', async () => {
    let refusals = 0;
    const isTest = (url: string, authorization = '') =>
      url.endsWith('/api/atlas/v2') && authorization !== '' && !authorization.includes(SANDBOX.publicKey);
    const { system, status } = await rotateWith((atlas) => async (url, request) => {
      if (!isTest(url, request.headers['authorization']) || refusals >= 2)
        return fetchFrom(atlas)(url, request);
      refusals++;
      return challenge(url, request);
    });
    expect([status, refusals, system.slept]).toEqual([0, 2, [1000, 2000]]);
  });
});

describe('the commands that are said after a failure', () => {
  /** The commands behind a label, as words, with what a script adds. */
  const commandsIn = (stderr: string, label: RegExp): string[][] =>
    (label.exec(stderr)?.[1] ?? '')
      .split('; ')
      .filter((part) => part.startsWith('atlas '))
      .map((command) => {
        const words = command.split(' ').slice(1);
        return command.includes(' delete ') ? [...words, '--force'] : words;
      });
  const FINISH = /To finish(?:, in this order)?: (.*?)(?: — or, to undo|\n)/;
  const UNDO = /to undo: (.*)\n/i;

  test.each<[string, number, CutKind]>([
    ['the access list', ROLES - 1, 'dropBefore'],
    ['the roles', ROLES, 'errorBefore'],
    ['the test', TEST, 'dropBefore'],
  ])('when %s fails, then the commands undo the rotation', async (_, at, kind) => {
    const done = await rotate([OLD_ID, ...DELETING], {}, { at, kind });
    for (const words of commandsIn(done.outcome.stderr, UNDO))
      expect((await done.again(words)).status).toBe(0);
    expect([done.atlas.created, done.atlas.state.keys.has(OLD_ID)]).toEqual([[], true]);
  });

  test.each<[string, number, CutKind]>([
    ['the access list', ROLES - 1, 'dropBefore'],
    ['the access list, unseen,', ROLES - 1, 'dropAfter'],
    ['the roles', ROLES, 'errorBefore'],
    ['the roles, unseen,', ROLES, 'dropAfter'],
    ['the deletion', TEST + 1, 'dropBefore'],
  ])('when %s fails, then the commands finish the rotation', async (_, at, kind) => {
    const done = await rotate([OLD_ID, ...DELETING], {}, { at, kind });
    for (const words of commandsIn(done.outcome.stderr, FINISH)) {
      const { status, stderr } = await done.again(words);
      expect(status, stderr).toBe(0);
    }
    const { roles, accessList } = successorOf(done);
    expect([roles.length, accessList.length, done.atlas.state.keys.has(OLD_ID)]).toEqual([3, 2, false]);
  });
});

test('when --dryRun is set, then every request is shown and none is sent', async () => {
  const { outcome, atlas } = await rotate([OLD_ID, '--deleteOld', '--force', '--dryRun', '-o', 'json']);
  expect(atlas.count).toBe(0);
  const { requests } = JSON.parse(outcome.stdout) as {
    requests: { method: string; address: string; headers: { authorization: string } }[];
  };
  const base = 'https://cloud.mongodb.com/api/atlas/v2';
  const keys = `${base}/orgs/${SANDBOX.orgId}/apiKeys`;
  expect(requests.map(({ method, address }) => `${method} ${address.replace(/\?.*/, '')}`)).toEqual([
    `GET ${keys}/${OLD_ID}`,
    `GET ${keys}/${OLD_ID}/accessList`,
    `GET ${base}/groups/{projectId}`,
    `POST ${keys}`,
    `POST ${keys}/{newID}/accessList`,
    `POST ${base}/groups/{projectId}/apiKeys/{newID}`,
    `GET ${base}`,
    `DELETE ${keys}/${OLD_ID}`,
  ]);
  expect(requests[6]?.headers.authorization).toBe('Digest, public key {newPublicKey}, private key redacted');
});

test('when help is asked for, then the argument is optional', async () => {
  const { stdout } = await run(['organizations', 'apiKeys', 'rotate', '--help']);
  expect(stdout).toContain('atlas organizations apiKeys rotate [ID] [flags]');
});

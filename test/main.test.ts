import fc from 'fast-check';
import { expect, test } from 'vitest';
import { version } from '../src/base/version.ts';
import { NEW_KEY_TEXT, ORG_ID } from './support/fixtures.ts';
import { systemError } from './support/inProcess/fakeSystem.ts';
import { run } from './support/inProcess/runCommand.ts';
import { COMPLETE, CREATED, create, withKeys } from './support/inProcess/runCreate.ts';
import { jsonResponse } from './support/inProcess/scriptedResponses.ts';

test('when everything is given, then the new key is printed and nothing else', async () => {
  const { status, stdout, stderr } = await create();
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: NEW_KEY_TEXT, stderr: '' });
});

test('when a key is created, then description and roles are sent as they were given', async () => {
  const { system } = await create({}, ['--desc', ' é "x" ', '--role', 'GROUP_ANY,nonsense']);
  expect(JSON.parse(system.requests[1]?.body ?? '')).toEqual({
    desc: ' é "x" ',
    roles: ['ORG_OWNER', 'GROUP_ANY', 'nonsense'],
  });
});

test('when a key is created, then both requests go to the organization, with the media type of the API', async () => {
  const { system } = await create();
  const shape = system.requests.map(({ method, url, headers }) => ({
    method,
    url,
    accept: headers['accept'],
    type: headers['content-type'],
  }));
  const one = {
    method: 'POST',
    url: `https://cloud.mongodb.com/api/atlas/v2/orgs/${ORG_ID}/apiKeys`,
    accept: 'application/vnd.atlas.2023-01-01+json',
    type: 'application/vnd.atlas.2023-01-01+json',
  };
  expect(shape).toEqual([one, one]);
});

test.each([
  ['organizations', 'apiKeys'],
  ['organization', 'apikeys'],
  ['orgs', 'api-keys'],
  ['org', 'apiKey'],
  ['org', 'apikey'],
  ['org', 'api-key'],
])('when the words are %s %s, then they mean the same command', async (...words) => {
  const { status, stdout } = await run([...words, 'create', ...COMPLETE], withKeys());
  expect({ status, stdout }).toEqual({ status: 0, stdout: NEW_KEY_TEXT });
});

test.each(['--version', '-v'])(
  'when %s is given, then name, version and runtime are printed',
  async (flag) => {
    expect(await run([flag])).toMatchObject({
      status: 0,
      stdout: `atlas version ${version} (test)\n`,
      stderr: '',
    });
  },
);

test('when there are no arguments, then the help screen of the program is printed', async () => {
  const { status, stdout } = await run([]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Create and manage MongoDB Atlas API keys[\s\S]*\nUsage:\n {2}atlas \[command\]\n/);
});

test('when the command line is invalid, then one error line says so and the status is 1', async () => {
  expect(await run(['orgs', 'apiKeys', 'create', '--nope'])).toMatchObject({
    status: 1,
    stdout: '',
    stderr: 'Error: unknown flag: --nope\n',
  });
});

test('when an error has a hint, then it is on a line of its own', async () => {
  const { stderr } = await run(['orgs', 'apiKeys', 'create', ...COMPLETE], { env: { HOME: '/home/ada' } });
  expect(stderr).toBe(
    'Error: this action requires authentication\nRun "atlas config init", or set MONGODB_ATLAS_PUBLIC_API_KEY and MONGODB_ATLAS_PRIVATE_API_KEY.\n',
  );
});

test('when the reader of a help screen has exited, then the status is that of SIGPIPE and there is no message', async () => {
  const stdout = { write: () => Promise.reject(systemError('EPIPE')) };
  expect(await run(['--help'], { stdout })).toMatchObject({ status: 141, stderr: '' });
});

test('when a help screen cannot be written, then the error says why and the status is 1', async () => {
  const stdout = { write: () => Promise.reject(systemError('ENOSPC')) };
  expect(await run(['--help'], { stdout })).toMatchObject({ status: 1, stderr: 'Error: ENOSPC\n' });
});

test('when standard error cannot be written either, then the status is still right', async () => {
  const stderr = { write: () => Promise.reject(systemError('EPIPE')) };
  expect(await run(['--nope'], { stderr })).toMatchObject({ status: 1 });
});

test('when a refusal contains control characters, then they are escaped', async () => {
  const { stderr } = await create({
    responses: [jsonResponse({ errorCode: 'X', detail: 'red \u001b[31m\r\nline two' }, 400)],
  });
  expect(stderr).toContain('Detail: red \\x1b[31m\\x0d\\nline two Reason:');
  expect(stderr.split('\n')).toHaveLength(2);
});

test('when a hint quotes a response, then control characters are escaped there too', async () => {
  const refusal = jsonResponse(
    { errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST', parameters: ['\u001b[2J'] },
    403,
  );
  expect((await create({ responses: [refusal] })).stderr).toContain('\nYour address \\x1b[2J is not on');
});

test('when the user’s own text is wrong, then the place is shown between the error and the hint', async () => {
  const { stderr } = await create({ responses: [] }, ['-o', 'json-path=$.roles[?(@.a==]\u001b']);
  const [error, path, mark] = stderr.split('\n');
  expect(error).toMatch(/^Error: /);
  expect([path, mark]).toEqual(['  $.roles[?(@.a==]\\x1b', '                 ^']);
});

test('when a run succeeds, then it no longer listens for signals', async () => {
  const { system } = await create({ responses: CREATED });
  expect(system.listens()).toBe(false);
});

test('when the command line is anything, then the status is 0 or 1, something is printed, and nothing is sent', async () => {
  const word = fc.oneof(
    fc.constantFrom(
      'orgs',
      'apiKeys',
      'create',
      'help',
      '-h',
      '--help=false',
      '--',
      '-',
      '',
      '-o',
      '-ojson',
      '--role',
    ),
    fc.constantFrom(
      '--role=a"',
      '--desc',
      '--desc=x',
      '--orgId',
      ORG_ID,
      '-P',
      '--version',
      '-v',
      '--=',
      '---x',
      '-é',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 8 }), async (words) => {
      const { status, stdout, stderr, system } = await run(words);
      expect([0, 1]).toContain(status);
      expect(status === 0 ? stdout : stderr).toMatch(status === 0 ? /\n$/ : /^Error: /);
      expect(system.requests).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** Which of several errors is reported, and that all of them are found before a request. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, KEYS, ORG_ID } from '../support/fixtures.ts';
import type { CommandRun } from '../support/inProcess/runCommand.ts';
import { createWith, withKeys } from '../support/inProcess/runCreate.ts';

const noRequests = { responses: [] };

async function refused(flags: string[], options = withKeys(noRequests)): Promise<string> {
  const run: CommandRun = await createWith(flags, options);
  expect([run.status, run.stdout, run.system.requests.length]).toEqual([1, '', 0]);
  return run.stderr;
}

const ROLE = ['--role', 'ORG_OWNER'];
const DESC = ['--desc', 'd'];

describe('one problem', () => {
  test.each([
    ['no description', [...ROLE, '--orgId', ORG_ID], 'Error: required flag(s) "desc" not set\n'],
    ['no role', [...DESC, '--orgId', ORG_ID], 'Error: required flag(s) "role" not set\n'],
    ['neither', ['--orgId', ORG_ID], 'Error: required flag(s) "desc", "role" not set\n'],
    ['no organisation', [...ROLE, ...DESC], 'Error: required flag(s) "orgId" not set\n'],
    ['an empty organisation', [...ROLE, ...DESC, '--orgId='], 'Error: required flag(s) "orgId" not set\n'],
    [
      'an ID that is too short',
      [...ROLE, ...DESC, '--orgId', 'abc'],
      "Error: the provided value 'abc' is not a valid ID\n",
    ],
    [
      'an ID that is too long',
      [...ROLE, ...DESC, '--orgId', `${ORG_ID}0`],
      `Error: the provided value '${ORG_ID}0' is not a valid ID\n`,
    ],
    [
      'an ID with a letter too far',
      [...ROLE, ...DESC, '--orgId', `${ORG_ID.slice(1)}g`],
      `Error: the provided value '${ORG_ID.slice(1)}g' is not a valid ID\n`,
    ],
    [
      'an ID with a line end',
      [...ROLE, ...DESC, '--orgId', `${ORG_ID}\n`],
      `Error: the provided value '${ORG_ID}\\n' is not a valid ID\n`,
    ],
    [
      'an ID that leaves its place',
      [...ROLE, ...DESC, '--orgId', '../../orgs'],
      "Error: the provided value '../../orgs' is not a valid ID\n",
    ],
  ])('when there is %s, then a message says so', async (_, flags, expected) => {
    expect(await refused(flags)).toBe(expected);
  });

  test('when an ID is in capitals, then it is one, and sent as given', async () => {
    const run = await createWith([...ROLE, ...DESC, '--orgId', ORG_ID.toUpperCase()], withKeys());
    expect(run.status).toBe(0);
    expect(run.system.requests[0]?.url).toContain(ORG_ID.toUpperCase());
  });

  test('when description and role are empty, then they are sent to Atlas', async () => {
    const run = await createWith(['--desc=', '--role=', '--orgId', ORG_ID], withKeys());
    expect(run.status).toBe(0);
    expect(JSON.parse(run.system.requests[0]?.body ?? '')).toEqual({ desc: '', roles: [] });
  });
});

describe('several problems', () => {
  const closed = { isClosed: async () => true };
  const badUrl = { MONGODB_ATLAS_OPS_MANAGER_URL: '::nonsense::' };
  const broken = { [CONFIG]: '[' };
  /** Each step mends the first problem of the step before it. */
  const steps: [string, string[], Parameters<typeof createWith>[1], RegExp][] = [
    [
      'the flags',
      ['--nope', 'extra'],
      { env: { ...HOME, ...badUrl }, files: broken },
      /^Error: unknown flag: --nope\n$/,
    ],
    [
      'the arguments',
      ['extra'],
      { env: { ...HOME, ...badUrl }, files: broken },
      /^Error: "atlas organizations apiKeys create" accepts no arguments\n\nUsage: {2}atlas organizations apiKeys create \[flags\]\n$/,
    ],
    ['the file', [], { env: { ...HOME, ...badUrl }, files: broken }, /^Error: cannot read /],
    ['the credentials', [], { env: { ...HOME, ...badUrl } }, /^Error: this action requires authentication\n/],
    [
      'the missing organisation',
      [],
      { env: { ...HOME, ...KEYS, ...badUrl } },
      /^Error: required flag\(s\) "orgId" not set\n$/,
    ],
    [
      'the wrong organisation',
      ['--orgId', 'x'],
      { env: { ...HOME, ...KEYS, ...badUrl } },
      /^Error: the provided value 'x' is not a valid ID\n$/,
    ],
    [
      'the address',
      ['--orgId', ORG_ID],
      { env: { ...HOME, ...KEYS, ...badUrl } },
      /^Error: parse "::nonsense::": missing protocol scheme\n$/,
    ],
    [
      'the required flags',
      ['--orgId', ORG_ID, '-o', 'yaml'],
      { env: { ...HOME, ...KEYS }, stdout: closed },
      /^Error: required flag\(s\) "desc", "role" not set\n$/,
    ],
    [
      'the closed output',
      [...ROLE, ...DESC, '--orgId', ORG_ID],
      { env: { ...HOME, ...KEYS }, stdout: closed },
      /^Error: standard output is closed\nThe private key would be lost, so nothing was created\.\n$/,
    ],
  ];

  test.each(steps)(
    'when %s are checked first, then the error is about them',
    async (_, flags, options, expected) => {
      expect(await refused(flags, { ...noRequests, ...options })).toMatch(expected);
    },
  );
});

test('when the template of -o json-path is wrong, then nothing is sent', async () => {
  expect(await refused([...ROLE, ...DESC, '--orgId', ORG_ID, '-o', 'json-path=$.['])).toMatch(/^Error: /);
});

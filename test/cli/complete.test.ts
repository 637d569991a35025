/** The output of `__complete`. Any request fails the run, because completion must not use the network. */
import { expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { bootstrapOf, fakeSystem } from '../support/inProcess/fakeSystem.ts';

const CONFIG = `
[default]
org_id = "5a1b39eec902201990f12345"
[ci]
org_id = "5b2c4af0d013312aa1023456"
project_id = "5e1234c17a3e5a48f5497de3"
[other]
org_id = "5a1b39eec902201990f12345"
`;

async function ask(
  words: string[],
  { config = CONFIG, request = '__completeNoDesc' } = {},
): Promise<string[]> {
  const system = fakeSystem({
    env: { HOME: '/home/me' },
    files: { '/home/me/.config/atlascli/config.toml': { text: config, mode: 0o644 } },
  });
  const status = await main([request, ...words], bootstrapOf(system));
  expect({ status, stderr: system.written.stderr }).toEqual({ status: 0, stderr: '' });
  return system.written.stdout.trimEnd().split('\n');
}

const CREATE = ['organizations', 'apiKeys', 'create'];
const DELETE = ['organizations', 'apiKeys', 'delete'];

test.each<[string, string[], string[]]>([
  ['a command is begun', ['organizations', 'apiKeys', 'de'], ['describe', 'delete', ':4']],
  ['no command fits', ['organizations', 'zzz'], [':4']],
  ['the command is unknown', ['nope', ''], [':0']],
  ['a group was given a word that is no command', ['organizations', 'nope', ''], [':0']],
  ['help is asked about a group', ['help', 'organizations', 'd'], ['describe', ':4']],
  ['--help was given already', [...CREATE, '--help', ''], [':4']],
  ['required flags are missing', [...CREATE, '--'], ['--desc', '--role', ':4']],
  ['one required flag is missing', [...CREATE, '--desc', 'x', '-'], ['--role', ':4']],
  [
    'all required flags are there, then the rest is offered, and the list once more',
    [...CREATE, '--desc', 'x', '--role', 'y', '--'],
    ['--profile', '--help', '--orgId', '--output', '--role', ':4'],
  ],
  ['a flag of ours has begun', [...CREATE, '--desc', 'x', '--role', 'y', '--e'], ['--envFile', ':4']],
  [
    'a shorthand may stand',
    [...DELETE, '-'],
    ['--profile', '-P', '--force', '--help', '-h', '--orgId', ':4'],
  ],
  ['a flag without a value stands before an argument', [...DELETE, '--force', ''], [':0']],
  ['a value is typed that nothing is known of', [...CREATE, '--desc', ''], [':0']],
  ['a flag is unknown', [...CREATE, '--nope', ''], [':0']],
  ['an earlier flag cannot be parsed', ['projects', 'list', '--limit', 'many', '--'], [':0']],
  ['a profile is to be described', ['config', 'describe', ''], ['ci', 'default', 'other', ':4']],
  ['a profile is begun', ['config', 'rm', 'c'], ['ci', ':4']],
  ['the new name of a profile is typed', ['config', 'rename', 'ci', ''], [':0']],
  ['a property is begun', ['config', 'set', 'o'], ['ops_manager_url', 'org_id', 'output', ':4']],
  ['flags have ended', [...DELETE, '--', '--for'], [':0']],
  [
    'a role is typed after an equals sign',
    [...CREATE, '--role=ORG_B'],
    expect.arrayContaining(['ORG_OWNER', ':4']),
  ],
  ['the profile is asked for', ['-P', ''], ['ci', 'default', 'other', ':0']],
  ['the profile is asked for at the end', [...CREATE, '--profile', ''], ['ci', 'default', 'other', ':0']],
  [
    'the organization is asked for',
    [...CREATE, '--orgId', ''],
    ['5b2c4af0d013312aa1023456', '5a1b39eec902201990f12345', ':4'],
  ],
  [
    'the project is asked for',
    ['projects', 'apiKeys', 'list', '--projectId='],
    ['5e1234c17a3e5a48f5497de3', ':4'],
  ],
])('when %s: %j, then the words are %j', async (_, words, expected) => {
  expect(await ask(words)).toEqual(expected);
});

test('when a second role is begun after a comma, then the first one is not offered again', async () => {
  const words = await ask([...CREATE, '--role', 'ORG_OWNER,']);
  expect(words).toContain('ORG_OWNER,ORG_MEMBER');
  expect(words).not.toContain('ORG_OWNER,ORG_OWNER');
});

test('when descriptions are wanted, then each is after a tab', async () => {
  expect(await ask(['organizations', 'apiKeys', 'c'], { request: '__complete' })).toEqual([
    'create\tCreate an API Key for your organization.',
    ':4',
  ]);
  expect(await ask([...CREATE, '--orgId', ''], { request: '__complete' })).toEqual([
    '5b2c4af0d013312aa1023456\tin profile ci',
    '5a1b39eec902201990f12345\tin profile default',
    ':4',
  ]);
});

test.each([
  [
    ['-P', 'ci', '__completeNoDesc'],
    ['orgs', 'apiKeys', 'cr'],
  ],
  [
    ['--profile=ci', '__completeNoDesc'],
    ['orgs', 'apiKeys', 'cr'],
  ],
])('when an alias puts flags before the request: %j, then it is answered', async (before, words) => {
  const [request = '', ...rest] = before;
  expect(await ask([...rest, ...words], { request })).toEqual(['create', ':4']);
});

test('when the configuration file cannot be read, then it offers nothing, and there is no message', async () => {
  expect(await ask(['-P', ''], { config: '[default' })).toEqual([':0']);
});

test('when nothing is given to complete, then that is an error', async () => {
  const system = fakeSystem();
  expect(await main(['__complete'], bootstrapOf(system))).toBe(1);
  expect(system.written.stderr).toBe('Error: requires at least 1 arg(s), only received 0\n');
});

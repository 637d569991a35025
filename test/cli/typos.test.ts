/** Hints for typos in flags. */
import { expect, test } from 'vitest';
import { HOME, KEYS, ORG_ID } from '../support/fixtures.ts';
import { run } from '../support/inProcess/runCommand.ts';
import { createWith } from '../support/inProcess/runCreate.ts';

const CREATE = ['organizations', 'apiKeys', 'create'];
const NO_ARGUMENTS = `Error: "atlas organizations apiKeys create" accepts no arguments

Usage:  atlas organizations apiKeys create [flags]
`;
const unknown = (flag: string) => `Error: unknown flag: ${flag}\n`;
const meant = (flag: string) => `Did you mean ${flag}?\n`;
const dash = (word: string, flag: string) => `Did you mean ${flag}? The dash in ${word} is not a hyphen.\n`;

test.each<[string[], string]>([
  [['--org-id', ORG_ID], unknown('--org-id') + meant('--orgId')],
  [['--orgID', ORG_ID], unknown('--orgID') + meant('--orgId')],
  [['--organizationId', ORG_ID], unknown('--organizationId') + meant('--orgId')],
  [['--roles=ORG_OWNER'], unknown('--roles') + meant('--role')],
  [['--description', 'ci'], unknown('--description') + meant('--desc')],
  [['--profil', 'ci'], unknown('--profil') + meant('--profile')],
  [['--access-list', '::1'], unknown('--access-list') + meant('--accessListIp or --accessListCidr')],
  [['--desc', '--org-id', '--role', '–output', '--roles', 'x'], unknown('--roles') + meant('--role')],
  [['--nope', '--org-id'], unknown('--nope')],
  [['---role'], `Error: bad flag syntax: ---role\n${meant('--role')}`],
  [['-output', 'json'], NO_ARGUMENTS + meant('--output')],
  [['-orgId', ORG_ID], NO_ARGUMENTS + meant('--orgId')],
  [['-O', 'json'], `Error: unknown shorthand flag: 'O' in -O\n${meant('-o')}`],
  [['-z'], "Error: unknown shorthand flag: 'z' in -z\n"],
  [['–output', 'json'], NO_ARGUMENTS + dash('–output', '--output')],
  [['—org-id=x'], NO_ARGUMENTS + dash('—org-id=x', '--orgId')],
  [['−o', 'json'], NO_ARGUMENTS + dash('−o', '-o')],
  [['–-desc', 'x'], NO_ARGUMENTS + dash('–-desc', '--desc')],
  [
    ['--desc', '“My', 'key”'],
    `${NO_ARGUMENTS}The shell takes typographic quotes as letters. Use " or ' instead.\n`,
  ],
  [['extra', '--', '–output'], NO_ARGUMENTS],
])('when create is given %j, then the error says what was meant', async (flags, stderr) => {
  const run = await createWith(flags);
  expect({ status: run.status, stdout: run.stdout, stderr: run.stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr,
  });
});

test.each<[string[], string]>([
  [['--Role', 'x'], unknown('--Role')],
  [['-role', 'x'], "Error: unknown shorthand flag: 'r' in -role\n"],
])(
  'when create is given %j, then only a user at a terminal is told what was meant',
  async (flags, stderr) => {
    const forScript = await createWith(flags);
    expect(forScript.stderr).toBe(stderr);
    const forPerson = await createWith(flags, { stderr: { isTerminal: true } });
    expect(forPerson.stderr).toBe(stderr + meant('--role'));
  },
);

test('when a dash from a web page precedes the command, then its flag is suggested', async () => {
  const { stderr } = await run(['–profile', 'ci', ...CREATE]);
  expect(stderr).toBe(
    `Error: unknown command "–profile" for "atlas"\n\nRun 'atlas --help' for the commands.\n${dash('–profile', '--profile')}`,
  );
});

test('when one dash is before a long flag and its command, then the flag is named', async () => {
  const { stderr } = await run(['-profile', 'ci', ...CREATE]);
  expect(stderr).toBe(
    `Error: unknown command "ci" for "atlas"\n\nRun 'atlas --help' for the commands.\n${meant('--profile')}`,
  );
});

test('when an ID is in quotes from a web page, then the hint says so', async () => {
  const { stderr } = await createWith(['--role', 'x', '--desc', 'd', '--orgId', `“${ORG_ID}”`], {
    env: { ...HOME, ...KEYS },
  });
  expect(stderr).toBe(
    `Error: the provided value '“${ORG_ID}”' is not a valid ID\nThe shell takes typographic quotes as letters. Use " or ' instead.\n`,
  );
});

test('when the error is not about the command line, then there is no suggestion', async () => {
  const { stderr } = await createWith(['--role', '“x', '--desc', 'd', '--orgId', ORG_ID], { env: HOME });
  expect(stderr).toMatch(/^Error: this action requires authentication\n/);
  expect(stderr).not.toContain('quotes');
});

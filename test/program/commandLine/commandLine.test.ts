/** Arguments reach Atlas unchanged, or are refused with a suggestion. */
import { describe } from 'vitest';
import { NEW_KEY, NEW_KEY_ID, ORG_ID, PROJECT_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type RunOptions } from '../../support/program/programTest.ts';
import { created, json } from '../../support/servers/serverBehaviors.ts';

const IN_ORG = ['--orgId', ORG_ID];
const IN_PROJECT = ['--projectId', PROJECT_ID];
/** What `jq -r` prints of a list, in the lines of Unix and of Windows. */
const ROLES = 'ORG_MEMBER\nORG_READ_ONLY\n';
const WINDOWS_ROLES = '\r\nORG_MEMBER,ORG_OWNER\r\n\r\nORG_READ_ONLY\r\n';

type Sent = readonly [string, readonly string[], unknown];

const SENT: readonly Sent[] = [
  [
    'organizations apiKeys create --role',
    ['organizations', 'apiKeys', 'create', '--desc', 'a key', '--role', ROLES, ...IN_ORG],
    { desc: 'a key', roles: ['ORG_MEMBER', 'ORG_READ_ONLY'] },
  ],
  [
    'organizations apiKeys create --role, in Windows lines,',
    ['organizations', 'apiKeys', 'create', '--desc', 'a key', `--role=${WINDOWS_ROLES}`, ...IN_ORG],
    { desc: 'a key', roles: ['ORG_MEMBER', 'ORG_OWNER', 'ORG_READ_ONLY'] },
  ],
  [
    'organizations apiKeys assign --role',
    ['organizations', 'apiKeys', 'assign', NEW_KEY_ID, '--desc', 'x', '--role', ROLES, ...IN_ORG],
    { desc: 'x', roles: ['ORG_MEMBER', 'ORG_READ_ONLY'] },
  ],
  [
    'projects apiKeys create --role',
    ['projects', 'apiKeys', 'create', '--desc', 'p', '--role', 'GROUP_OWNER\nGROUP_READ_ONLY', ...IN_PROJECT],
    { desc: 'p', roles: ['GROUP_OWNER', 'GROUP_READ_ONLY'] },
  ],
  [
    'organizations apiKeys accessLists create --ip and --cidr',
    [
      ...['organizations', 'apiKeys', 'accessLists', 'create', '--apiKey', NEW_KEY_ID, ...IN_ORG],
      ...['--ip', '192.0.2.1\n192.0.2.2', '--cidr', '198.51.100.0/24\r\n203.0.113.0/24'],
    ],
    [
      { ipAddress: '192.0.2.1' },
      { ipAddress: '192.0.2.2' },
      { cidrBlock: '198.51.100.0/24' },
      { cidrBlock: '203.0.113.0/24' },
    ],
  ],
  [
    'organizations apiKeys create --accessListIp and --accessListCidr',
    [
      ...CREATE,
      '--accessListIp',
      '192.0.2.1\n192.0.2.2',
      '--accessListCidr',
      '198.51.100.0/24\n203.0.113.0/24',
    ],
    [
      { ipAddress: '192.0.2.1' },
      { ipAddress: '192.0.2.2' },
      { cidrBlock: '198.51.100.0/24' },
      { cidrBlock: '203.0.113.0/24' },
    ],
  ],
];

/** What is wrong, and the hint that is expected under the Atlas CLI's own line. */
type Refused = readonly [string, RunOptions, string | RegExp];

const REFUSED: readonly Refused[] = [
  ['-o yaml', { argv: [...CREATE, '-o', 'yaml'] }, 'Valid formats are plaintext, json, '],
  ['-o JSON', { argv: [...CREATE, '-o', 'JSON'] }, 'Did you mean json?'],
  ['-o jsonpath', { argv: [...CREATE, '-o', 'jsonpath={.id}'] }, 'Did you mean json-path=EXPRESSION?'],
  ['-o json-path', { argv: [...CREATE, '-o', 'json-path'] }, 'Did you mean json-path=EXPRESSION?'],
  ['MONGODB_ATLAS_OUTPUT', { env: { MONGODB_ATLAS_OUTPUT: 'yaml' } }, '"yaml" in MONGODB_ATLAS_OUTPUT\n'],
  ['--org-id', { argv: [...CREATE, '--org-id', ORG_ID] }, 'unknown flag: --org-id\nDid you mean --orgId?\n'],
  [
    '-output json',
    { argv: [...CREATE, '-output', 'json'] },
    /accepts no arguments\n[\s\S]*\nDid you mean --output\?\n$/,
  ],
  [
    'an en dash',
    { argv: [...CREATE, '–output', 'json'] },
    /accepts no arguments\n[\s\S]*\nDid you mean --output\? /,
  ],
];

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test.for(SENT)(
    'when %s gets several lines, then each line is sent',
    async ([, argv, body], { stage, expect }) => {
      const to = await stage.serve(json(NEW_KEY), { requests: 'any' });
      const { status, stderr } = await stage.run({ argv, to });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(to.requests.at(-1)?.body ?? '')).toEqual(body);
    },
  );

  test('when a quoted value contains a line end, then it stays one value', async ({ stage, expect }) => {
    const to = await stage.serve(json(NEW_KEY));
    await stage.run({ argv: [...CREATE, '--role', '"a\nb"\nc'], to });
    expect(JSON.parse(to.requests.at(-1)?.body ?? '').roles).toEqual(['ORG_MEMBER', 'a\nb', 'c']);
  });

  test.for(REFUSED)(
    'when the line has %s, then nothing is sent and the hint says what was meant',
    async ([, options, hint], { stage, expect }) => {
      const { status, stdout, stderr } = await stage.run({
        to: await stage.serve(created, { requests: 0 }),
        ...options,
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: /);
      expect(stderr).toMatch(hint);
    },
  );
});

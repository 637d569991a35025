/** `--accessListIp` and `--accessListCidr`: fill the access list after the key was delivered. */
import { describe, expect, test } from 'vitest';
import { NEW_KEY_ID, ORG_ID, PROJECT_ID } from '../support/fixtures.ts';
import { runAsCaller, startAsCaller } from '../support/inProcess/runCommand.ts';
import type { ResponseParts } from '../support/inProcess/scriptedResponses.ts';

const KEY = { id: NEW_KEY_ID, publicKey: 'zmmrboas', privateKey: '55c3bbb6-b4bb-4be1-8b66-e66d20841f3e' };
const TEXT = `API Key '${NEW_KEY_ID}' created.\nPublic API Key ${KEY.publicKey}\nPrivate API Key ${KEY.privateKey}\n`;
const CREATE = ['organizations', 'apiKeys', 'create', '--desc', 'CI', '--role', 'ORG_MEMBER'];
const FENCED = [...CREATE, '--accessListIp', '192.0.2.1,2001:db8::1', '--accessListCidr', '198.51.100.0/24'];
const MAKE = `POST api/atlas/v2/orgs/${ORG_ID}/apiKeys`;
const FILL = `${MAKE}/${NEW_KEY_ID}/accessList?includeCount=true&itemsPerPage=100&pageNum=1`;
const FINISH_COMMAND =
  'Finish with: ' +
  `atlas organizations apiKeys accessLists create --apiKey ${NEW_KEY_ID} --ip 192.0.2.1 --ip 2001:db8:0:0:0:0:0:1 --cidr 198.51.100.0/24 --orgId ${ORG_ID}\n`;
const FINISH = `The access list of the new key is empty. ${FINISH_COMMAND}`;
/** After a request without a response. */
const FINISH_MAYBE = `The access list of the new key may be empty. ${FINISH_COMMAND}`;
const made: ResponseParts = { json: KEY };
const filled: ResponseParts = { json: { results: [] } };

test('when addresses are given, then they are added once the key has been printed', async () => {
  let printed = '';
  const running = startAsCaller(FENCED, {
    responses: {
      [MAKE]: made,
      [FILL]: () => {
        printed = text;
        return filled;
      },
    },
    stdout: {
      write: async (more) => {
        text += more;
      },
    },
  });
  let text = '';
  const { status, stderr, bodies } = await running.done;
  expect({ status, stderr, printed }).toEqual({ status: 0, stderr: '', printed: TEXT });
  expect(bodies[1]).toEqual([
    { ipAddress: '192.0.2.1' },
    { ipAddress: '2001:db8:0:0:0:0:0:1' },
    { cidrBlock: '198.51.100.0/24' },
  ]);
});

test('when no address is given, then one request is sent', async () => {
  expect((await runAsCaller(CREATE, { responses: { [MAKE]: made } })).requests).toEqual([MAKE]);
});

test.each([
  ['--accessListIp', '192.0.2.300', "--accessListIp: '192.0.2.300' is not an IP address"],
  [
    '--accessListCidr',
    '192.0.2.1',
    "--accessListCidr: '192.0.2.1' is not an IP address block such as 192.0.2.0/24",
  ],
])('when %s is given %s, then no request is sent', async (flag, value, problem) => {
  const { requests, stderr, status } = await runAsCaller([...CREATE, flag, value]);
  expect({ requests, stderr, status }).toEqual({
    requests: [],
    stderr: `Error: ${problem}\n`,
    status: 1,
  });
});

test.each([
  ['organization', CREATE],
  ['project', ['projects', 'apiKeys', 'create', '--desc', 'CI', '--role', 'GROUP_OWNER']],
])(
  'when an empty variable is given for an address of the %s’s key, then no request is sent',
  async (_, argv) => {
    for (const flag of ['--accessListIp', '--accessListCidr'])
      expect(await runAsCaller([...argv, flag, ''])).toMatchObject({
        requests: [],
        stderr: `Error: ${flag} is empty\n`,
        status: 1,
      });
  },
);

test('when an address is given twice, then it is sent once', async () => {
  const argv = [...CREATE, '--accessListIp', '2001:db8::1,192.0.2.1,2001:DB8:0::1'];
  const { bodies } = await runAsCaller(argv, { responses: { [MAKE]: made, [FILL]: filled } });
  expect(bodies[1]).toEqual([{ ipAddress: '2001:db8:0:0:0:0:0:1' }, { ipAddress: '192.0.2.1' }]);
});

describe('the access list cannot be filled', () => {
  test('when the service refuses, then the response is recovered and the error names the command that completes it', async () => {
    const responses = { [MAKE]: made, [FILL]: { status: 403, json: { errorCode: 'USER_UNAUTHORIZED' } } };
    const { status, stdout, stderr } = await runAsCaller(FENCED, { responses });
    expect({ status, stdout }).toEqual({ status: 3, stdout: TEXT });
    const [problem, hint] = stderr.split(/(?<=\n)/);
    expect(problem).toContain('Error code: "USER_UNAUTHORIZED"');
    expect(hint?.endsWith(FINISH)).toBe(true);
    expect(hint).not.toContain('may have been');
  });

  test('when a profile was named, then the command that finishes names it, too', async () => {
    const responses = { [MAKE]: made, [FILL]: { status: 403, json: {} } };
    const { stderr } = await runAsCaller([...FENCED, '-P', 'ci'], { responses });
    expect(stderr.endsWith(`${FINISH.trimEnd()} --profile ci\n`)).toBe(true);
  });

  test('when a signal arrives, then the status is 3 and the error names the command that completes it', async () => {
    const running = startAsCaller(FENCED, {
      responses: {
        [MAKE]: made,
        [FILL]: () => {
          running.signal('SIGINT', 2);
          return new Promise<never>(() => {});
        },
      },
    });
    const { status, stdout, stderr } = await running.done;
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: TEXT,
      stderr: `Error: interrupted by SIGINT\n${FINISH_MAYBE}`,
    });
  });

  test('when the key cannot be printed, then it is recovered, and the follow-up is not tried', async () => {
    const { requests, stderr } = await runAsCaller(FENCED, {
      responses: { [MAKE]: made },
      stdout: {
        write: async () => {
          throw new Error('ENOSPC');
        },
      },
    });
    expect(requests).toEqual([MAKE]);
    expect(stderr).toMatch(
      /\nThe API key was created\. The response.* The access list of the new key is empty\.\n$/,
    );
  });

  test('when the file contains the key, then a message says so before the command', async () => {
    const responses = { [MAKE]: made, [FILL]: { status: 500, text: '' } };
    const { stderr } = await runAsCaller([...FENCED, '--envFile', '/tmp/k.env'], { responses });
    expect(stderr).toContain('\nThe new API key is in file /tmp/k.env. ');
    expect(stderr.endsWith(FINISH_MAYBE)).toBe(true);
  });
});

describe('a key of a project', () => {
  const PROJECT_CREATE = ['projects', 'apiKeys', 'create', '--desc', 'CI', '--role', 'GROUP_OWNER'];
  const WANTED = [...PROJECT_CREATE, '--accessListIp', '192.0.2.1'];
  const MAKE_THERE = `POST api/atlas/v2/groups/${PROJECT_ID}/apiKeys`;
  const LOOK = `GET api/atlas/v2/groups/${PROJECT_ID}`;
  const inProject = { groupId: PROJECT_ID, roleName: 'GROUP_OWNER' };

  test('when the response names the organization, then the access list is filled', async () => {
    const roles = [inProject, { orgId: ORG_ID, roleName: 'ORG_MEMBER' }];
    const responses = { [MAKE_THERE]: { json: { ...KEY, roles } }, [FILL]: filled };
    expect((await runAsCaller(WANTED, { responses })).requests).toEqual([MAKE_THERE, FILL]);
  });

  test('when the response names only the project, then the organization of the project is requested', async () => {
    const responses = {
      [MAKE_THERE]: { json: { ...KEY, roles: [inProject] } },
      [LOOK]: { json: { id: PROJECT_ID, orgId: ORG_ID } },
      [FILL]: filled,
    };
    expect((await runAsCaller(WANTED, { responses })).requests).toEqual([MAKE_THERE, LOOK, FILL]);
  });

  test('when the project does not name its organization, then the key is printed, and the error says what was not done', async () => {
    const responses = {
      [MAKE_THERE]: { json: { ...KEY, roles: [inProject] } },
      [LOOK]: { json: { id: PROJECT_ID } },
    };
    const { status, stdout, stderr } = await runAsCaller(WANTED, { responses });
    expect({ status, stdout }).toEqual({ status: 3, stdout: TEXT });
    expect(stderr).toMatch(
      /^Error: the response does not contain the organization of project \w+\nThe access list/,
    );
  });
});

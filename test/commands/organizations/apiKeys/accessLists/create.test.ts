import { expect, test } from 'vitest';
import { NEW_KEY_ID, ORG_ID } from '../../../../support/fixtures.ts';
import { runAsCaller } from '../../../../support/inProcess/runCommand.ts';

const CREATE = ['organizations', 'apiKeys', 'accessLists', 'create', '--apiKey', NEW_KEY_ID];
const ADD = `POST api/atlas/v2/orgs/${ORG_ID}/apiKeys/${NEW_KEY_ID}/accessList?includeCount=true&itemsPerPage=100&pageNum=1`;
const CALLER = 'GET api/private/ipinfo';

test('when --currentIp is given, then the address that the service sees is added to the others', async () => {
  const responses = {
    [CALLER]: { json: { currentIpv4Address: '203.0.113.9' } },
    [ADD]: { json: { results: [] } },
  };
  const { requests, bodies, headers, stdout } = await runAsCaller(
    [...CREATE, '--currentIp', '--ip', '192.0.2.1', '--cidr', '198.51.100.0/24'],
    { responses },
  );
  expect(requests).toEqual([CALLER, ADD]);
  expect(headers[0]).toMatchObject({ accept: 'application/json' });
  expect(bodies).toEqual([
    [{ ipAddress: '192.0.2.1' }, { ipAddress: '203.0.113.9' }, { cidrBlock: '198.51.100.0/24' }],
  ]);
  expect(stdout).toBe('Created new access list entry(s).\n');
});

test('when the response does not contain the address, then nothing is added', async () => {
  const { requests, status, stderr } = await runAsCaller([...CREATE, '--currentIp'], {
    responses: { [CALLER]: { status: 502, text: '' } },
  });
  expect({ requests, status }).toEqual({ requests: [CALLER], status: 1 });
  expect(stderr).toMatch(
    /^Error: cannot find out the IP address of this machine: .* HTTP 502 .*\nNothing was added\. Pass the address with --ip instead\.\n$/,
  );
});

test('when no address is given, then no request is sent', async () => {
  const { requests, stderr, status } = await runAsCaller(CREATE);
  expect({ requests, stderr, status }).toEqual({
    requests: [],
    stderr: 'Error: either --ip, --cidr must be set\nTo add the address of this machine, pass --currentIp.\n',
    status: 1,
  });
});

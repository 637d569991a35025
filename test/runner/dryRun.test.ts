/** `--dryRun`: prints what would be sent, and sends nothing. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, KEYS, ORG_ID } from '../support/fixtures.ts';
import { COMPLETE, create, createWith } from '../support/inProcess/runCreate.ts';

/** A create that sends nothing: a request would fail the test. */
const dry = (flags: readonly string[] = [], env: Record<string, string> = {}) =>
  create({ responses: [], env }, ['--dryRun', ...flags]);

const planOf = async (...given: Parameters<typeof dry>) =>
  JSON.parse((await dry([...(given[0] ?? []), '-o', 'json'], given[1])).stdout);

test('when the command is create, then its request is printed as it would be sent, without the private key', async () => {
  const { status, stdout, stderr } = await dry();
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toBe(`POST https://cloud.mongodb.com/api/atlas/v2/orgs/${ORG_ID}/apiKeys
accept: application/vnd.atlas.2023-01-01+json
content-type: application/vnd.atlas.2023-01-01+json
authorization: Digest, public key kxqpbnyt, private key redacted

{
  "desc": "ci",
  "roles": [
    "ORG_OWNER"
  ]
}

VALUE         SOURCE
host          the default
credentials   MONGODB_ATLAS_PUBLIC_API_KEY
orgId         --orgId
desc          --desc
role          --role

Nothing was sent.
`);
});

test('when the service is cloudgov, then its host is named', async () => {
  const { requests, values } = await planOf([], { MONGODB_ATLAS_SERVICE: 'cloudgov' });
  expect(requests[0].address).toBe(`https://cloud.mongodbgov.com/api/atlas/v2/orgs/${ORG_ID}/apiKeys`);
  expect(values).toContainEqual({ name: 'host', source: 'MONGODB_ATLAS_SERVICE' });
});

test('when values come from a profile, then profile and file are named', async () => {
  const config = `[work]\npublic_api_key = "abcdefgh"\nprivate_api_key = "canary"\norg_id = "${ORG_ID}"\noutput = "json"\n`;
  const { stdout } = await createWith(['--role', 'ORG_OWNER', '--desc', 'x', '--dryRun', '-P', 'work'], {
    env: HOME,
    files: { [CONFIG]: config },
  });
  const source = `profile "work" of ${CONFIG}`;
  expect(JSON.parse(stdout).values).toEqual([
    { name: 'host', source: 'the default' },
    { name: 'credentials', source },
    { name: 'orgId', source },
    { name: 'output', source },
    { name: 'desc', source: '--desc' },
    { name: 'role', source: '--role' },
  ]);
  expect(stdout).not.toContain('canary');
});

test('when addresses are given, then the request that adds them is printed, too', async () => {
  const { requests } = await planOf(['--accessListIp', '192.0.2.1']);
  expect(requests[1]).toMatchObject({
    method: 'POST',
    address: `https://cloud.mongodb.com/api/atlas/v2/orgs/${ORG_ID}/apiKeys/{ID}/accessList?includeCount=true&itemsPerPage=100&pageNum=1`,
    body: [{ ipAddress: '192.0.2.1' }],
  });
});

describe('what would be refused', () => {
  test.each([
    ['a template with an unknown field', ['-o', 'go-template={{.Nope}}']],
    ['an address that is none', ['--accessListIp', 'x']],
    ['an ID that is none', ['--orgId', 'x']],
  ])('when there is %s, then the dry run fails too', async (_, flags) => {
    const { status, stdout } = await dry(flags);
    expect([status, stdout]).toEqual([1, '']);
  });

  test('when there are no credentials, then the dry run fails too', async () => {
    expect((await createWith([...COMPLETE, '--dryRun'], { env: HOME })).status).toBe(1);
  });

  test('when the file for the key already exists, then the dry run fails too', async () => {
    const { status, system } = await create({ responses: [], files: { '/tmp/k.env': 'older' } }, [
      '--dryRun',
      '--envFile',
      '/tmp/k.env',
    ]);
    expect([status, system.disk.get('/tmp/k.env')?.text]).toEqual([1, 'older']);
  });
});

test('when the output is a template, then the template is checked and the plan is text', async () => {
  const { status, stdout } = await dry(['-o', 'go-template={{.PublicKey}}']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^POST https:/);
});

test('when the key has a destination, then it is named and no file is left', async () => {
  const { stdout, system } = await dry(['--envFile', '/tmp/k.env']);
  expect(stdout).toMatch(/^key pair {6}goes to file \/tmp\/k\.env$/m);
  expect(system.disk.size).toBe(0);
});

test('when a dry run is printed, then it contains no secret', async () => {
  const { stdout, stderr } = await dry();
  expect(stdout + stderr).not.toContain(KEYS.MONGODB_ATLAS_PRIVATE_API_KEY);
});

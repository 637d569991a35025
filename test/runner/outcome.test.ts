/** The errors of a failed create: nothing was done, the outcome is unknown, or where the key is. */
import { describe, expect, test } from 'vitest';
import { CHECK_FOR_KEY, NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import { create } from '../support/inProcess/runCreate.ts';
import {
  brokenBody,
  CHALLENGE,
  challenge,
  challenged,
  failure,
  httpResponse,
  jsonResponse,
  lost,
  NO_LIST,
  noList,
  notDelivered,
  type ScriptedResponse,
} from '../support/inProcess/scriptedResponses.ts';

const hintFor = async (expected: 1 | 3, ...responses: ScriptedResponse[]): Promise<string> => {
  const { status, stdout, stderr, system } = await create({ responses });
  expect([status, stdout]).toEqual([expected, '']);
  expect(system.saved.size).toBe(0);
  const [, ...hint] = stderr.split(/(?<=\n)/);
  return hint.join('');
};

describe('the outcome is unknown', () => {
  test.each<[string, ScriptedResponse]>([
    ['the connection is lost', failure(lost('ECONNRESET'))],
    ['the other side closes', failure(lost('ECONNRESET'))],
    ['no response arrives in time', failure(new DOMException('late', 'TimeoutError'))],
    ['a gateway responds with 502', httpResponse(502, '<html>')],
    ['a gateway responds with 504', httpResponse(504)],
    ['the service responds with 500', jsonResponse({ errorCode: 'UNEXPECTED_ERROR' }, 500)],
  ])('when %s, then the user is told to check first', async (_, response) => {
    const said = `The API key may have been created. ${NO_LIST} ${CHECK_FOR_KEY}`;
    expect(await hintFor(3, challenge, response, ...noList)).toContain(said);
  });
});

test('when a success response proves nothing, then the user is told to check, and no further request is sent', async () => {
  expect(await hintFor(3, challenge, httpResponse(204))).toBe(
    `The API key may have been created. ${CHECK_FOR_KEY}`,
  );
});

test.each([
  ['ci', 'ci'],
  ["it's", "'it'\\''s'"],
])('when the profile %s was selected, then the command to check with selects it too', async (name, word) => {
  const { stderr } = await create({ responses: [challenge, httpResponse(502), ...noList] }, ['-P', name]);
  expect(stderr).toContain(`atlas organizations apiKeys list --profile ${word} --orgId ${ORG_ID}\n`);
});

describe('nothing was created', () => {
  test.each<[string, ScriptedResponse[]]>([
    ['nobody listens', [failure(notDelivered('ECONNREFUSED'))]],
    ['nobody listens any more', [challenge, failure(notDelivered('ECONNREFUSED'))]],
    ['the name is unknown', [failure(notDelivered('ENOTFOUND'))]],
    ['the certificate is wrong', [failure(notDelivered('SELF_SIGNED_CERT_IN_CHAIN'))]],
    ['the key is wrong', [challenge, challenge]],
    ['a gateway fails before credentials were sent', [httpResponse(502, '<html>')]],
    ['the connection is lost before credentials have left', [failure(lost('ECONNRESET'))]],
    [
      'a page arrives before credentials were sent',
      [httpResponse(200, '<html>', { 'content-type': 'text/html' })],
    ],
    ['JSON comes before credentials have left', [jsonResponse({ status: 'ok' })]],
    ['a key comes before credentials have left', [jsonResponse(NEW_KEY)]],
    ['only Basic is offered', [challenged('Basic realm="x"')]],
    ['the request is refused', [challenge, jsonResponse({ errorCode: 'BAD' }, 400)]],
    ['the organization is unknown', [challenge, jsonResponse({ errorCode: 'ORG_NOT_FOUND' }, 404)]],
    ['the service redirects', [challenge, httpResponse(302, '', { location: 'https://x.example/' })]],
    ['a refusal is cut off', [challenge, httpResponse(403, brokenBody('{', lost('ECONNRESET')))]],
    ['there were too many requests', [challenge, jsonResponse({}, 429)]],
    ['the nonce is stale for ever', [challenge, challenged(CHALLENGE.replace('false', 'true')), challenge]],
  ])('when %s, then no message mentions a key', async (_, responses) => {
    expect(await hintFor(1, ...responses)).not.toContain('may have been');
  });
});

test('when Atlas does not know a role, then the most similar one is suggested', async () => {
  const refusal = jsonResponse({ errorCode: 'INVALID_ENUM_VALUE', parameters: ['ORG_OWNR'] }, 400);
  const { stderr } = await create({ responses: [challenge, refusal] }, ['--role', 'ORG_OWNR']);
  expect(stderr).toMatch(/\nThere is no role ORG_OWNR: did you mean ORG_OWNER\?\n$/);
});

test('when the key is wrong, then the hint says where it came from', async () => {
  expect(await hintFor(1, challenge, challenge)).toContain('which came from MONGODB_ATLAS_PUBLIC_API_KEY:');
});

describe('the reminder', () => {
  const REMINDER = 'Save the private key of this API key now: it is shown only once.\n';

  test.each([
    [true, true, REMINDER],
    [true, false, ''],
    [false, true, ''],
    [false, false, ''],
  ])('when output and error are terminals: %s and %s, then it is %j', async (output, error, expected) => {
    const { stderr } = await create({ stdout: { isTerminal: output }, stderr: { isTerminal: error } });
    expect(stderr).toBe(expected);
  });

  test('when the notice cannot be written, then the run still succeeds', async () => {
    const stderr = { isTerminal: true, write: () => Promise.reject(new Error('gone')) };
    expect((await create({ stdout: { isTerminal: true }, stderr })).status).toBe(0);
  });
});

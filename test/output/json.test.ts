import { expect, test } from 'vitest';
import { NEW_KEY, ORG_ID } from '../support/fixtures.ts';
import { create } from '../support/inProcess/runCreate.ts';
import { challenge, httpResponse, jsonResponse } from '../support/inProcess/scriptedResponses.ts';

test('when -o json is given, then all fields that the Atlas CLI knows are printed, in its order', async () => {
  const shuffled = {
    unknown: 1,
    roles: NEW_KEY.roles,
    publicKey: 'p',
    privateKey: 'q',
    links: [],
    id: 'i',
    desc: 'd',
  };
  const { stdout } = await create({ responses: [challenge, jsonResponse(shuffled)] }, ['-o', 'json']);
  expect(stdout).toBe(`{
  "desc": "d",
  "id": "i",
  "links": [],
  "privateKey": "q",
  "publicKey": "p",
  "roles": [
    {
      "orgId": "${ORG_ID}",
      "roleName": "ORG_OWNER"
    }
  ]
}
`);
});

test('when a field of the response is null, then it counts as absent', async () => {
  const { stdout } = await create(
    { responses: [challenge, jsonResponse({ id: 'x', desc: null, privateKey: 'p' })] },
    ['-o', 'json'],
  );
  expect(stdout).toBe('{\n  "id": "x",\n  "privateKey": "p"\n}\n');
});

test('when a field is absent, then the text says <nil>, as Go does', async () => {
  const { stdout } = await create({ responses: [challenge, jsonResponse({ id: 'x', privateKey: 'p' })] });
  expect(stdout).toBe("API Key 'x' created.\nPublic API Key <nil>\nPrivate API Key p\n");
});

test('when the response contains half of a surrogate pair, then U+FFFD is printed for it', async () => {
  const body = httpResponse(200, '{"id": "\\ud800", "privateKey": "p"}', {
    'content-type': 'application/json',
  });
  const { stdout } = await create({ responses: [challenge, body] }, ['-o', 'json']);
  expect(stdout).toBe('{\n  "id": "\ufffd",\n  "privateKey": "p"\n}\n');
});

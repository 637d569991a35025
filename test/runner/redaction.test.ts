/** The caller's private key is never printed or saved, whatever fails. */
import { describe, expect, test } from 'vitest';
import { CONFIG, HOME, KEYS } from '../support/fixtures.ts';
import { type FakeOptions, systemError } from '../support/inProcess/fakeSystem.ts';
import type { CommandRun } from '../support/inProcess/runCommand.ts';
import { COMPLETE, CREATED, createWith } from '../support/inProcess/runCreate.ts';
import {
  brokenBody,
  CHALLENGE,
  challenge,
  challenged,
  failure,
  httpResponse,
  jsonResponse,
  lost,
  noList,
  notDelivered,
} from '../support/inProcess/scriptedResponses.ts';

const CANARY = KEYS.MONGODB_ATLAS_PRIVATE_API_KEY;
const TOML = `[default]
public_api_key = "${KEYS.MONGODB_ATLAS_PUBLIC_API_KEY}"
private_api_key = "${CANARY}"
`;

const withResponses = (...responses: FakeOptions['responses'] & object): FakeOptions => ({
  // The last are for the look after an unknown outcome.
  responses: [challenge, ...responses, ...noList],
});

/** A name, the fault, additional flags, and the exit status, by default 1. */
const FAILURES: [string, FakeOptions, string[]?, number?][] = [
  ['the key is refused', withResponses(challenge)],
  [
    'the nonce is always stale',
    { responses: Array.from({ length: 3 }, () => challenged(CHALLENGE.replace('false', 'true'))) },
  ],
  ['Basic is asked for', { responses: [challenged('Basic realm="x"')] }],
  ['the challenge is nonsense', { responses: [challenged('Digest realm="', ',=')] }],
  [
    'the service refuses',
    withResponses(jsonResponse({ errorCode: 'E', detail: 'd', parameters: ['p'] }, 400)),
  ],
  [
    'the address is not on the access list',
    withResponses(jsonResponse({ errorCode: 'IP_ADDRESS_NOT_ON_ACCESS_LIST' }, 403)),
  ],
  ['there are too many requests', withResponses(jsonResponse({}, 429))],
  ['the service fails', withResponses(jsonResponse({}, 500)), [], 3],
  ['a gateway responds', withResponses(httpResponse(502, '<html>')), [], 3],
  ['the service redirects', withResponses(httpResponse(307, '', { location: 'https://x.example/' }))],
  ['the connection is lost on Node', withResponses(failure(lost('ECONNRESET'))), [], 3],
  ['the connection is lost on Bun', withResponses(failure(lost('ECONNRESET'))), [], 3],
  ['nobody listens', { responses: [failure(notDelivered('ECONNREFUSED'))] }],
  ['the certificate is wrong', { responses: [failure(notDelivered('CERT_HAS_EXPIRED'))] }],
  ['the time is over', withResponses(failure(new DOMException('late', 'TimeoutError'))), [], 3],
  [
    'the response is cut off',
    withResponses(httpResponse(200, brokenBody('{"id":', lost('ECONNRESET')))),
    [],
    3,
  ],
  [
    'the response is not JSON',
    withResponses(httpResponse(200, 'x', { 'content-type': 'application/json' })),
    [],
    3,
  ],
  ['the response has the wrong shape', withResponses(jsonResponse({ id: 1 })), [], 3],
  [
    'the output is full',
    { responses: CREATED, stdout: { write: () => Promise.reject(systemError('ENOSPC')) } },
    [],
    3,
  ],
  [
    'output and folder are full',
    {
      responses: CREATED,
      createFails: 'ENOSPC',
      stdout: { write: () => Promise.reject(systemError('ENOSPC')) },
    },
    [],
    3,
  ],
  ['the output is closed', { stdout: { isClosed: async () => true } }],
  ['a flag is unknown', {}, ['--nope']],
  ['an argument is too many', {}, ['extra']],
  ['the ID is wrong', {}, ['--orgId', 'x']],
  ['the address is wrong', { env: { MONGODB_ATLAS_OPS_MANAGER_URL: 'ftp://x/' } }],
  ['the format is unknown', {}, ['-o', 'yaml']],
];

const sent = ({ system }: CommandRun): string => JSON.stringify(system.requests);

function expectNoCanary(run: CommandRun): void {
  const saved = [...run.system.disk].filter(([path]) => path !== CONFIG);
  expect(run.stdout + run.stderr + JSON.stringify(saved) + sent(run)).not.toContain(CANARY);
}

describe.each([
  ['the environment', { env: KEYS }],
  ['the profile', { files: { [CONFIG]: { text: TOML, mode: 0o644 } } }],
])('the key stands in %s', (_, source: FakeOptions) => {
  test.each(FAILURES)(
    'when %s, then the key is neither printed nor saved nor sent',
    async (_name, options, flags = [], status = 1) => {
      const run = await createWith([...COMPLETE, ...flags], {
        ...source,
        ...options,
        env: { ...HOME, ...source.env, ...options.env },
      });
      expect(run.status).toBe(status);
      expect(run.stderr).not.toBe('');
      expectNoCanary(run);
    },
  );
});

test.each([
  ['a broken line', TOML.replace(/"$/m, '')],
  ['an unfinished file', TOML.slice(0, -3)],
  ['a key without quotes', TOML.replaceAll('"', '')],
  ['a key twice', `${TOML}private_api_key = "${CANARY}"\n`],
  ['a key in a list', TOML.replace(`"${CANARY}"`, `["${CANARY}"]`)],
])('when the profile’s file has %s, then the key is not printed', async (_, text) => {
  const run = await createWith(COMPLETE, { env: HOME, files: { [CONFIG]: text } });
  expect(run.status).toBe(1);
  expectNoCanary(run);
});

test('when only the private key is there, then the error does not show it', async () => {
  const run = await createWith(COMPLETE, { env: { ...HOME, MONGODB_ATLAS_PRIVATE_API_KEY: CANARY } });
  expect(run.status).toBe(1);
  expectNoCanary(run);
});

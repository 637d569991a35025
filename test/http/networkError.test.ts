import { describe, expect, test } from 'vitest';
import { networkError } from '../../src/http/networkError.ts';
import { bunFailure, nodeFailure } from '../support/replies.ts';

const CALL = 'Post "https://x.example:8443/y"';
const errorFor = (thrown: unknown) => networkError(thrown, CALL, 'x.example:8443', 60);

const RUNTIMES = [
  ['Node', nodeFailure],
  ['Bun', bunFailure],
] as const;

describe.each(RUNTIMES)('as %s words it', (_, failure) => {
  test.each([
    [
      'ECONNREFUSED',
      'connect: connection refused',
      'Nothing listens at x.example:8443. Check the address, the proxy variables and the firewall.',
    ],
    [
      'ENOTFOUND',
      'dial tcp: lookup x.example: no such host',
      'The name is unknown. Check the network connection and ops_manager_url.',
    ],
    [
      'EAI_AGAIN',
      'dial tcp: lookup x.example: temporary failure in name resolution',
      'Check the network connection.',
    ],
    ['EHOSTUNREACH', 'connect: no route to host', 'Check the network connection.'],
    ['ENETUNREACH', 'connect: network is unreachable', 'Check the network connection.'],
    ['UND_ERR_CONNECT_TIMEOUT', 'connect: connection timed out', 'Check the network connection.'],
    ['EPROTO', 'tls: handshake failed', 'Check that the address begins with the right http:// or https://.'],
    // What Node calls an https:// address that speaks plain http.
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'tls: handshake failed',
      'Check that the address begins with the right http:// or https://.',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'tls: the certificate is not for x.example',
      'Somebody else answers at this address: a wrong ops_manager_url, or a proxy that intercepts.',
    ],
    [
      'CERT_HAS_EXPIRED',
      'tls: the certificate has expired',
      "Check this machine's clock, then tell the host's operator.",
    ],
    ['CERT_NOT_YET_VALID', 'tls: the certificate is not valid yet', "Check this machine's clock."],
    ...[
      'SELF_SIGNED_CERT_IN_CHAIN',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'UNABLE_TO_GET_ISSUER_CERT',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'CERT_SIGNATURE_FAILURE',
      'CERT_CHAIN_TOO_LONG',
    ].map((code) => [
      code,
      'tls: the certificate is signed by an unknown authority',
      'If the authority is your own, name its file in NODE_EXTRA_CA_CERTS.',
    ]),
  ])('when the code is %s, then nothing was sent, and text and hint fit', (code = '', text, hint) => {
    expect(errorFor(failure(code, 'machine words'))).toMatchObject({
      message: `${CALL}: ${text}`,
      hint,
      mayHaveArrived: false,
    });
  });

  test.each(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'UND_ERR_SOCKET', 'ConnectionClosed'])(
    'when the code is %s, then the connection was lost, and the request may have arrived',
    (code) => {
      expect(errorFor(failure(code, 'machine words'))).toMatchObject({
        message: `${CALL}: EOF`,
        hint: undefined,
        mayHaveArrived: true,
      });
    },
  );

  test('when the code is not known, then the request may have arrived, and the runtime’s words are shown', () => {
    expect(errorFor(failure('ESOMETHING', 'odd thing. For more information, pass verbose'))).toMatchObject({
      message: expect.stringMatching(/^Post "https:\/\/x\.example:8443\/y": (ESOMETHING: )?odd thing$/),
      mayHaveArrived: true,
    });
  });
});

test.each(['TimeoutError', 'AbortError'])('when a %s arrives, then the time limit is named', (name) => {
  expect(errorFor(new DOMException('late', name))).toMatchObject({
    message: `${CALL}: context deadline exceeded (no whole answer within 60 s)`,
    mayHaveArrived: true,
  });
});

test('when there is no code at all, then the message is shown to its first line’s end', () => {
  expect(errorFor(new TypeError('fetch failed', { cause: new Error('bad port\n    at x') })).message).toBe(
    `${CALL}: bad port`,
  );
});

// Node tries all addresses of a name and puts their failures together, without a message.
test('when every address of a name timed out while connecting, then nothing was sent', () => {
  const one = Object.assign(new Error('connect ETIMEDOUT 203.0.113.7:443'), {
    code: 'ETIMEDOUT',
    syscall: 'connect',
  });
  const cause = Object.assign(new AggregateError([one, one]), { code: 'ETIMEDOUT' });
  expect(errorFor(new TypeError('fetch failed', { cause }))).toMatchObject({
    message: `${CALL}: connect: connection timed out`,
    mayHaveArrived: false,
  });
});

test('when a standing connection timed out, then the request may have arrived', () => {
  const cause = Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' });
  expect(errorFor(new TypeError('fetch failed', { cause }))).toMatchObject({
    message: `${CALL}: read ETIMEDOUT`,
    mayHaveArrived: true,
  });
});

test.each([
  [
    'Node',
    new TypeError('fetch failed', {
      cause: Object.assign(new Error('Request was cancelled.'), {
        cause: Object.assign(new Error('Proxy response (407) !== 200 when HTTP Tunneling'), {
          code: 'UND_ERR_ABORTED',
        }),
      }),
    }),
  ],
  [
    'Bun',
    Object.assign(new Error('Proxy refused to open a tunnel: 407 Proxy Authentication Required'), {
      code: 'ERR_PROXY_TUNNEL',
    }),
  ],
])('when a proxy opens no tunnel, as %s words it, then nothing was sent', (_, thrown) => {
  expect(errorFor(thrown)).toMatchObject({
    message: `${CALL}: the proxy refused to open a tunnel: HTTP 407`,
    hint: 'Check HTTPS_PROXY, and the user name and password in it.',
    mayHaveArrived: false,
  });
});

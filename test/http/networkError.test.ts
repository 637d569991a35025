import { describe, expect, test } from 'vitest';
import { networkError } from '../../src/http/networkError.ts';
import { ProxyRefusal, RequestNotSent } from '../../src/http/requestNotSent.ts';
import { MalformedResponse } from '../../src/http/responses/responseParser.ts';
import { lost, notDelivered } from '../support/inProcess/scriptedResponses.ts';

const CALL = 'Post "https://x.example:8443/y"';
const errorFor = (thrown: unknown) => networkError(thrown, CALL, 'x.example:8443', 60_000);

describe('a request that was not delivered', () => {
  test.each([
    [
      'ECONNREFUSED',
      'connect: connection refused',
      'Nothing listens at x.example:8443. Check the address, the proxy variables, and the firewall.',
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
    ['ETIMEDOUT', 'connect: connection timed out', 'Check the network connection.'],
    ['EPROTO', 'tls: handshake failed', 'Check whether the address must begin with http:// or https://.'],
    // What Node calls an https:// address that speaks plain http.
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'tls: handshake failed',
      'Check whether the address must begin with http:// or https://.',
    ],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'tls: the certificate is not for x.example',
      'Another server answers at this address. Check ops_manager_url, and whether a proxy intercepts TLS.',
    ],
    [
      'CERT_HAS_EXPIRED',
      'tls: the certificate has expired',
      "Check this machine's clock, then contact the operator of the host.",
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
      'If you trust the authority, set NODE_EXTRA_CA_CERTS to the file with its certificate.',
    ]),
  ])('when the code is %s, then nothing was sent, and text and hint fit', (code = '', text, hint) => {
    expect(errorFor(notDelivered(code, 'machine words'))).toMatchObject({
      message: `${CALL}: ${text}`,
      hint,
      mayHaveArrived: false,
    });
  });

  test('when the code is unknown, then the message is the system’s, and nothing was sent', () => {
    expect(errorFor(notDelivered('ESOMETHING', 'odd thing\n    at x'))).toMatchObject({
      message: `${CALL}: odd thing`,
      hint: undefined,
      mayHaveArrived: false,
    });
  });

  test('when the time limit passes before there is a connection, then nothing was sent', () => {
    expect(errorFor(new RequestNotSent(new DOMException('late', 'TimeoutError')))).toMatchObject({
      message: `${CALL}: context deadline exceeded (no complete response within 60 s)`,
      mayHaveArrived: false,
    });
  });

  const PROXY = { host: 'proxy.example:3128', variable: 'https_proxy' };

  test('when a proxy refuses a tunnel, then the hint names its variable', () => {
    const refusal = new ProxyRefusal('the proxy refused to open a tunnel: HTTP 407');
    expect(errorFor(new RequestNotSent(refusal, PROXY))).toMatchObject({
      message: `${CALL}: the proxy refused to open a tunnel: HTTP 407`,
      hint: 'Check https_proxy, including its user name and password.',
      mayHaveArrived: false,
    });
  });

  test('when a proxy cannot be reached, then the message is about the proxy', () => {
    expect(errorFor(new RequestNotSent(lost('ECONNREFUSED'), PROXY))).toMatchObject({
      message: `${CALL}: proxyconnect tcp: connect: connection refused`,
      hint: 'The proxy proxy.example:3128 comes from https_proxy. Check it, and whether NO_PROXY should include this host.',
    });
  });
});

describe('a request that may have arrived', () => {
  test.each(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])(
    'when the code is %s, then the connection was lost',
    (code) => {
      expect(errorFor(lost(code, 'machine words'))).toMatchObject({
        message: `${CALL}: EOF`,
        hint: undefined,
        mayHaveArrived: true,
      });
    },
  );

  test('when the response ended too early, then the connection was lost', () => {
    expect(errorFor(new MalformedResponse('unexpected EOF'))).toMatchObject({
      message: `${CALL}: EOF`,
      mayHaveArrived: true,
    });
  });

  test('when an open connection times out, then the message is the system’s', () => {
    expect(errorFor(lost('ETIMEDOUT', 'read ETIMEDOUT'))).toMatchObject({
      message: `${CALL}: read ETIMEDOUT`,
      mayHaveArrived: true,
    });
  });

  test.each(['TimeoutError', 'AbortError'])('when a %s arrives, then the time limit is named', (name) => {
    expect(errorFor(new DOMException('late', name))).toMatchObject({
      message: `${CALL}: context deadline exceeded (no complete response within 60 s)`,
      mayHaveArrived: true,
    });
  });
});

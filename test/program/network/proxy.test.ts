/** Proxies: which connections use one, what it receives, and errors. */
import { afterAll, beforeAll, describe } from 'vitest';
import { NEW_PRIVATE_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { at, proxyTest, tunnelTo } from '../../support/program/proxyTest.ts';
import {
  type Certificate,
  type Certificates,
  HOST_NAME,
  makeCertificates,
  UNSPECIFIED,
} from '../../support/servers/certificates.ts';
import { created, json } from '../../support/servers/serverBehaviors.ts';

const USER = 'a user';
const PASSWORD = 'c@nary/of:the-proxy%';
const LOGIN = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}@`;

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = proxyTest(build);

  describe('http', () => {
    test('when HTTP_PROXY is set, then the proxy gets the whole address', async ({
      stage,
      proxied,
      expect,
    }) => {
      const server = await stage.serve(created);
      const proxy = await proxied();
      const env = { HTTP_PROXY: `http://${LOGIN}${proxy.host}`, ...at(HOST_NAME, server) };
      const { status, stdout, stderr } = await stage.run({ env });
      expect(status, stderr).toBe(0);
      expect(stdout).toContain(NEW_PRIVATE_KEY);
      const [first, second] = proxy.asked;
      expect(first?.line).toMatch(new RegExp(`^POST http://${HOST_NAME}:${server.port}/api/atlas/v2/orgs/`));
      expect(first?.authorization).toBe(`Basic ${btoa(`${USER}:${PASSWORD}`)}`);
      expect(second).toEqual(first);
    });

    test.for([407, 502])(
      'when the proxy responds with %i, then nothing is created and the error names the proxy',
      async (refusal, { stage, proxied, expect }) => {
        const server = await stage.serve(created, { requests: 0 });
        const proxy = await proxied({ refusal });
        const env = { HTTP_PROXY: `http://${LOGIN}${proxy.host}`, ...at(HOST_NAME, server) };
        const { status, stdout, stderr } = await stage.run({ env });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toMatch(new RegExp(`\nError: .*${refusal}`));
        expect(stderr).toMatch(/the proxy wants a user name and password|from a proxy or gateway/);
        expect(stderr).not.toContain(PASSWORD);
      },
    );

    test('when the proxy is for https, then http goes without it', async ({ stage, proxied, expect }) => {
      const server = await stage.serve(created);
      const proxy = await proxied();
      const env = { HTTPS_PROXY: `http://${proxy.host}`, ...at(UNSPECIFIED, server) };
      const { status } = await stage.run({ env });
      expect({ status, asked: proxy.asked }).toEqual({ status: 0, asked: [] });
    });
  });

  const NONSENSE: [string, string, string][] = [
    ['no address', 'http://', 'HTTPS_PROXY is not the address of a proxy\n'],
    [
      'of another kind',
      `socks5://${LOGIN}127.0.0.1:1`,
      'HTTPS_PROXY names a kind of proxy that is not supported: socks5\n',
    ],
    [
      'not escaped',
      'http://user:100%@127.0.0.1:1',
      'HTTPS_PROXY has a % in its user name or password; write it as %25\n',
    ],
  ];
  test.for(NONSENSE)(
    'when HTTPS_PROXY is %s, then a message says so and nothing is sent',
    async ([, proxy, message], { stage, expect }) => {
      const { status, stdout, stderr } = await stage.run({
        env: { HTTPS_PROXY: proxy, MONGODB_ATLAS_OPS_MANAGER_URL: 'https://atlas.invalid/' },
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^Error: ${message}Set HTTPS_PROXY to an address like .*\n$`));
      expect(stderr).not.toContain('100%');
      expect(stderr).not.toContain(encodeURIComponent(PASSWORD));
    },
  );

  describe('https', () => {
    let certificates: Certificates;
    beforeAll(() => {
      certificates = makeCertificates();
    });
    afterAll(() => certificates.remove());
    const trust = () => ({ NODE_EXTRA_CA_CERTS: certificates.authorityFile });
    const secure = () => ({ tls: certificates.right });

    const SPELLINGS: [string, string, (host: string) => string, string | undefined][] = [
      ['has no password', 'HTTPS_PROXY', (host) => `http://${host}`, undefined],
      ['has no scheme', 'HTTPS_PROXY', (host) => host, undefined],
      ['is written small', 'https_proxy', (host) => `http://${host}/`, undefined],
      [
        'has a password',
        'HTTPS_PROXY',
        (host) => `http://${LOGIN}${host}`,
        `Basic ${btoa(`${USER}:${PASSWORD}`)}`,
      ],
      ['has a user name only', 'HTTPS_PROXY', (host) => `http://me@${host}`, `Basic ${btoa('me:')}`],
    ];
    test.for(SPELLINGS)(
      'when the address of the proxy %s, then both requests go through one tunnel',
      async ([, name, address, authorization], { stage, proxied, expect }) => {
        const server = await stage.serve(created, { requests: 2, ...secure() });
        const proxy = await proxied();
        const { status, stdout, stderr } = await stage.run({
          env: { [name]: address(proxy.host), ...trust(), ...at(HOST_NAME, server) },
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toContain(NEW_PRIVATE_KEY);
        expect(proxy.asked).toEqual([{ line: tunnelTo(HOST_NAME, server), authorization }]);
        expect(server.requests.map(({ headers }) => headers['proxy-authorization'])).toEqual([
          undefined,
          undefined,
        ]);
      },
    );

    test('when a service account is used, then its token is requested through the proxy as well', async ({
      stage,
      proxied,
      expect,
    }) => {
      const server = await stage.serve(created, {
        requests: 2,
        ...secure(),
        unauthorized: (response, request) =>
          request.url === '/api/oauth/token'
            ? json({ access_token: 'token', expires_in: 3600, token_type: 'Bearer' })(response, request)
            : created(response, request),
      });
      const proxy = await proxied();
      const env = {
        HTTPS_PROXY: proxy.host,
        MONGODB_ATLAS_CLIENT_ID: 'mdb_sa_id_1',
        MONGODB_ATLAS_CLIENT_SECRET: 'mdb_sa_sk_1',
        MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
        MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
      };
      const { status, stderr } = await stage.run({ env: { ...env, ...trust(), ...at(HOST_NAME, server) } });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(new Set(proxy.asked.map(({ line }) => line))).toEqual(new Set([tunnelTo(HOST_NAME, server)]));
      expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer token');
    });

    test('when SSL_CERT_FILE names the authority, then it is trusted behind a proxy too', async ({
      stage,
      proxied,
      expect,
    }) => {
      const server = await stage.serve(created, { requests: 2, ...secure() });
      const proxy = await proxied();
      const env = { HTTPS_PROXY: proxy.host, SSL_CERT_FILE: certificates.authorityFile };
      const { status, stderr } = await stage.run({ env: { ...env, ...at(HOST_NAME, server) } });
      expect({ status, stderr, asked: proxy.asked.length }).toEqual({ status: 0, stderr: '', asked: 1 });
    });

    test('when SSL_CERT_FILE cannot be read, then nothing is sent', async ({ stage, proxied, expect }) => {
      const server = await stage.serve(created, { requests: 0, ...secure() });
      const proxy = await proxied();
      const env = { HTTPS_PROXY: proxy.host, SSL_CERT_FILE: '/nowhere.pem' };
      const { status, stdout, stderr } = await stage.run({ env: { ...env, ...at(HOST_NAME, server) } });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: .*certificate/);
      expect(stderr).not.toContain('may have been');
    });

    const WRONG: [string, (all: Certificates) => Certificate, boolean, string][] = [
      ['is for another name', (all) => all.wrongName, true, `tls: the certificate is not for ${HOST_NAME}\n`],
      ['has expired', (all) => all.expired, true, 'tls: the certificate has expired\n'],
      [
        'is of an unknown authority',
        (all) => all.right,
        false,
        'tls: the certificate is signed by an unknown authority\n',
      ],
    ];
    for (const check of [undefined, '0'])
      test.for(WRONG)(
        `when the certificate behind a proxy %s and NODE_TLS_REJECT_UNAUTHORIZED is ${check ?? 'not set'}, then nothing is sent`,
        async ([, choose, known, message], { stage, proxied, expect }) => {
          const server = await stage.serve(created, { requests: 0, tls: choose(certificates) });
          const proxy = await proxied();
          const env = {
            HTTPS_PROXY: proxy.host,
            NODE_TLS_REJECT_UNAUTHORIZED: check,
            ...(known && trust()),
            ...at(HOST_NAME, server),
          };
          const { status, stdout, stderr } = await stage.run({ env });
          expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
          expect(stderr).toContain(message);
          expect(stderr).not.toContain('may have been');
        },
      );

    test.for([407, 502])(
      'when the proxy responds with %i, then the error says so and nothing is sent',
      async (refusal, { stage, proxied, expect }) => {
        const server = await stage.serve(created, { requests: 0, ...secure() });
        const proxy = await proxied({ refusal });
        const env = { HTTPS_PROXY: `http://${LOGIN}${proxy.host}`, ...trust(), ...at(HOST_NAME, server) };
        const { status, stdout, stderr } = await stage.run({ env });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toMatch(
          new RegExp(
            `^Error: Post ".*": the proxy refused to open a tunnel: HTTP ${refusal}\nCheck HTTPS_PROXY`,
          ),
        );
        expect(stderr).not.toContain(encodeURIComponent(PASSWORD));
        expect(stderr).not.toContain('may have been');
      },
    );

    test('when no proxy listens, then the error names the proxy', async ({ stage, proxied, expect }) => {
      const server = await stage.serve(created, { requests: 0, ...secure() });
      const proxy = await proxied();
      await proxy.close();
      const env = { HTTPS_PROXY: `http://${LOGIN}${proxy.host}`, ...at(HOST_NAME, server) };
      const { status, stdout, stderr } = await stage.run({ env });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(
        `proxyconnect tcp: connect: connection refused\nThe proxy ${proxy.host} comes from HTTPS_PROXY.`,
      );
      expect(stderr).not.toContain(encodeURIComponent(PASSWORD));
      expect(stderr).not.toContain('may have been');
    });

    describe('a proxy that is asked over https', () => {
      test('when its certificate is valid, then a key is created through it', async ({
        stage,
        proxied,
        expect,
      }) => {
        const server = await stage.serve(created, { requests: 2, ...secure() });
        const proxy = await proxied(secure());
        const env = { HTTPS_PROXY: `https://${proxy.host}`, ...trust(), ...at(HOST_NAME, server) };
        const { status, stderr } = await stage.run({ env });
        expect({ status, stderr, asked: proxy.asked.length }).toEqual({ status: 0, stderr: '', asked: 1 });
      });

      test.for([undefined, '0'])(
        'when its certificate is of an unknown authority and NODE_TLS_REJECT_UNAUTHORIZED is %s, then it does not get the password',
        async (check, { stage, proxied, expect }) => {
          const server = await stage.serve(created, { requests: 0, ...secure() });
          const proxy = await proxied({ tls: certificates.selfSigned });
          const env = {
            HTTPS_PROXY: `https://${LOGIN}${proxy.host}`,
            NODE_TLS_REJECT_UNAUTHORIZED: check,
            ...trust(),
            ...at(HOST_NAME, server),
          };
          const { status, stdout, stderr } = await stage.run({ env });
          expect({ status, stdout, asked: proxy.asked }).toEqual({ status: 1, stdout: '', asked: [] });
          expect(stderr).toContain('tls: the certificate is signed by an unknown authority\n');
        },
      );
    });
  });
});

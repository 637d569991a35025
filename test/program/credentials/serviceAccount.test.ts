/** Service accounts on both builds: the number of requested tokens, and where the secret is sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { SANDBOX } from '../../../sandbox/state.ts';
import { CLIENT_ID, NO_API_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type Stage } from '../../support/program/programTest.ts';
import { sandbox } from '../../support/program/sandboxStage.ts';
import { type Certificates, makeCertificates } from '../../support/servers/certificates.ts';
import type { Behavior, FaultyServer, ServerOptions } from '../../support/servers/faultyServer.ts';
import { body, created, flood, hang, json, redirect } from '../../support/servers/serverBehaviors.ts';

const LIST = ['organizations', 'list'];
const CLIENT_SECRET = 'mdb_sa_sk_canary-of-a-service-account';
const TOKEN = 'canary-of-a-token';

const ACCOUNT = {
  ...NO_API_KEY,
  MONGODB_ATLAS_CLIENT_ID: CLIENT_ID,
  MONGODB_ATLAS_CLIENT_SECRET: CLIENT_SECRET,
};

const SANDBOX_ACCOUNT = {
  MONGODB_ATLAS_CLIENT_ID: SANDBOX.clientId,
  MONGODB_ATLAS_CLIENT_SECRET: SANDBOX.clientSecret,
};

const givesToken = json({ access_token: TOKEN, expires_in: 3600, token_type: 'Bearer' });

/** A server whose token endpoint and API do as they are told. */
const account = (stage: Stage, token: Behavior, api: Behavior, count: number, options: ServerOptions = {}) =>
  stage.serve(created, {
    requests: count,
    ...options,
    unauthorized: (response, request) =>
      (request.url === '/api/oauth/token' ? token : api)(response, request),
  });

const paths = ({ requests }: FaultyServer) => requests.map(({ url }) => url);

describe.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  describe('one token for many', () => {
    // Node takes its time a hundred times, and others use the machine too.
    const long = { timeout: 600_000 };
    test(
      'when it runs a hundred times in a row, then one token is requested',
      long,
      async ({ stage, expect }) => {
        const atlas = await sandbox();
        for (let n = 0; n < 100; n++) {
          const { status, stderr } = await stage.run({
            argv: LIST,
            env: { ...atlas.to, ...SANDBOX_ACCOUNT },
          });
          expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        }
        expect(atlas.tokens.serviceTokens).toBe(1);
        const [[path, file] = [], ...others] = Object.entries(stage.cached());
        expect(others).toEqual([]);
        expect(path).toMatch(/^\.cache\/atlascli\/tokens\/[0-9a-f]{32}\.json$/);
        expect(file?.mode).toBe(0o600);
        expect(file?.text).not.toContain(SANDBOX.clientSecret);
      },
    );

    test('when fifty runs start at once without a token, then at most three are requested', async ({
      stage,
      expect,
    }) => {
      const atlas = await sandbox();
      const env = { ...atlas.to, ...SANDBOX_ACCOUNT };
      const argv = ['organizations', 'apiKeys', 'create', '--desc', 'x', '--role', 'ORG_MEMBER'];
      const runs = Array.from({ length: 50 }, () =>
        stage.run({ argv: [...argv, '--orgId', SANDBOX.orgId], env }),
      );
      for (const { status, stderr } of await Promise.all(runs))
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(atlas.state.createdKeys).toHaveLength(50);
      expect(atlas.tokens.serviceTokens).toBeLessThanOrEqual(3);
      expect(Object.keys(stage.cached())).toHaveLength(1);
    });

    test('when the saved token of twenty runs is refused, then each sends its request again with another token', async ({
      stage,
      expect,
    }) => {
      const atlas = await sandbox();
      const run = () => stage.run({ argv: LIST, env: { ...atlas.to, ...SANDBOX_ACCOUNT } });
      await run();
      atlas.tokens.revokeAll();
      for (const { status, stderr } of await Promise.all(Array.from({ length: 20 }, run)))
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(atlas.tokens.serviceTokens).toBeLessThanOrEqual(4);
    });
  });

  test.for<[string, (stage: Stage) => Record<string, string | undefined>]>([
    ['there is no home', () => ({ HOME: undefined })],
    ['the cache folder cannot be made', ({ regularFile }) => ({ XDG_CACHE_HOME: regularFile })],
    ['the cache folder is /proc', () => ({ XDG_CACHE_HOME: '/proc' })],
  ])('when %s, then it works without a cache, and prints nothing', async ([, env], { stage, expect }) => {
    const atlas = await sandbox();
    const { status, stderr } = await stage.run({
      argv: LIST,
      env: { ...atlas.to, ...SANDBOX_ACCOUNT, ...env(stage) },
    });
    expect({ status, stderr, made: stage.made() }).toEqual({ status: 0, stderr: '', made: {} });
  });

  describe('a hostile token endpoint', () => {
    test.for<[string, Behavior, string]>([
      ['HTML', body('<html>', 'text/html'), 'does not contain a token'],
      ['no JSON', body('access_token=x'), 'does not contain a token'],
      [
        'a header in its token',
        json({ access_token: 'x\r\nx-evil: 1', expires_in: 5 }),
        'does not contain a token',
      ],
      ['no end', flood('{"access_token":"', 64 * 1024 * 1024), 'the response is larger than 64 KiB'],
      ['the secret', json({ error: CLIENT_SECRET }, 401), 'answered HTTP 401 Unauthorized\n'],
    ])(
      'when it responds with %s, then nothing is created, and a message says so',
      async (row, { stage, expect }) => {
        const [, token, said] = row;
        const server = await account(stage, token, created, 1);
        const { status, stdout, stderr } = await stage.run({ to: server, env: ACCOUNT });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toMatch(/^Error: cannot get a token for the service account: /);
        expect(stderr).toContain(said);
        expect(stderr).toMatch(/No API key was created\.\n$/);
        expect(stderr).not.toContain('canary');
        expect(stage.made()).toEqual({});
      },
    );

    test('when the token endpoint redirects, then the secret is not sent to the other host', async ({
      stage,
      expect,
    }) => {
      const elsewhere = await stage.serve(created, { requests: 0 });
      const server = await account(stage, redirect(`${elsewhere.url}api/oauth/token`), created, 1);
      const { status, stderr } = await stage.run({ to: server, env: ACCOUNT });
      expect(status).toBe(1);
      expect(stderr).toContain('Credentials are not sent to the target of a redirect.');
    });

    test('when it hangs and a signal arrives, then nothing was created, and no lock is left', async ({
      stage,
      expect,
    }) => {
      const server = await account(stage, hang, created, 1);
      const run = stage.start({ to: server, env: ACCOUNT });
      await server.received(1);
      run.signal('SIGINT');
      expect(await run.exited).toEqual({ status: 130, stdout: '', stderr: 'Error: interrupted by SIGINT\n' });
      expect(stage.made()).toEqual({});
    });
  });

  test('when the API redirects, then the token is not sent to the other host', async ({ stage, expect }) => {
    const elsewhere = await stage.serve(created, { requests: 0 });
    const server = await account(stage, givesToken, redirect(elsewhere.url), 2);
    expect((await stage.run({ to: server, env: ACCOUNT })).status).toBe(1);
  });

  test('when the runtime prints its requests, then they contain neither secret nor token', async ({
    stage,
    expect,
  }) => {
    const server = await account(stage, givesToken, created, 2);
    const { status, stdout, stderr } = await stage.run({
      to: server,
      env: { ...ACCOUNT, BUN_CONFIG_VERBOSE_FETCH: 'curl', NODE_DEBUG: 'http,https,net,tls,undici,fetch' },
    });
    expect(status).toBe(0);
    expect(paths(server)).toHaveLength(2);
    const basic = Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64');
    for (const secret of [CLIENT_SECRET, TOKEN, basic]) expect(stdout + stderr).not.toContain(secret);
  });

  test('when a proxy is named, then the token is requested through it', async ({ stage, expect }) => {
    const connected: string[] = [];
    const proxy = createServer().on('connect', ({ url }, socket) => {
      connected.push(url ?? '');
      // The client may be gone before the answer is.
      socket.on('error', () => {});
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const { status, stderr } = await stage.run({
      env: {
        ...ACCOUNT,
        MONGODB_ATLAS_OPS_MANAGER_URL: 'https://atlas.example/',
        HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      },
    });
    expect({ status, connected }).toEqual({ status: 1, connected: ['atlas.example:443'] });
    expect(stderr).toContain('the proxy refused to open a tunnel: HTTP 407');
    expect(stderr).toContain('No API key was created.');
  });

  describe('certificates', () => {
    let certificates: Certificates;
    beforeAll(() => {
      certificates = makeCertificates();
    });
    afterAll(() => certificates.remove());

    test.for(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])(
      'when the authority is in %s, then the token is received',
      async (name, { stage, expect }) => {
        const server = await account(stage, givesToken, created, 2, { tls: certificates.right });
        const env = { ...ACCOUNT, [name]: certificates.authorityFile };
        const { status, stderr } = await stage.run({ to: server, env });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      },
    );

    test.for(['wrongName', 'expired', 'selfSigned'] as const)(
      'when the certificate is %s and NODE_TLS_REJECT_UNAUTHORIZED is 0, then the secret is not sent',
      async (choose, { stage, expect }) => {
        const server = await account(stage, givesToken, created, 0, { tls: certificates[choose] });
        const { status, stderr } = await stage.run({
          to: server,
          env: {
            ...ACCOUNT,
            NODE_EXTRA_CA_CERTS: certificates.authorityFile,
            NODE_TLS_REJECT_UNAUTHORIZED: '0',
          },
        });
        expect(status).toBe(1);
        expect(stderr).toMatch(/tls: the certificate .*\n(?:.* )?No API key was created\.\n$/);
      },
    );
  });

  test('when the profile contains only the client ID, then no request is sent', async ({ stage, expect }) => {
    stage.put(
      join(stage.configFolder, 'config.toml'),
      `[default]\nauth_type = "service_account"\nclient_id = "${CLIENT_ID}"\n`,
    );
    const server = await account(stage, givesToken, created, 0);
    const { status, stderr } = await stage.run({ to: server, argv: CREATE, env: NO_API_KEY });
    expect(status).toBe(1);
    expect(stderr).toMatch(/\nclient_secret is missing: only client_id is set, by profile "default" of /);
  });
});

/** https: a host with an invalid certificate receives nothing, whatever the environment says. */
import { afterAll, beforeAll, describe } from 'vitest';
import { NEW_PRIVATE_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest } from '../../support/program/programTest.ts';
import { type Certificate, type Certificates, makeCertificates } from '../../support/servers/certificates.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

describe('certificates', () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });
  afterAll(() => certificates.remove());

  const UNKNOWN = 'tls: the certificate is signed by an unknown authority\n';
  const WRONG: [string, (all: Certificates) => Certificate, boolean, string][] = [
    ['is for another name', (all) => all.wrongName, true, 'tls: the certificate is not for 127.0.0.1\n'],
    ['has expired', (all) => all.expired, true, 'tls: the certificate has expired\n'],
    ['is of an unknown authority', (all) => all.right, false, UNKNOWN],
    ['is signed by itself', (all) => all.selfSigned, false, UNKNOWN],
  ];

  describe.concurrent.each(BUILDS)('$name', (build) => {
    const test = programTest(build);

    test.for(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])(
      'when the certificate is valid and its authority in %s, then a key is created',
      async (name, { stage, expect }) => {
        const server = await stage.serve(created, { requests: 2, tls: certificates.right });
        const { status, stdout, stderr } = await stage.run({
          to: server,
          env: { [name]: certificates.authorityFile },
        });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(stdout).toContain(NEW_PRIVATE_KEY);
      },
    );

    for (const check of [undefined, '0'])
      test.for(WRONG)(
        `when the certificate %s and NODE_TLS_REJECT_UNAUTHORIZED is ${check ?? 'not set'}, then nothing is sent`,
        async ([, choose, known, message], { stage, expect }) => {
          const server = await stage.serve(created, { requests: 0, tls: choose(certificates) });
          const { status, stdout, stderr } = await stage.run({
            to: server,
            env: {
              NODE_TLS_REJECT_UNAUTHORIZED: check,
              NODE_EXTRA_CA_CERTS: known ? certificates.authorityFile : undefined,
            },
          });
          expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
          expect(stderr).toContain(message);
          expect(stderr).not.toContain('may have been');
        },
      );

    test.for(WRONG)(
      'when the certificate %s and a service account asks for its token, then its secret is not sent',
      async ([, choose, known, message], { stage, expect }) => {
        const server = await stage.serve(created, { requests: 0, tls: choose(certificates) });
        const { status, stdout, stderr } = await stage.run({
          to: server,
          env: {
            MONGODB_ATLAS_CLIENT_ID: 'mdb_sa_id_1',
            MONGODB_ATLAS_CLIENT_SECRET: 'mdb_sa_sk_1',
            MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
            MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
            NODE_TLS_REJECT_UNAUTHORIZED: '0',
            NODE_EXTRA_CA_CERTS: known ? certificates.authorityFile : undefined,
          },
        });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toContain(message);
      },
    );

    test('when https is used with an http server, then the error says so', async ({ stage, expect }) => {
      const server = await stage.serve(created, { requests: 0 });
      const { status, stderr } = await stage.run({
        to: server,
        env: { MONGODB_ATLAS_OPS_MANAGER_URL: server.url.replace('http:', 'https:') },
      });
      expect(status).toBe(1);
      expect(stderr).toContain('tls: handshake failed\n');
      expect(stderr).not.toContain('may have been');
    });

    test('when http is used with an https server, then nothing is created', async ({ stage, expect }) => {
      const server = await stage.serve(created, { requests: 0, tls: certificates.right });
      const { status, stdout } = await stage.run({
        to: server,
        env: { MONGODB_ATLAS_OPS_MANAGER_URL: server.url.replace('https:', 'http:') },
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    });
  });
});

/** NO_PROXY on both builds, with the rules of Go. */
import { afterAll, beforeAll, describe, type ExpectStatic } from 'vitest';
import { BUILDS } from '../../support/program/builds.ts';
import { type HostNames, withHostName } from '../../support/program/hostNames.ts';
import type { Stage } from '../../support/program/programTest.ts';
import { at, proxyTest, type StartProxy, tunnelTo } from '../../support/program/proxyTest.ts';
import {
  type Certificates,
  HOST_NAME,
  makeCertificates,
  UNSPECIFIED,
} from '../../support/servers/certificates.ts';
import { created } from '../../support/servers/serverBehaviors.ts';

interface Exception {
  /** What NO_PROXY says, where PORT stands for the server's. */
  readonly list: string;
  readonly host: string;
  readonly direct: boolean;
}

const exceptions = (host: string, direct: boolean, ...lists: string[]): Exception[] =>
  lists.map((list) => ({ list, host, direct }));

describe('NO_PROXY', () => {
  let certificates: Certificates;
  let names: HostNames;
  beforeAll(() => {
    certificates = makeCertificates();
    names = withHostName(HOST_NAME);
  });
  afterAll(() => {
    certificates.remove();
    names.remove();
  });

  async function run(
    { list, host, direct }: Exception,
    { stage, proxied, expect }: { stage: Stage; proxied: StartProxy; expect: ExpectStatic },
  ): Promise<void> {
    const server = await stage.serve(created, { requests: 2, tls: certificates.right });
    const proxy = await proxied();
    const env = {
      HTTPS_PROXY: proxy.host,
      NO_PROXY: list.replace('PORT', String(server.port)),
      NODE_EXTRA_CA_CERTS: certificates.authorityFile,
      ...at(host, server),
    };
    const { status, stderr } = await stage.run({ env, within: names.within });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(proxy.asked.map(({ line }) => line)).toEqual(direct ? [] : [tunnelTo(host, server)]);
  }

  describe.concurrent.each(BUILDS)('$name', (build) => {
    const test = proxyTest(build);

    test.for([
      ...exceptions(UNSPECIFIED, true, '0.0.0.0/8', '10.0.0.0/8, 0.0.0.0/31', '0.0.0.0', '0.0.0.0:PORT', '*'),
      ...exceptions(
        UNSPECIFIED,
        false,
        '10.0.0.0/8',
        '0.0.0.1',
        '0.0.0.0:1',
        '0.0.0.0/64',
        '::/0',
        '0.0',
        '',
      ),
    ])(
      'when the host is $host and NO_PROXY is $list, then the connection is direct: $direct',
      async ({ list, host, direct }, { stage, proxied, expect }) => {
        await run({ list, host, direct }, { stage, proxied, expect });
      },
    );

    test.for([
      ...exceptions(
        HOST_NAME,
        true,
        HOST_NAME,
        'example',
        '.example',
        '*.example',
        'x,ATLAS.Example:PORT',
        '*',
      ),
      ...exceptions(
        HOST_NAME,
        false,
        `.${HOST_NAME}`,
        `*.${HOST_NAME}`,
        'las.example',
        `${HOST_NAME}:1`,
        '0/0',
      ),
    ])(
      'when the host is $host and NO_PROXY is $list, then the connection is direct: $direct',
      async ({ list, host, direct }, { stage, proxied, expect, skip }) => {
        if (!names.within) skip('not tested: this system lets nobody have mount namespaces');
        await run({ list, host, direct }, { stage, proxied, expect });
      },
    );
  });
});

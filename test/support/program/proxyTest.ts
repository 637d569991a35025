/** Tests of a build with proxies. */

import type { FaultyServer } from '../servers/faultyServer.ts';
import { type ForwardProxy, type ProxyOptions, startProxy } from '../servers/forwardProxy.ts';
import type { BUILDS } from './builds.ts';
import { programTest } from './programTest.ts';

/** Starts a proxy that is closed at the end of its test. */
export type StartProxy = (options?: ProxyOptions) => Promise<ForwardProxy>;

export const proxyTest = (build: (typeof BUILDS)[number]) =>
  programTest(build).extend<{ proxied: StartProxy }>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest asks for this form
    proxied: async ({}, use) => {
      const proxies: ForwardProxy[] = [];
      await use(async (options) => {
        const proxy = await startProxy(options);
        proxies.push(proxy);
        return proxy;
      });
      await Promise.all(proxies.map((proxy) => proxy.close()));
    },
  });

/** The server's address with another host name, which does not count as loopback. */
export const at = (host: string, { url }: FaultyServer) => ({
  MONGODB_ATLAS_OPS_MANAGER_URL: url.replace('127.0.0.1', host),
});

/** The request line for a tunnel to the server. */
export const tunnelTo = (host: string, { port }: FaultyServer) => `CONNECT ${host}:${port}`;

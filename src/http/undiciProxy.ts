/** undici's way through a proxy; see undiciFetch.ts. */
import type { buildConnector } from 'undici';
import connectMethod from 'undici/lib/api/api-connect.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';
import type { ForwardProxy } from './proxy.ts';

type Connector = buildConnector.connector;

// undici's index does this for all methods; a ProxyAgent asks its pool to connect.
Dispatcher.prototype.connect = connectMethod;

/** undici's own leaves out a user name that has no password. */
function authorization({ username, password }: URL): { token?: string } {
  if (!username && !password) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { token: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** undici tells a proxy that is an IP address its name in the TLS handshake, which Node warns of: RFC 6066 forbids it. */
const withoutServerName =
  (connect: Connector): Connector =>
  (options, callback) =>
    connect(/^\[|^[\d.]+$/.test(options.hostname) ? { ...options, servername: '' } : options, callback);

/** Sends requests through the proxy. @param connect for connections to the proxy and to the host */
export function proxyAgent(proxy: ForwardProxy, connect: buildConnector.BuildOptions): Dispatcher {
  return new ProxyAgent({
    uri: proxy.url.origin,
    ...authorization(proxy.url),
    connections: 1,
    proxyTls: connect,
    requestTls: connect,
    clientFactory: (origin, options) =>
      new Pool(origin, { connect: withoutServerName((options as { connect: Connector }).connect) }),
    // http is asked for by its whole address, as Go and curl do: many proxies open no tunnel to port 80.
    proxyTunnel: false,
  });
}

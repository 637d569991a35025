/** Finds the way to a host, directly or through a proxy, and keeps its connection. docs/architecture.md says why not fetch. */
import { ConfigError, messageOf } from '../base/errors.ts';
import { connectByBun } from './bunConnection.ts';
import { type AskedProxy, type Connection, endpointOf, NotDelivered, ProxyRefusal } from './connection.ts';
import { converse, requestParts } from './conversation.ts';
import type { ForwardProxy } from './proxy.ts';
import type { HttpRequest, HttpResponse } from './types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** How long to wait for a connection, in milliseconds. */
const CONNECT_LIMIT_MS = 10_000;

function readAuthorities(variable: string, path: string): string {
  try {
    return process.getBuiltinModule('node:fs').readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read the certificates of ${variable}: ${messageOf(error)}`);
  }
}

/**
 * Node reads SSL_CERT_FILE only when started with --use-openssl-ca, and giving `ca` replaces both its own list and
 * NODE_EXTRA_CA_CERTS: so all three are put together. Undefined means the runtime's default.
 */
function authoritiesFor(addresses: readonly URL[], env: Environment): string[] | undefined {
  const { SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: extra } = env;
  if (!file || addresses.every(({ protocol }) => protocol === 'http:')) return undefined;
  return [
    ...process.getBuiltinModule('node:tls').rootCertificates,
    readAuthorities('SSL_CERT_FILE', file),
    ...(extra ? [readAuthorities('NODE_EXTRA_CA_CERTS', extra)] : []),
  ];
}

/** The value of Proxy-Authorization; undefined when the proxy's address has no user name. */
function proxyAuthorization({ username, password }: URL): string | undefined {
  if (!username && !password) return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** How a host is asked. */
interface Way {
  readonly origin: string;
  readonly proxy: AskedProxy | undefined;
  /** Whether the proxy forwards each request, instead of opening a tunnel. */
  readonly isForwarded: boolean;
  /** Header fields for such a proxy. */
  readonly headers: Readonly<Record<string, string>>;
  connect(): Promise<Connection>;
  /** The connection of the last request, while it can carry another. */
  idle: Connection | undefined;
}

function directWay(url: URL, env: Environment): Way {
  const common = { origin: url.origin, proxy: undefined, isForwarded: false, headers: {}, idle: undefined };
  // Bun reads SSL_CERT_FILE and NODE_EXTRA_CA_CERTS itself.
  if (process.versions['bun'])
    return {
      ...common,
      connect: () => connectByBun(endpointOf(url, undefined)),
    };
  const endpoint = endpointOf(url, authoritiesFor([url], env));
  return {
    ...common,
    connect: async () => (await import('./nodeConnection.ts')).connectByNode(endpoint),
  };
}

function wayThrough({ url: address, variable }: ForwardProxy, url: URL, env: Environment): Way {
  const authorities = authoritiesFor([address, url], env);
  const [proxy, endpoint] = [endpointOf(address, authorities), endpointOf(url, authorities)];
  const authorization = proxyAuthorization(address);
  const common = { origin: url.origin, proxy: { host: address.host, variable }, idle: undefined };
  if (endpoint.isSecure)
    return {
      ...common,
      isForwarded: false,
      headers: {},
      connect: async () =>
        (await import('./nodeConnection.ts')).connectThrough(proxy, authorization, endpoint),
    };
  // http is asked for by its whole address, as Go and curl do: many proxies open no tunnel to port 80.
  return {
    ...common,
    isForwarded: true,
    headers: authorization === undefined ? {} : { 'proxy-authorization': authorization },
    connect: async () => (await import('./nodeConnection.ts')).connectByNode(proxy),
  };
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

async function findWay(url: URL, env: Environment): Promise<Way> {
  const isProxyNamed = PROXY_VARIABLES.some((name) => env[name]);
  const proxy = isProxyNamed ? (await import('./proxy.ts')).proxyFor(url, env) : undefined;
  return proxy ? wayThrough(proxy, url, env) : directWay(url, env);
}

/** Connects. @throws the signal's reason, or ETIMEDOUT after CONNECT_LIMIT_MS */
function connect(way: Way, signal: AbortSignal): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    const timer = setTimeout(
      () => reject(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })),
      CONNECT_LIMIT_MS,
    );
    signal.addEventListener('abort', giveUp);
    way
      .connect()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
      });
  });
}

/** The way to the host of the last request: all requests of a run go to one host. */
let way: Way | undefined;

/** Makes one exchange; see System.fetch. */
export async function exchange(
  address: string,
  request: HttpRequest,
  env: Environment,
): Promise<HttpResponse> {
  const url = new URL(address);
  if (way?.origin !== url.origin) way = await findWay(url, env);
  const chosen = way;
  const { proxy, isForwarded } = chosen;
  let connection: Connection;
  let parts: Uint8Array[];
  try {
    const target = isForwarded ? url.href : url.pathname + url.search;
    parts = requestParts(target, url.host, {
      ...request,
      headers: { ...chosen.headers, ...request.headers },
    });
    connection = chosen.idle?.isOpen ? chosen.idle : await connect(chosen, request.signal);
  } catch (error) {
    throw new NotDelivered(error, proxy);
  }
  chosen.idle = undefined;
  const response = await converse(connection, parts, request.signal, (free) => {
    chosen.idle = free;
  });
  if (isForwarded && response.status === 407)
    throw new NotDelivered(new ProxyRefusal('the proxy wants a user name and password: HTTP 407'), proxy);
  return response;
}

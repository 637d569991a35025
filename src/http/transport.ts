/** Finds the route to a host, directly or through a proxy, and sends requests along it. */
import type { Socket } from 'node:net';
import { ConfigError, messageOf } from '../base/errors.ts';
import { socketClient } from './clients/socketClient.ts';
import { connectByBun } from './connections/bunConnection.ts';
import { endpointOf } from './connections/endpoint.ts';
import { checkFields } from './fields.ts';
import type { ForwardProxy } from './proxy.ts';
import { ProxyRefusal, RequestNotSent, type UsedProxy } from './requestNotSent.ts';
import type { HttpRequest, HttpResponse, Send } from './types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const CONNECT_LIMIT_MS = 10_000;

const isBun = process.versions['bun'] !== undefined;

function readAuthorities(variable: string, path: string): string {
  try {
    return process.getBuiltinModule('node:fs').readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read the certificates of ${variable}: ${messageOf(error)}`);
  }
}

/**
 * Node reads SSL_CERT_FILE only when it is started with --use-openssl-ca, and `ca` replaces both Node's own list and
 * NODE_EXTRA_CA_CERTS, so this puts all three together. Undefined means the runtime's default.
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

/** How requests get to a host. */
interface Route {
  readonly origin: string;
  readonly proxy: UsedProxy | undefined;
  /** Whether the proxy forwards each request, instead of opening a tunnel. */
  readonly isForwarded: boolean;
  /** Header fields for such a proxy. */
  readonly headers: Readonly<Record<string, string>>;
  readonly send: Send;
}

/** @throws ETIMEDOUT when the connection takes too long */
function withinLimit<T>(opening: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timeOut = () => reject(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(timeOut, CONNECT_LIMIT_MS);
    opening.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const loadSockets = () => import('./connections/nodeSockets.ts');

/** The client of this runtime, over sockets of node:net. */
async function clientOver(open: () => Promise<Socket>, origin: string): Promise<Send> {
  const openInTime = () => withinLimit(open());
  if (!isBun) return (await import('./clients/undiciClient.ts')).undiciClient(origin, openInTime);
  const { connectionBy } = await loadSockets();
  return socketClient(async () => connectionBy(await openInTime()));
}

async function directRoute(url: URL, env: Environment): Promise<Route> {
  const { origin } = url;
  const common = { origin, proxy: undefined, isForwarded: false, headers: {} };
  // Bun reads SSL_CERT_FILE and NODE_EXTRA_CA_CERTS itself, and its own sockets load faster than node:net.
  if (isBun)
    return { ...common, send: socketClient(() => withinLimit(connectByBun(endpointOf(url, undefined)))) };
  const { openSocket } = await loadSockets();
  const endpoint = endpointOf(url, authoritiesFor([url], env));
  return { ...common, send: await clientOver(() => openSocket(endpoint), origin) };
}

async function routeThrough(
  { url: address, variable }: ForwardProxy,
  url: URL,
  env: Environment,
): Promise<Route> {
  const { openSocket, openSocketThrough } = await loadSockets();
  const authorities = authoritiesFor([address, url], env);
  const [proxy, endpoint] = [endpointOf(address, authorities), endpointOf(url, authorities)];
  const authorization = proxyAuthorization(address);
  const { origin } = url;
  const common = { origin, proxy: { host: address.host, variable } };
  if (endpoint.isSecure) {
    const open = () => openSocketThrough(proxy, authorization, endpoint);
    return { ...common, isForwarded: false, headers: {}, send: await clientOver(open, origin) };
  }
  // For http, the proxy gets the full address, as from Go and curl: many proxies refuse a tunnel to port 80.
  return {
    ...common,
    isForwarded: true,
    headers: authorization === undefined ? {} : { 'proxy-authorization': authorization },
    send: await clientOver(() => openSocket(proxy), origin),
  };
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

async function findRoute(url: URL, env: Environment): Promise<Route> {
  const isProxyNamed = PROXY_VARIABLES.some((name) => env[name]);
  const proxy = isProxyNamed ? (await import('./proxy.ts')).proxyFor(url, env) : undefined;
  return proxy ? routeThrough(proxy, url, env) : directRoute(url, env);
}

async function sendAlong(
  { send, proxy, isForwarded, headers }: Route,
  url: URL,
  request: HttpRequest,
): Promise<HttpResponse> {
  const target = isForwarded ? url.href : url.pathname + url.search;
  const fields = { host: url.host, ...headers, ...request.headers };
  try {
    checkFields(fields);
  } catch (error) {
    throw new RequestNotSent(error, proxy);
  }
  try {
    return await send(target, { ...request, headers: fields });
  } catch (error) {
    throw error instanceof RequestNotSent ? new RequestNotSent(error.cause, proxy) : error;
  }
}

/** The route of the last request: all requests of a run go to one host. */
let route: Route | undefined;

/** Makes one exchange; see System.fetch. */
export async function exchange(
  address: string,
  request: HttpRequest,
  env: Environment,
): Promise<HttpResponse> {
  const url = new URL(address);
  if (route?.origin !== url.origin) route = await findRoute(url, env);
  const response = await sendAlong(route, url, request);
  if (route.isForwarded && response.status === 407)
    throw new RequestNotSent(
      new ProxyRefusal('the proxy wants a user name and password: HTTP 407'),
      route.proxy,
    );
  return response;
}

/** HTTP as both runtimes do it, with the settings that keep credentials where they belong. */
import { ConfigError, messageOf } from '../base/errors.ts';
import type { ForwardProxy } from './proxy.ts';
import type { Fetch, HttpRequest, HttpResponse } from './types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

function readAuthorities(variable: string, path: string): string {
  try {
    return process.getBuiltinModule('node:fs').readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`cannot read the certificates of ${variable}: ${messageOf(error)}`);
  }
}

/**
 * Node reads SSL_CERT_FILE only when started with --use-openssl-ca, and giving `ca` replaces both its own list and
 * NODE_EXTRA_CA_CERTS: so all three are put together. Undefined means Node's default.
 */
function certificateAuthorities(env: Environment): string[] | undefined {
  const { SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: extra } = env;
  if (!file) return undefined;
  return [
    ...process.getBuiltinModule('node:tls').rootCertificates,
    readAuthorities('SSL_CERT_FILE', file),
    ...(extra ? [readAuthorities('NODE_EXTRA_CA_CERTS', extra)] : []),
  ];
}

/** Bun's fetch adds an `accept` for anything to whatever has none, and cannot be told not to. */
const hasAccept = ({ headers }: HttpRequest): boolean => 'accept' in headers;

/** What Bun's fetch takes beyond the standard's options. */
interface BunOptions extends HttpRequest {
  /** The proxy to use; false keeps Bun from using the variables itself. */
  readonly proxy: string | false;
  /** A redirect comes back as it is. */
  readonly redirect: 'manual';
  /** The body comes as it was sent. */
  readonly decompress: false;
  /** Bun prints headers, Authorization among them, when BUN_CONFIG_VERBOSE_FETCH is set; unless this is false. */
  readonly verbose: false;
  /** Otherwise NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would switch the check of certificates off. */
  readonly tls: { readonly rejectUnauthorized: true };
}

type BunFetch = (url: string, options: BunOptions) => Promise<HttpResponse>;

/**
 * Bun answers `import 'undici'` with an implementation of its own, whose fetch is the global one and whose dispatchers
 * do nothing; loading it costs 2 ms. Its fetch keeps connections. Its node:http knows no proxies: with one on the way,
 * an `accept` too many is the lesser evil.
 */
const bunFetch = (env: Environment, proxy: ForwardProxy | undefined): Fetch => {
  const send = (url: string, request: HttpRequest) =>
    (globalThis.fetch as unknown as BunFetch)(url, {
      ...request,
      proxy: proxy ? proxy.url.href : false,
      redirect: 'manual',
      decompress: false,
      verbose: false,
      tls: { rejectUnauthorized: true },
    });
  return async (url, request) => {
    if (proxy) return withoutExceptions(() => send(url, request));
    if (hasAccept(request)) return send(url, request);
    const { bareExchange } = await import('./bareExchange.ts');
    return bareExchange(url, request, certificateAuthorities(env));
  };
};

/** Bun asks NO_PROXY even about a proxy that it is told to use. It has been asked, by other rules: see proxy.ts. */
function withoutExceptions<T>(work: () => T): T {
  const names = ['NO_PROXY', 'no_proxy'];
  const values = names.map((name) => process.env[name]);
  for (const name of names) delete process.env[name];
  try {
    return work();
  } finally {
    names.forEach((name, at) => {
      const value = values[at];
      if (value !== undefined) process.env[name] = value;
    });
  }
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** How all requests of a run travel: they go to one host. */
interface Route {
  readonly proxy: ForwardProxy | undefined;
  readonly fetch: Fetch;
}

async function nodeFetch(env: Environment, proxy: ForwardProxy | undefined): Promise<Fetch> {
  const { undiciFetch } = await import('./undiciFetch.ts');
  return undiciFetch(certificateAuthorities(env), proxy);
}

async function findRoute(url: string, env: Environment): Promise<Route> {
  const isProxyNamed = PROXY_VARIABLES.some((name) => env[name]);
  const proxy = isProxyNamed ? (await import('./proxy.ts')).proxyFor(new URL(url), env) : undefined;
  return { proxy, fetch: process.versions['bun'] ? bunFetch(env, proxy) : await nodeFetch(env, proxy) };
}

let route: Route | undefined;

/** One exchange. Redirects come back as they are; see System.fetch. */
export async function exchange(url: string, request: HttpRequest, env: Environment): Promise<HttpResponse> {
  route ??= await findRoute(url, env);
  const { proxy, fetch } = route;
  try {
    const response = await fetch(url, request);
    // Where http goes through a proxy, it may answer itself: it has not passed the request on.
    if (proxy && response.status === 407) throw new Error('Proxy Authentication Required (407)');
    return response;
  } catch (error) {
    if (proxy) Object.assign(error as Error, { proxy: { host: proxy.url.host, variable: proxy.variable } });
    throw error;
  }
}

/** HTTP as both runtimes do it, with the settings that keep credentials where they belong. */
import { readFileSync } from 'node:fs';
import type { Dispatcher, RequestInit } from 'undici';
import { isLoopback } from './loopback.ts';
import type { HttpRequest, HttpResponse } from './system.ts';

/** Bun's own additions to fetch's options; undici ignores them. */
interface BunOptions {
  /** False switches Bun's use of the proxy variables off. */
  proxy?: false;
  /** Bun prints headers, Authorization among them, when BUN_CONFIG_VERBOSE_FETCH is set; unless this is false. */
  verbose: false;
  /** Otherwise NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would switch the check of certificates off. */
  tls: { rejectUnauthorized: true };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Node reads SSL_CERT_FILE only when started with --use-openssl-ca, and giving `ca` replaces both its own list and
 * NODE_EXTRA_CA_CERTS: so all three are put together. Undefined means Node's default.
 */
function certificateAuthorities(env: Environment): string[] | undefined {
  const file = env['SSL_CERT_FILE'];
  if (!file) return undefined;
  const extra = env['NODE_EXTRA_CA_CERTS'];
  const { rootCertificates } = process.getBuiltinModule('node:tls');
  return [
    ...rootCertificates,
    ...[file, ...(extra ? [extra] : [])].map((path) => readFileSync(path, 'utf8')),
  ];
}

type Fetch = (url: string, options: RequestInit & BunOptions) => Promise<HttpResponse>;

/** undici's fetch, with one connection that is kept for the second request of a Digest exchange. */
async function undiciFetch(hostname: string, env: Environment): Promise<Fetch> {
  const { Agent, EnvHttpProxyAgent, fetch } = await import('undici');
  const ca = certificateAuthorities(env);
  const connect = { rejectUnauthorized: true, ...(ca && { ca }) };
  const dispatcher: Dispatcher = isLoopback(hostname)
    ? new Agent({ connections: 1, connect })
    : new EnvHttpProxyAgent({ connections: 1, connect, requestTls: connect });
  return async (url, options) => (await fetch(url, { ...options, dispatcher })) as unknown as HttpResponse;
}

/**
 * Bun answers `import 'undici'` with an implementation of its own, whose fetch is the global one and whose dispatchers
 * do nothing; loading it costs 2 ms. Its fetch keeps connections and reads the proxy variables by itself.
 */
const bunFetch = (): Fetch => globalThis.fetch as unknown as Fetch;

let known: Fetch | undefined;

const hasProxy = (env: Environment): boolean =>
  Object.entries(env).some(([name, value]) => value && /^(https?|all)_proxy$/i.test(name));

/** One exchange. Redirects come back as they are; see System.fetch. */
export async function exchange(url: string, request: HttpRequest, env: Environment): Promise<HttpResponse> {
  const { hostname } = new URL(url);
  // Where there is a proxy on the way, the `accept: */*` that fetch adds is the lesser evil.
  if (!('accept' in request.headers) && (isLoopback(hostname) || !hasProxy(env))) {
    const { bareExchange } = await import('./bareExchange.ts');
    return bareExchange(url, request, certificateAuthorities(env));
  }
  known ??= process.versions['bun'] ? bunFetch() : await undiciFetch(hostname, env);
  return known(url, {
    ...request,
    redirect: 'manual',
    verbose: false,
    tls: { rejectUnauthorized: true },
    ...(isLoopback(hostname) && { proxy: false }),
  });
}

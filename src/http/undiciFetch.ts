/** HTTP under Node: undici, of which only the parts are loaded that requests take. Its index loads four times as much. */
import type { Dispatcher } from 'undici';
import send from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import { headersOf } from './headers.ts';
import type { ForwardProxy } from './proxy.ts';
import type { Fetch } from './types.ts';

/**
 * Through the proxy if there is one; one connection, which is kept for the second request of a Digest exchange. Neither
 * undici's fetch, which decompresses and refuses ports that browsers do, nor node:http, which prints headers,
 * Authorization among them, when NODE_DEBUG is set.
 * @param ca certificate authorities instead of the runtime's own; undefined for those
 */
export async function undiciFetch(ca: string[] | undefined, proxy: ForwardProxy | undefined): Promise<Fetch> {
  const connect = { rejectUnauthorized: true, ...(ca && { ca }) };
  const dispatcher: Dispatcher = proxy
    ? (await import('./undiciProxy.ts')).proxyAgent(proxy, connect)
    : new Agent({ connections: 1, connect });
  return async (url, { method, headers, body, signal }) => {
    const { origin, pathname, search } = new URL(url);
    try {
      const response = await send.call(dispatcher, {
        origin,
        path: pathname + search,
        method: method as Dispatcher.HttpMethod,
        headers,
        signal,
        body: body ?? null,
      });
      return {
        status: response.statusCode,
        statusText: response.statusText || defaultReason(response.statusCode),
        headers: headersOf(response.headers),
        body: response.body,
      };
    } catch (cause) {
      // A proxy's refusal is an AbortError here, and would pass for the end of the time.
      throw signal.aborted ? cause : new TypeError('fetch failed', { cause });
    }
  };
}

/** undici does not always pass the reason phrase on. A static import of node:http would cost each run 20 ms: see scripts/lean.ts. */
const defaultReason = (status: number): string =>
  process.getBuiltinModule('node:http').STATUS_CODES[status] ?? '';

/** HTTP under Bun without the `accept` that fetch adds; see transport.ts. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { headersOf } from './headers.ts';
import type { HttpRequest, HttpResponse } from './types.ts';

/**
 * One exchange, directly with the host: this knows no proxies. Redirects come back as they are.
 * @param ca certificate authorities instead of the runtime's own; undefined for those
 */
export function bareExchange(
  url: string,
  { method, headers, body, signal }: HttpRequest,
  ca: string[] | undefined,
): Promise<HttpResponse> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const length = body === undefined ? {} : { 'content-length': new TextEncoder().encode(body).length };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED=0 would switch the check of certificates off.
      { method, headers: { ...headers, ...length }, signal, rejectUnauthorized: true, ...(ca && { ca }) },
      (incoming) => {
        const { statusCode = 0, statusMessage = '' } = incoming;
        resolve({
          status: statusCode,
          statusText: statusMessage,
          headers: headersOf(incoming.headers),
          body: incoming,
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

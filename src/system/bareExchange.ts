/** HTTP without what fetch adds of its own accord: an `accept` that every fetch sends, and cannot be told not to. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import type { HttpRequest, HttpResponse } from './system.ts';

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
          headers: {
            get: (name) => {
              const value = incoming.headers[name.toLowerCase()];
              return value === undefined ? null : [value].flat().join(', ');
            },
          },
          body: Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>,
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

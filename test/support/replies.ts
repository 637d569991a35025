/** What a scripted service answers; see FakeOptions.replies. */
import type { HttpRequest, HttpResponse } from '../../src/http/types.ts';

/** Answers one request, or throws what fetch would throw. */
export type Reply = (url: string, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

type Headers = Record<string, string> | [string, string][];

/** An answer of any kind. The reason phrase is empty unless given, as in HTTP/2. */
export const reply =
  (
    status: number,
    body: string | ReadableStream<Uint8Array> | null = null,
    headers: Headers = {},
    statusText = '',
  ): Reply =>
  () =>
    new Response(body, { status, statusText, headers });

export const jsonReply = (value: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  reply(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

/** A 401 with a challenge of its own in each header line. */
export const challenged = (...challenges: string[]): Reply =>
  reply(
    401,
    '{"errorCode": "UNAUTHORIZED", "detail": "You are not authorized for this resource."}',
    [
      ['content-type', 'application/json'],
      ...challenges.map((challenge): [string, string] => ['www-authenticate', challenge]),
    ],
    'Unauthorized',
  );

export const CHALLENGE = 'Digest realm="MMS Public API", nonce="n1", algorithm=MD5, qop="auth", stale=false';

/** The usual first answer to a Digest exchange. */
export const challenge: Reply = challenged(CHALLENGE);

/** No answer at all: fetch rejects like this. */
export const failure =
  (error: unknown): Reply =>
  () => {
    throw error;
  };

/** A fetch failure as undici words it on Node: the system's error is the cause. */
export const nodeFailure = (code: string, message = code): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

/** A fetch failure as Bun words it: the code is the error's own. */
export const bunFailure = (code: string, message = code): Error =>
  Object.assign(new TypeError(`${code}: ${message}`), { code });

/** A body that sends its first part and then breaks, or never ends when there is no error. */
export const brokenBody = (first: string, error?: unknown): ReadableStream<Uint8Array> => {
  let pulls = 0;
  return new ReadableStream({
    async pull(controller) {
      if (pulls++ === 0) controller.enqueue(new TextEncoder().encode(first));
      else if (error === undefined) await new Promise(() => {});
      else controller.error(error);
    },
  });
};

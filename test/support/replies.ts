/** What a scripted service answers; see FakeOptions.replies. */
import { NotDelivered } from '../../src/http/delivery.ts';
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

/** The replies to a look for a new key, where the list of keys cannot be had. */
export const noList: readonly Reply[] = [challenge, jsonReply({}, 404)];

/** What is said of such a look. */
export const NO_LIST = 'The list of API keys could not be read (HTTP 404).';

/** No response at all: System.fetch rejects with this. */
export const failure =
  (error: unknown): Reply =>
  () => {
    throw error;
  };

/** A request that found no connection: what failed has the system's or OpenSSL's code. */
export const notDelivered = (code: string, message = code): NotDelivered =>
  new NotDelivered(lost(code, message));

/** A connection that stood and failed, with the system's code. */
export const lost = (code: string, message = code): Error => Object.assign(new Error(message), { code });

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

const HOST = 'https://cloud.mongodb.com/';

interface Request extends Pick<HttpRequest, 'method' | 'headers'> {
  readonly url: string;
}

/** Whether Atlas answers a request by asking for credentials. */
export const isUnauthorized = ({ url, headers }: Request): boolean =>
  headers['authorization'] === undefined && url.startsWith(`${HOST}api/`) && !url.includes('/unauth/');

/** A request by its method and address: `GET api/atlas/v2/orgs`; query included. */
export const nameOf = ({ method, url }: Request): string => `${method} ${url.replace(HOST, '')}`;

/** How a request is answered: with 200 and JSON unless told otherwise. */
export interface Answer {
  readonly status?: number;
  readonly json?: unknown;
  /** The body where it is not JSON. */
  readonly text?: string;
  /** The media type; JSON unless given. */
  readonly type?: string;
}

/** Answers by the names of the requests. */
export type Answers = Readonly<Record<string, Answer | ((request: HttpRequest) => Answer | Promise<Answer>)>>;

/** Asks for credentials, and answers each authorized request by its name, as often as it comes. */
export const answering =
  (answers: Answers) =>
  async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    if (isUnauthorized({ url, ...request })) return challenge(url, request);
    const name = nameOf({ url, ...request });
    const scripted = answers[name];
    if (!scripted) throw new Error(`a request that no test expected: ${name}`);
    const {
      status = 200,
      json,
      text,
      type = 'application/json',
    } = typeof scripted === 'function' ? await scripted(request) : scripted;
    const body = text ?? (json === undefined ? null : JSON.stringify(json));
    return new Response(status === 204 ? null : body, { status, headers: { 'content-type': type } });
  };

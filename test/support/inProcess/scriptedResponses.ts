/** Scripted responses of Atlas; see FakeOptions.responses. */
import { RequestNotSent } from '../../../src/http/requestNotSent.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/types.ts';

/** Responds to one request, or throws an error of System.fetch. */
export type ScriptedResponse = (url: string, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

type Headers = Record<string, string> | [string, string][];

/** Any response. The reason phrase is empty by default. */
export const httpResponse =
  (
    status: number,
    body: string | ReadableStream<Uint8Array> | null = null,
    headers: Headers = {},
    statusText = '',
  ): ScriptedResponse =>
  () =>
    new Response(body, { status, statusText, headers });

export const jsonResponse = (
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): ScriptedResponse =>
  httpResponse(status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });

/** A 401 with these challenges, each in its own header. */
export const challenged = (...challenges: string[]): ScriptedResponse =>
  httpResponse(
    401,
    '{"errorCode": "UNAUTHORIZED", "detail": "You are not authorized for this resource."}',
    [
      ['content-type', 'application/json'],
      ...challenges.map((challenge): [string, string] => ['www-authenticate', challenge]),
    ],
    'Unauthorized',
  );

export const CHALLENGE = 'Digest realm="MMS Public API", nonce="n1", algorithm=MD5, qop="auth", stale=false';

/** The usual first response of a Digest exchange. */
export const challenge: ScriptedResponse = challenged(CHALLENGE);

/** The responses to a search for a new key that cannot read the list of keys. */
export const noList: readonly ScriptedResponse[] = [challenge, jsonResponse({}, 404)];

/** The message about such a search. */
export const NO_LIST = 'The list of API keys could not be read (HTTP 404).';

/** No response: System.fetch rejects with this error. */
export const failure =
  (error: unknown): ScriptedResponse =>
  () => {
    throw error;
  };

/** The error of a connection that could not be opened, with the code of the system or OpenSSL. */
export const notDelivered = (code: string, message = code): RequestNotSent =>
  new RequestNotSent(lost(code, message));

/** The error of an open connection, with the code of the system. */
export const lost = (code: string, message = code): Error => Object.assign(new Error(message), { code });

/** A body that fails after its first part, or never ends if there is no error. */
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

/** Whether Atlas responds with a challenge. */
export const isUnauthorized = ({ url, headers }: Request): boolean =>
  headers['authorization'] === undefined && url.startsWith(`${HOST}api/`) && !url.includes('/unauth/');

/** A request by its method and address: `GET api/atlas/v2/orgs`; query included. */
export const nameOf = ({ method, url }: Request): string => `${method} ${url.replace(HOST, '')}`;

/** A response, by default with status 200 and JSON. */
export interface ResponseParts {
  readonly status?: number;
  readonly json?: unknown;
  /** The body, if it is not JSON. */
  readonly text?: string;
  /** The media type; by default, JSON. */
  readonly type?: string;
}

/** The responses by the names of their requests. */
export type ResponsesByRequest = Readonly<
  Record<string, ResponseParts | ((request: HttpRequest) => ResponseParts | Promise<ResponseParts>)>
>;

/** Sends a challenge, and responses each authorized request by its name. */
export const respondWith =
  (responses: ResponsesByRequest) =>
  async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    if (isUnauthorized({ url, ...request })) return challenge(url, request);
    const name = nameOf({ url, ...request });
    const scripted = responses[name];
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

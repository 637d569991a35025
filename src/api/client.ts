/** Calls the Atlas Admin API: authorizes each call, limits it, and repeats it only after a 429. */
import { type Authorizer, authorizer } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { ConfigError } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import { decodedBody, readBody, utf8Text } from '../http/body.ts';
import { EXCHANGE_LIMIT_MS, isRefusal, isSuccess, MAX_RETRIES, retryDelayMs } from '../http/limits.ts';
import { type NetworkError, networkError } from '../http/networkError.ts';
import { ResponseError } from '../http/responseError.ts';
import type { HttpResponse } from '../http/types.ts';
import { userAgent } from '../http/userAgent.ts';
import type { System } from '../system/system.ts';
import type { Success } from './success.ts';

/** The version of the Admin API that all calls ask for. */
const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';

const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/** The paths of the APIs, and the media types that they return. */
const APIS = {
  admin: { base: 'api/atlas/v2/', accept: MEDIA_TYPE },
  private: { base: 'api/private/', accept: 'application/json' },
} as const;

export interface Call<T = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The Admin API by default. */
  readonly api?: keyof typeof APIS;
  /** Relative to the API's base, with its query. Parts from a user are escaped. */
  readonly path: string;
  readonly body?: unknown;
  /** What a response must contain to prove that the call succeeded. */
  readonly success: Success<T>;
}

/** A complete response. Its body is not decoded. */
interface WholeResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpResponse['headers'];
  readonly body: Uint8Array;
}

/** Receives the progress of a call that changes something. When the run is cut short, this tells what may have happened. */
export interface CallProgress {
  /** The request is sent with credentials. From here on, the service may act on it. */
  sent(): void;
  /** The service refused the request, or the request did not reach it: nothing was changed. */
  refused(): void;
  /** A success status arrived. @param soFar returns the bytes of the body that have arrived when it is called */
  answered(soFar: () => Uint8Array): void;
}

export interface AtlasClient {
  /**
   * Makes the call.
   * @returns what the response proves
   * @throws {NetworkError} no complete response arrived
   * @throws {ApiError} the service refused
   * @throws {ResponseError} the service accepted the call, but the response does not prove that it succeeded
   */
  send<T>(call: Call<T>): Promise<T>;
}

/** A client that can create another one with the same credentials, which reports its progress elsewhere. */
export interface AtlasConnection extends AtlasClient {
  reportingTo(progress: CallProgress): AtlasConnection;
}

type CallAddress = Pick<Call, 'api' | 'path'>;

/** The full address of a call. */
export const addressOf = (baseUrl: string, { api = 'admin', path }: CallAddress): string =>
  path === '' ? (baseUrl + APIS[api].base).replace(/\/$/, '') : baseUrl + APIS[api].base + path;

/** The header fields for the media types of a call. */
export const mediaTypesOf = ({
  api = 'admin',
  body,
}: Pick<Call, 'api' | 'body'>): Record<string, string> => ({
  accept: APIS[api].accept,
  ...(body !== undefined && { 'content-type': MEDIA_TYPE }),
});

const NO_PROGRESS: CallProgress = { sent() {}, refused() {}, answered() {} };

/**
 * Creates a client for one host. The credentials are sent only to that host.
 * @param progress receives the progress of calls that change something
 * @param interruption once aborted, no request that changes something is sent, although its call may still be under way
 */
export function atlasClient(
  system: System,
  baseUrl: string,
  credentials: Credentials,
  progress: CallProgress = NO_PROGRESS,
  interruption?: AbortSignal,
): AtlasConnection {
  const authorize = authorizer(system, baseUrl, credentials);
  const connection = (listener: CallProgress): AtlasConnection => ({
    send: (call) =>
      send({ system, authorize, progress: listener, interruption, call, url: addressOf(baseUrl, call) }),
    reportingTo: connection,
  });
  return connection(progress);
}

/** A call with everything that is needed to make it. */
interface PreparedCall<T> {
  readonly system: System;
  readonly authorize: Authorizer;
  readonly progress: CallProgress;
  readonly interruption: AbortSignal | undefined;
  readonly call: Call<T>;
  readonly url: string;
  /** Loads the function that checks the response, once. */
  loadCheck(): ReturnType<Success<T>>;
}

async function send<T>(given: Omit<PreparedCall<T>, 'loadCheck'>): Promise<T> {
  const { system, call, url } = given;
  const progress = call.method === 'GET' ? NO_PROGRESS : given.progress;
  let loading: ReturnType<Success<T>> | undefined;
  const loadCheck = () => {
    loading ??= call.success();
    return loading;
  };
  const prepared = { ...given, progress, loadCheck };
  let response = await authorizedExchange(prepared);
  for (let retry = 0; retry < MAX_RETRIES; retry++) {
    const delayMs = retryDelayMs(response);
    if (delayMs === undefined) break;
    await system.sleep(delayMs);
    response = await authorizedExchange(prepared);
  }
  const { status, headers, body } = response;
  if (!isSuccess(status)) {
    const { apiError } = await import('./refusal.ts');
    // The Atlas CLI leaves the query out here, but not when no response arrives.
    throw apiError(call.method, url.replace(/\?.*/s, ''), {
      ...response,
      text: await readableText(response),
    });
  }
  const check = await loadCheck();
  const text = utf8Text(await decodedBody(body, headers.get('content-encoding')));
  if (text === undefined) throw new ResponseError('the response is not UTF-8 text');
  return check({ status, contentType: headers.get('content-type'), text });
}

/** The text of an error response, as far as it can be decoded. */
async function readableText({ body, headers }: WholeResponse): Promise<string> {
  const decoded = await decodedBody(body, headers.get('content-encoding')).catch(() => body);
  return new TextDecoder().decode(decoded);
}

const bodyText = ({ body }: Pick<Call, 'body'>): string | undefined =>
  body === undefined ? undefined : JSON.stringify(body);

async function authorizedExchange<T>(prepared: PreparedCall<T>): Promise<WholeResponse> {
  const { authorize, call, url } = prepared;
  const { pathname, search } = new URL(url);
  return authorize(
    { method: call.method, uri: pathname + search, body: bodyText(call) ?? '' },
    (authorization) => exchange(prepared, authorization),
  );
}

/** Sends one request and reads its response to the end. */
async function exchange<T>(
  { system, call, url, progress, interruption, loadCheck }: PreparedCall<T>,
  authorization: string | undefined,
): Promise<WholeResponse> {
  const body = bodyText(call);
  const headers = {
    ...mediaTypesOf(call),
    // Responses are short, and one that is cut off is only readable if it is not compressed.
    'accept-encoding': 'identity',
    'user-agent': userAgent(system),
    ...(authorization && { authorization }),
  };
  const signal = AbortSignal.timeout(EXCHANGE_LIMIT_MS);
  const request = { method: call.method, headers, signal, ...(body !== undefined && { body }) };
  const hasCredentials = authorization !== undefined;
  // The error of an interrupted run already says that nothing was sent.
  if (hasCredentials && call.method !== 'GET') interruption?.throwIfAborted();
  try {
    if (hasCredentials) progress.sent();
    const responding = system.fetch(url, request);
    // Loads the code that checks the response while the request is under way.
    if (hasCredentials) loadCheck().catch(() => undefined);
    const response = await responding;
    const { status, statusText } = response;
    // The status is enough: a refusal remains one even if its body is cut off.
    if (hasCredentials && isRefusal(status)) progress.refused();
    if (isSuccess(status) && !hasCredentials && call.method !== 'GET') throw unauthenticatedSuccess(url);
    const bytes = await readBody(response, MAX_RESPONSE_BYTES, (soFar) => {
      if (isSuccess(status)) progress.answered(soFar);
    });
    return { status, statusText, headers: response.headers, body: bytes };
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    if (error instanceof ConfigError) {
      progress.refused();
      throw error;
    }
    const failure = failedExchange(error, call.method, url);
    if (!failure.mayHaveArrived) progress.refused();
    throw failure;
  }
}

/** Without credentials, the service cannot have changed anything, whatever the response says. */
const unauthenticatedSuccess = (url: string): ResponseError =>
  new ResponseError(`${new URL(url).host} answered without asking for credentials, so nothing was changed`, {
    hint: 'Atlas always asks for credentials. Check ops_manager_url, and any proxy or gateway in between.',
  });

function failedExchange(error: unknown, method: string, url: string): NetworkError {
  // Go's http.Client puts the method in front like this: `Post "https://…": EOF`.
  const name = capitalize(method.toLowerCase());
  return networkError(error, `${name} "${url}"`, new URL(url).host, EXCHANGE_LIMIT_MS);
}

/** Calls the Atlas APIs: adds authorization, limits time and size, and retries only after a 429. */
import { type Authorizer, authorizer } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { ConfigError } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import { EXCHANGE_LIMIT_MS, isRefusal, isSuccess, MAX_RETRIES, retryDelayMs } from '../http/limits.ts';
import { type NetworkError, networkError } from '../http/networkError.ts';
import { decodedBody, readBody, utf8Text } from '../http/responses/body.ts';
import { ResponseError } from '../http/responses/responseError.ts';
import type { HttpResponse } from '../http/types.ts';
import { userAgent } from '../http/userAgent.ts';
import type { System } from '../system/system.ts';
import type { Success } from './responses/success.ts';

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

/** Receives the progress of a call that makes a change, so that an interrupted run can report what may have happened. */
export interface CallProgress {
  /** The request is being sent with credentials. From now on, Atlas may execute it. */
  sent(): void;
  /** Atlas refused the request, or did not receive it: nothing was changed. */
  refused(): void;
  /** A success status arrived. @param receivedBytes returns the bytes of the body that have arrived when it is called */
  accepted(receivedBytes: () => Uint8Array): void;
}

export interface AtlasClient {
  /**
   * Makes the call.
   * @returns what the response proves
   * @throws {NetworkError} no complete response arrived
   * @throws {ApiError} Atlas refused the call
   * @throws {ResponseError} Atlas accepted the call, but the response does not prove that it succeeded
   */
  send<T>(call: Call<T>): Promise<T>;
}

/** A client that can be copied with another progress listener. The copy shares the credentials. */
export interface AtlasConnection extends AtlasClient {
  reportingTo(progress: CallProgress): AtlasConnection;
}

type CallTarget = Pick<Call, 'api' | 'path'>;

/** The URL of a call. */
export const urlOf = (baseUrl: string, { api = 'admin', path }: CallTarget): string =>
  path === '' ? (baseUrl + APIS[api].base).replace(/\/$/, '') : baseUrl + APIS[api].base + path;

/** The header fields for the media types of a call. */
export const mediaTypesOf = ({
  api = 'admin',
  body,
}: Pick<Call, 'api' | 'body'>): Record<string, string> => ({
  accept: APIS[api].accept,
  ...(body !== undefined && { 'content-type': MEDIA_TYPE }),
});

const NO_PROGRESS: CallProgress = { sent() {}, refused() {}, accepted() {} };

/**
 * Creates a client for one host. The credentials are sent only to that host.
 * @param progress receives the progress of calls that make a change
 * @param interruption once aborted, no request that makes a change is sent, although its call may still be under way
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
      send({ system, authorize, progress: listener, interruption, call, url: urlOf(baseUrl, call) }),
    reportingTo: connection,
  });
  return connection(progress);
}

/** A call and everything that is needed to make it. */
interface CallContext<T> {
  readonly system: System;
  readonly authorize: Authorizer;
  readonly progress: CallProgress;
  readonly interruption: AbortSignal | undefined;
  readonly call: Call<T>;
  readonly url: string;
  /** Loads the function that checks the response, once. */
  loadCheck(): ReturnType<Success<T>>;
}

async function send<T>(given: Omit<CallContext<T>, 'loadCheck'>): Promise<T> {
  const { system, call, url } = given;
  const progress = call.method === 'GET' ? NO_PROGRESS : given.progress;
  let loading: ReturnType<Success<T>> | undefined;
  const loadCheck = () => {
    loading ??= call.success();
    return loading;
  };
  const context = { ...given, progress, loadCheck };
  let response = await authorizedExchange(context);
  for (let retry = 0; retry < MAX_RETRIES; retry++) {
    const delayMs = retryDelayMs(response);
    if (delayMs === undefined) break;
    await system.sleep(delayMs);
    response = await authorizedExchange(context);
  }
  const { status, headers, body } = response;
  if (!isSuccess(status)) {
    const { apiError } = await import('./refusal.ts');
    // Like the Atlas CLI, omit the query here, but not when no response arrives.
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

async function authorizedExchange<T>(context: CallContext<T>): Promise<WholeResponse> {
  const { authorize, call, url } = context;
  const { pathname, search } = new URL(url);
  return authorize(
    { method: call.method, uri: pathname + search, body: bodyText(call) ?? '' },
    (authorization) => exchange(context, authorization),
  );
}

/** Sends one request and reads its response to the end. */
async function exchange<T>(
  { system, call, url, progress, interruption, loadCheck }: CallContext<T>,
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
    // The status alone decides: it is a refusal even if its body is cut off.
    if (hasCredentials && isRefusal(status)) progress.refused();
    if (isSuccess(status) && !hasCredentials && call.method !== 'GET') throw unauthenticatedSuccess(url);
    const bytes = await readBody(response, MAX_RESPONSE_BYTES, (receivedBytes) => {
      if (isSuccess(status)) progress.accepted(receivedBytes);
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

/** Without credentials, Atlas cannot have changed anything, whatever the response says. */
const unauthenticatedSuccess = (url: string): ResponseError =>
  new ResponseError(`${new URL(url).host} answered without asking for credentials, so nothing was changed`, {
    hint: 'Atlas always asks for credentials. Check ops_manager_url, and any proxy or gateway in between.',
  });

function failedExchange(error: unknown, method: string, url: string): NetworkError {
  // Like Go's http.Client, start with the method: `Post "https://…": EOF`.
  const name = capitalize(method.toLowerCase());
  return networkError(error, `${name} "${url}"`, new URL(url).host, EXCHANGE_LIMIT_MS);
}

/** Speaks to the Atlas Admin API: one call, with its Authorization, its limits and its one kind of retry. */
import { type Authorizer, authorizer } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { ConfigError } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import { decodedBody, readBody, utf8Text } from '../http/body.ts';
import { isRefusal, isSuccess, RETRIES, secondsToWait, TIME_LIMIT } from '../http/limits.ts';
import { type NetworkError, networkError } from '../http/networkError.ts';
import { ResponseError } from '../http/responseError.ts';
import type { HttpResponse } from '../http/types.ts';
import { userAgent } from '../http/userAgent.ts';
import type { System } from '../system/system.ts';
import type { Success } from './success.ts';

/** The version of the Admin API that all calls ask for. */
const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';

/** Bytes. */
const SIZE_LIMIT = 16 * 1024 * 1024;

/** Where the APIs begin below the host, and what they speak. */
const APIS = {
  admin: { base: 'api/atlas/v2/', accept: MEDIA_TYPE },
  private: { base: 'api/private/', accept: 'application/json' },
} as const;

export interface Call<T = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The Admin API unless said otherwise. */
  readonly api?: keyof typeof APIS;
  /** Below the API's base, with its query; parts that come from a user are escaped already. */
  readonly path: string;
  readonly body?: unknown;
  /** What a response must hold to prove that the call succeeded. */
  readonly success: Success<T>;
}

/** A whole response, its body as it came. */
interface WholeResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpResponse['headers'];
  readonly body: Uint8Array;
}

/** Is told how far a call that changes something has come, for whoever must know when it is cut short. */
export interface CallProgress {
  /** The request leaves with credentials: from here on the service may act on it. */
  sent(): void;
  /** The service has refused, or the request has not reached it: nothing was done. */
  refused(): void;
  /** A success status arrived. @param soFar returns the bytes of the body that have come until then */
  answered(soFar: () => Uint8Array): void;
}

export interface AtlasClient {
  /**
   * Makes the call.
   * @returns what the response proves
   * @throws {NetworkError} no whole response came
   * @throws {ApiError} the service refused
   * @throws {ResponseError} it agreed, but the response does not prove that the call succeeded
   */
  send<T>(call: Call<T>): Promise<T>;
}

/** A client that can report its calls to somebody else; both use the same credentials and connection. */
export interface AtlasConnection extends AtlasClient {
  reportingTo(progress: CallProgress): AtlasConnection;
}

type Destination = Pick<Call, 'api' | 'path'>;

/** Where a call goes. */
export const addressOf = (baseUrl: string, { api = 'admin', path }: Destination): string =>
  baseUrl + APIS[api].base + path;

/** What a call says of its contents and of the response that it can read. */
export const mediaTypesOf = ({
  api = 'admin',
  body,
}: Pick<Call, 'api' | 'body'>): Record<string, string> => ({
  accept: APIS[api].accept,
  ...(body !== undefined && { 'content-type': MEDIA_TYPE }),
});

const NO_PROGRESS: CallProgress = { sent() {}, refused() {}, answered() {} };

/**
 * A client for one host and one set of credentials, which go nowhere else.
 * @param progress is told about calls that change something
 */
export function atlasClient(
  system: System,
  baseUrl: string,
  credentials: Credentials,
  progress: CallProgress = NO_PROGRESS,
): AtlasConnection {
  const authorize = authorizer(system, baseUrl, credentials);
  const connection = (listener: CallProgress): AtlasConnection => ({
    send: (call) => send({ system, authorize, progress: listener, call, url: addressOf(baseUrl, call) }),
    reportingTo: connection,
  });
  return connection(progress);
}

/** All that one call needs. */
interface Sending<T> {
  readonly system: System;
  readonly authorize: Authorizer;
  readonly progress: CallProgress;
  readonly call: Call<T>;
  readonly url: string;
  /** Loads the judge of the response, once. */
  judge(): ReturnType<Success<T>>;
}

async function send<T>(given: Omit<Sending<T>, 'judge'>): Promise<T> {
  const { system, call, url } = given;
  const progress = call.method === 'GET' ? NO_PROGRESS : given.progress;
  let loading: ReturnType<Success<T>> | undefined;
  const judge = () => {
    loading ??= call.success();
    return loading;
  };
  const sending = { ...given, progress, judge };
  let response = await authorizedExchange(sending);
  for (let retry = 0; retry < RETRIES; retry++) {
    const seconds = secondsToWait(response);
    if (seconds === undefined) break;
    await system.sleep(seconds * 1000);
    response = await authorizedExchange(sending);
  }
  const { status, headers, body } = response;
  if (!isSuccess(status)) {
    const { apiError } = await import('./refusal.ts');
    // The Atlas CLI leaves the query out here, though not where no response came.
    throw apiError(call.method, url.replace(/\?.*/s, ''), {
      ...response,
      text: await looseText(response),
    });
  }
  const judged = await judge();
  const text = utf8Text(await decodedBody(body, headers.get('content-encoding')));
  if (text === undefined) throw new ResponseError('the response is not UTF-8 text');
  return judged({ status, contentType: headers.get('content-type'), text });
}

/** The text of an error's body, as far as it can be read. */
async function looseText({ body, headers }: WholeResponse): Promise<string> {
  const decoded = await decodedBody(body, headers.get('content-encoding')).catch(() => body);
  return new TextDecoder().decode(decoded);
}

const bodyText = ({ body }: Pick<Call, 'body'>): string | undefined =>
  body === undefined ? undefined : JSON.stringify(body);

async function authorizedExchange<T>(sending: Sending<T>): Promise<WholeResponse> {
  const { authorize, call, url } = sending;
  const { pathname, search } = new URL(url);
  return authorize(
    { method: call.method, uri: pathname + search, body: bodyText(call) ?? '' },
    (authorization) => exchange(sending, authorization),
  );
}

/** One request and its response, read to the end. */
async function exchange<T>(
  { system, call, url, progress, judge }: Sending<T>,
  authorization: string | undefined,
): Promise<WholeResponse> {
  const body = bodyText(call);
  const headers = {
    ...mediaTypesOf(call),
    // A response is short; and one that is cut off can be saved as far as it came, which a compressed one cannot.
    'accept-encoding': 'identity',
    'user-agent': userAgent(system),
    ...(authorization && { authorization }),
  };
  const signal = AbortSignal.timeout(TIME_LIMIT * 1000);
  const request = { method: call.method, headers, signal, ...(body !== undefined && { body }) };
  const hasCredentials = authorization !== undefined;
  try {
    if (hasCredentials) progress.sent();
    const responding = system.fetch(url, request);
    // Only a response to credentials is judged. Nothing else is to do until it comes.
    if (hasCredentials) judge().catch(() => undefined);
    const response = await responding;
    const { status, statusText } = response;
    // From the status alone: a refusal is one even if its body breaks off.
    if (hasCredentials && isRefusal(status)) progress.refused();
    if (isSuccess(status) && !hasCredentials && call.method !== 'GET') throw notAsked(url);
    const bytes = await readBody(response, SIZE_LIMIT, (soFar) => {
      if (isSuccess(status)) progress.answered(soFar);
    });
    return { status, statusText, headers: response.headers, body: bytes };
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    if (error instanceof ConfigError) {
      progress.refused();
      throw error;
    }
    const failure = describeFailure(error, call.method, url);
    if (!failure.mayHaveArrived) progress.refused();
    throw failure;
  }
}

/** Nothing can have been changed before credentials have left, whatever came back. */
const notAsked = (url: string): ResponseError =>
  new ResponseError(`${new URL(url).host} answered without asking for credentials, so nothing was changed`, {
    hint: 'Atlas always asks for them: check ops_manager_url, and the proxies and gateways on the way.',
  });

function describeFailure(error: unknown, method: string, url: string): NetworkError {
  // Go's http.Client puts the method in front like this: `Post "https://…": EOF`.
  const name = capitalize(method.toLowerCase());
  return networkError(error, `${name} "${url}"`, new URL(url).host, TIME_LIMIT);
}

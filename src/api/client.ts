/** Speaks to the Atlas Admin API: one call, with its Authorization, its limits and its one kind of retry. */
import { authorizer } from '../auth/authorizer.ts';
import type { Credentials } from '../auth/credentials.ts';
import { ConfigError } from '../base/errors.ts';
import { capitalised } from '../base/words.ts';
import { AnswerError } from '../http/answerError.ts';
import { readBody } from '../http/body.ts';
import { isSuccess, RETRIES, secondsToWait, TIME_LIMIT } from '../http/limits.ts';
import { type NetworkError, networkError } from '../http/networkError.ts';
import type { HttpResponse } from '../http/types.ts';
import { userAgent } from '../http/userAgent.ts';
import type { System } from '../system/system.ts';

/** The version of the Admin API that all calls ask for. */
const MEDIA_TYPE = 'application/vnd.atlas.2023-01-01+json';

/** Bytes. */
const SIZE_LIMIT = 16 * 1024 * 1024;

/** Where the APIs begin below the host, and what they speak. */
const APIS = {
  admin: { base: 'api/atlas/v2/', accept: MEDIA_TYPE },
  private: { base: 'api/private/', accept: 'application/json' },
} as const;

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** The Admin API unless said otherwise. */
  readonly api?: keyof typeof APIS;
  /** Below the API's base, with its query; parts that come from a user are escaped already. */
  readonly path: string;
  readonly body?: unknown;
}

/** A whole answer. */
interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpResponse['headers'];
  readonly text: string;
}

/** Is told how far a call has come, for whoever must know when it is cut short. */
export interface CallProgress {
  /** A request leaves: from here on the service may act on it. */
  sent(): void;
  /** The service has refused: nothing was done. */
  refused(): void;
  /** A success arrived, of which this much of the body has been read. */
  answered(body: string): void;
}

export interface AtlasClient {
  /**
   * Makes the call and returns the JSON value that it was answered with; undefined for a deletion.
   * @throws {NetworkError} no whole answer came
   * @throws {ApiError} the service refused
   * @throws {AnswerError} it agreed, but with something that is not JSON
   */
  send(call: Call): Promise<unknown>;
}

/** Where a call goes. */
export const addressOf = (baseUrl: string, { api = 'admin', path }: Call): string =>
  baseUrl + APIS[api].base + path;

/** What a call says of its contents and of the answer that it can read. */
export const mediaTypesOf = ({ api = 'admin', body }: Call): Record<string, string> => ({
  accept: APIS[api].accept,
  ...(body !== undefined && { 'content-type': MEDIA_TYPE }),
});

/** A client for one host and one set of credentials, which go nowhere else. */
export function atlasClient(
  system: System,
  baseUrl: string,
  credentials: Credentials,
  progress: CallProgress,
): AtlasClient {
  const authorize = authorizer(system, baseUrl, credentials);

  /** One request and its answer, read to the end. */
  async function exchange(call: Call, url: string, authorization: string | undefined): Promise<Answer> {
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const headers = {
      ...mediaTypesOf(call),
      // An answer is short; and one that is cut off can be saved as far as it came, which a compressed one cannot.
      'accept-encoding': 'identity',
      'user-agent': userAgent(system),
      ...(authorization && { authorization }),
    };
    const signal = AbortSignal.timeout(TIME_LIMIT * 1000);
    try {
      progress.sent();
      const request = { method: call.method, headers, signal, ...(body !== undefined && { body }) };
      const response = await system.fetch(url, request);
      const { status, statusText } = response;
      const text = await readBody(response, SIZE_LIMIT, (soFar) => {
        if (isSuccess(status)) progress.answered(soFar);
      });
      return { status, statusText, headers: response.headers, text };
    } catch (error) {
      if (error instanceof AnswerError) throw error;
      if (error instanceof ConfigError) {
        progress.refused();
        throw error;
      }
      throw describe(error, call, url);
    }
  }

  function describe(error: unknown, call: Call, url: string): NetworkError {
    // Go's http.Client puts the method in front like this: `Post "https://…": EOF`.
    const name = capitalised(call.method.toLowerCase());
    const failure = networkError(error, `${name} "${url}"`, new URL(url).host, TIME_LIMIT);
    if (!failure.mayHaveArrived) progress.refused();
    return failure;
  }

  async function authorizedExchange(call: Call, url: string): Promise<Answer> {
    const { pathname, search } = new URL(url);
    const body = call.body === undefined ? '' : JSON.stringify(call.body);
    return authorize(
      { method: call.method, uri: pathname + search, body },
      (authorization) => exchange(call, url, authorization),
      () => progress.refused(),
    );
  }

  return {
    async send(call) {
      const url = addressOf(baseUrl, call);
      let answer = await authorizedExchange(call, url);
      for (let retry = 0; retry < RETRIES; retry++) {
        const seconds = secondsToWait(answer);
        if (seconds === undefined) break;
        progress.refused();
        await system.sleep(seconds * 1000);
        answer = await authorizedExchange(call, url);
      }
      if (!isSuccess(answer.status)) {
        // The reference leaves the query out here, though not where no answer came.
        const { apiError } = await import('./refusal.ts');
        const failure = apiError(call.method, url.replace(/\?.*/s, ''), answer);
        if (failure.refused) progress.refused();
        throw failure;
      }
      progress.answered(answer.text);
      // A deletion that was agreed to has happened, whatever stands in the answer.
      return call.method === 'DELETE' ? undefined : decode(answer);
    },
  };
}

function decode({ status, headers, text }: Answer): unknown {
  if (status === 204) return undefined;
  const type = headers.get('content-type') ?? '';
  if (!/json/i.test(type)) throw new AnswerError(`the answer is not JSON but ${type || 'of no known type'}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new AnswerError(text === '' ? 'the answer is empty' : 'the answer is not JSON');
  }
}

/** Requests to OAuth 2.0 token endpoints (RFC 6749): they take a form and return a JSON object. */

import { EXCHANGE_LIMIT_MS, isSuccess } from '../../http/limits.ts';
import { networkError } from '../../http/networkError.ts';
import { decodedBody, readBody } from '../../http/responses/body.ts';
import type { HttpResponse } from '../../http/types.ts';
import { userAgent } from '../../http/userAgent.ts';
import type { System } from '../../system/system.ts';
import { TokenError } from './tokenError.ts';

const MAX_RESPONSE_BYTES = 64 * 1024;

export interface FormRequest {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Begins the error message if the request fails: `cannot refresh the session`. */
  readonly failure: string;
  /** What the response should contain, for an error message. The default is `a token`. */
  readonly expected?: string;
}

export interface FormResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpResponse['headers'];
  /** Undefined if the body is not a JSON object. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends the form.
 * @param signal cancels the exchange
 * @throws {TokenError} if there is no complete response
 */
export async function postForm(
  system: System,
  { url, form, headers, failure }: FormRequest,
  signal?: AbortSignal,
): Promise<FormResponse> {
  const limit = AbortSignal.timeout(EXCHANGE_LIMIT_MS);
  try {
    const response = await system.fetch(url, {
      method: 'POST',
      headers: {
        'accept-encoding': 'identity',
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': userAgent(system),
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
    });
    const { status, statusText } = response;
    const bytes = await readBody(response, MAX_RESPONSE_BYTES);
    const body = await decodedBody(bytes, response.headers.get('content-encoding'));
    return { status, statusText, headers: response.headers, json: objectIn(new TextDecoder().decode(body)) };
  } catch (error) {
    signal?.throwIfAborted();
    // After the time limit, Bun's node:http only reports that the body is incomplete.
    const thrown = limit.aborted ? limit.reason : error;
    const { message, hint } = networkError(thrown, `Post "${url}"`, new URL(url).host, EXCHANGE_LIMIT_MS);
    throw new TokenError(`${failure}: ${message}`, { hint, cause: error });
  }
}

/** Whether the text can be a token in a header. Allows more characters than RFC 6750, section 2.1. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** Reads a token from a property of the response; undefined if there is none. */
export const readToken = (json: FormResponse['json'], property: string): string | undefined => {
  const value = json?.[property];
  return typeof value === 'string' && isToken(value) ? value : undefined;
};

/** The error code of Atlas or OAuth in the response; '' if there is none that can be shown. */
export function errorCodeOf({ json }: Pick<FormResponse, 'json'>): string {
  for (const value of [json?.['errorCode'], json?.['error']])
    if (typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)) return value;
  return '';
}

/**
 * The error for a response without a token.
 * @param secrets values that the message must not contain, even if the host returns them
 * @param hints by status; other statuses have default hints
 */
export function tokenRefusal(
  { url, failure, expected = 'a token' }: Pick<FormRequest, 'url' | 'failure' | 'expected'>,
  response: FormResponse,
  secrets: readonly string[],
  hints: Readonly<Record<number, string>>,
): TokenError {
  const { host } = new URL(url);
  const { status, headers } = response;
  const code = errorCodeOf(response);
  const codeSuffix = code && !secrets.some((secret) => code.includes(secret)) ? ` (${code})` : '';
  const statusLine = `${status} ${response.statusText}`.trim();
  if (isSuccess(status))
    return new TokenError(`${failure}: the response of ${host} does not contain ${expected}`, {
      hint: 'The response is not from Atlas. Check ops_manager_url and the proxies in between.',
    });
  return new TokenError(`${failure}: ${host} answered HTTP ${statusLine}${codeSuffix}`, {
    hint: hints[status] ?? hintForStatus(status, headers),
  });
}

function hintForStatus(status: number, headers: FormResponse['headers']): string {
  if (status === 429) {
    const wait = headers.get('retry-after') ?? '';
    return `Too many tokens were requested: try again ${/^\d{1,6}$/.test(wait) ? `in ${wait} s` : 'later'}.`;
  }
  if (status >= 300 && status < 400)
    return 'Credentials are not sent to the target of a redirect. Check ops_manager_url.';
  return status >= 500 ? 'Try again later.' : 'Check ops_manager_url.';
}

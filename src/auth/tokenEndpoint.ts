/** The endpoints that hand out tokens (OAuth 2.0, RFC 6749): a form goes in, a JSON object comes back. */
import { decodedBody, readBody } from '../http/body.ts';
import { EXCHANGE_LIMIT_MS, isSuccess } from '../http/limits.ts';
import { networkError } from '../http/networkError.ts';
import type { HttpResponse } from '../http/types.ts';
import { userAgent } from '../http/userAgent.ts';
import type { System } from '../system/system.ts';
import { TokenError } from './tokenError.ts';

/** Bytes; a token has a few KiB. */
const MAX_RESPONSE_BYTES = 64 * 1024;

export interface FormRequest {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What cannot be done when this fails, for the error: `cannot refresh the session`. */
  readonly failure: string;
  /** What the answer should hold; a token unless said otherwise. */
  readonly expected?: string;
}

export interface FormResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HttpResponse['headers'];
  /** Undefined when the body is not a JSON object. */
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
 * @param signal ends the exchange early
 * @throws {TokenError} when no whole answer came
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
    // Bun's node:http says of a body that is cut short at the end of the time only that it is.
    const thrown = limit.aborted ? limit.reason : error;
    const { message, hint } = networkError(thrown, `Post "${url}"`, new URL(url).host, EXCHANGE_LIMIT_MS);
    throw new TokenError(`${failure}: ${message}`, { hint, cause: error });
  }
}

/** Whether it can be one (RFC 6750, section 2.1, and room for the unusual): a token becomes part of a header. */
export const isToken = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);

/** The property of the answer if it can be a token. */
export const readToken = (json: FormResponse['json'], property: string): string | undefined => {
  const value = json?.[property];
  return typeof value === 'string' && isToken(value) ? value : undefined;
};

/** The answer's error code, OAuth's or Atlas's own; '' when it has none that can be shown. */
export function errorCodeOf({ json }: Pick<FormResponse, 'json'>): string {
  for (const value of [json?.['errorCode'], json?.['error']])
    if (typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)) return value;
  return '';
}

/**
 * The error for an answer that brings no token.
 * @param secrets what must not stand in it, even if the host sends it back
 * @param hints by status; for what is not named, advice that always fits
 */
export function tokenRefusal(
  { url, failure, expected = 'a token' }: Pick<FormRequest, 'url' | 'failure' | 'expected'>,
  answer: FormResponse,
  secrets: readonly string[],
  hints: Readonly<Record<number, string>>,
): TokenError {
  const { host } = new URL(url);
  const { status, headers } = answer;
  const code = errorCodeOf(answer);
  const codeSuffix = code && !secrets.some((secret) => code.includes(secret)) ? ` (${code})` : '';
  const statusLine = `${status} ${answer.statusText}`.trim();
  if (isSuccess(status))
    return new TokenError(`${failure}: ${host} answered with something that is not ${expected}`, {
      hint: 'This is not an answer of Atlas: check ops_manager_url, and the proxies on the way.',
    });
  return new TokenError(`${failure}: ${host} answered HTTP ${statusLine}${codeSuffix}`, {
    hint: hints[status] ?? hintForStatus(status, headers),
  });
}

function hintForStatus(status: number, headers: FormResponse['headers']): string {
  if (status === 429) {
    const wait = headers.get('retry-after') ?? '';
    return `Too many tokens were asked for: try again ${/^\d{1,6}$/.test(wait) ? `in ${wait} s` : 'later'}.`;
  }
  if (status >= 300 && status < 400)
    return 'It redirects, and credentials are not sent elsewhere: check ops_manager_url.';
  return status >= 500 ? 'Try again later.' : 'Check ops_manager_url.';
}

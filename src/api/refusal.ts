/** Creates the error for a response that is not a success, with the Atlas CLI's message. Loaded only when needed. */
import * as z from 'zod/mini';
import { ApiError, type ErrorBody, type FailedResponse } from './apiError.ts';
import '../base/zodConfig.ts';

/** The error body of the Admin API. A missing text is printed as an empty one. */
const errorBody = z.object({
  errorCode: z._default(z.string(), ''),
  detail: z._default(z.string(), ''),
  reason: z._default(z.string(), ''),
  parameters: z._default(z.array(z.unknown()), []),
  badRequestDetail: z.optional(
    z.object({ fields: z._default(z.array(z.object({ field: z.string(), description: z.string() })), []) }),
  ),
});

const dropNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner) => inner ?? undefined);

/** The error body in the text; undefined if it is not one. */
function parseErrorBody(text: string): ErrorBody | undefined {
  try {
    return errorBody.safeParse(dropNulls(JSON.parse(text))).data;
  } catch {
    return undefined;
  }
}

/** Prints a list like Go: `[a b]`. Objects are printed as JSON, which is easier to read than a Go map. */
const list = (values: readonly unknown[]): string =>
  `[${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}]`;

/** The error for a response. @param url printed in the message */
export function apiError(method: string, url: string, response: FailedResponse): ApiError {
  const statusLine = `${response.status} ${response.statusText}`.trim();
  const { host } = new URL(url);
  const body = parseErrorBody(response.text);
  // For an empty body, the Atlas CLI prints the message with empty parts.
  const printedBody = response.text === '' ? errorBody.parse({}) : body;
  if (!printedBody)
    return new ApiError(`(${statusLine}) failed to decode response body`, host, response, undefined);
  const fields = (printedBody.badRequestDetail?.fields ?? []).map(
    ({ field, description }) => ` ${field}: ${description}`,
  );
  const message =
    `${url} ${method}: HTTP ${statusLine} (Error code: "${printedBody.errorCode}") Detail: ${printedBody.detail} ` +
    `Reason: ${printedBody.reason}. Params: ${list(printedBody.parameters)}, BadRequestDetail:${fields.join(';')}`;
  return new ApiError(message, host, response, body);
}

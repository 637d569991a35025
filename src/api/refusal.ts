/** Makes an error of a refusal, in the Atlas CLI's words; loaded when there is one. */
import * as z from 'zod/mini';
import { ApiError, type ErrorBody, type FailedResponse } from './apiError.ts';
import '../base/zodConfig.ts';

/** The error body of the Admin API; what is missing is printed as nothing. */
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

/** Undefined when the text is no such body. */
function parseErrorBody(text: string): ErrorBody | undefined {
  try {
    return errorBody.safeParse(dropNulls(JSON.parse(text))).data;
  } catch {
    return undefined;
  }
}

/** As Go prints a list: `[a b]`; an object in it as JSON, which is easier to read than Go's map. */
const list = (values: readonly unknown[]): string =>
  `[${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}]`;

/** The error for an answer; `url` is the whole address, as it is printed. */
export function apiError(method: string, url: string, answer: FailedResponse): ApiError {
  const statusLine = `${answer.status} ${answer.statusText}`.trim();
  const { host } = new URL(url);
  const body = parseErrorBody(answer.text);
  // Without a body there is nothing to decode: the Atlas CLI prints a message whose parts are empty.
  const shown = answer.text === '' ? errorBody.parse({}) : body;
  if (!shown) return new ApiError(`(${statusLine}) failed to decode response body`, host, answer, undefined);
  const fields = (shown.badRequestDetail?.fields ?? []).map(
    ({ field, description }) => ` ${field}: ${description}`,
  );
  const message =
    `${url} ${method}: HTTP ${statusLine} (Error code: "${shown.errorCode}") Detail: ${shown.detail} ` +
    `Reason: ${shown.reason}. Params: ${list(shown.parameters)}, BadRequestDetail:${fields.join(';')}`;
  return new ApiError(message, host, answer, body);
}

/** What the service says when it refuses, in the reference's words. */
import * as z from 'zod/mini';
import { CliError } from '../errors.ts';

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

type ErrorBody = z.infer<typeof errorBody>;

interface FailedAnswer {
  readonly status: number;
  /** The server's own reason phrase, which Go prints too. */
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

/** The service answered with a status that is not a success. */
export class ApiError extends CliError {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: FailedAnswer['headers'];

  /**
   * @param host name and port that were asked
   * @param body missing when the answer was not an error body of the Admin API
   */
  constructor(
    message: string,
    readonly host: string,
    answer: FailedAnswer,
    readonly body: ErrorBody | undefined,
  ) {
    super(message);
    this.status = answer.status;
    this.headers = answer.headers;
  }

  /** Whether the service certainly did not do what it was asked. */
  get refused(): boolean {
    return this.status < 500;
  }
}

/** As Go prints a list: `[a b]`; an object in it as JSON, which is easier to read than Go's map. */
const list = (values: readonly unknown[]): string =>
  `[${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}]`;

const dropNulls = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, inner) => inner ?? undefined);

function parseBody(text: string): ErrorBody | undefined {
  try {
    return errorBody.safeParse(dropNulls(JSON.parse(text))).data;
  } catch {
    return undefined;
  }
}

/** The error for an answer; `url` is the whole address, as it is printed. */
export function apiError(method: string, url: string, answer: FailedAnswer): ApiError {
  const statusLine = `${answer.status} ${answer.statusText}`.trim();
  const { host } = new URL(url);
  const body = parseBody(answer.text);
  if (!body) return new ApiError(`(${statusLine}) failed to decode response body`, host, answer, undefined);
  const fields = (body.badRequestDetail?.fields ?? []).map(
    ({ field, description }) => ` ${field}: ${description}`,
  );
  const message =
    `${url} ${method}: HTTP ${statusLine} (Error code: "${body.errorCode}") Detail: ${body.detail} ` +
    `Reason: ${body.reason}. Params: ${list(body.parameters)}, BadRequestDetail:${fields.join(';')}`;
  return new ApiError(message, host, answer, body);
}

/** The error for a response of the Admin API whose status is not a success. */

import { CliError } from '../base/errors.ts';

/** The body of an error response. A missing text is ''. */
export interface ErrorBody {
  readonly errorCode: string;
  readonly detail: string;
  readonly reason: string;
  readonly parameters: readonly unknown[];
  readonly badRequestDetail?:
    | { readonly fields: readonly { field: string; description: string }[] }
    | undefined;
}

/** A response whose status is not a success. */
export interface FailedResponse {
  readonly status: number;
  /** The reason phrase of the status line, which Go prints too. */
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  readonly text: string;
}

/** The response has a status that is not a success. */
export class ApiError extends CliError {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly headers: FailedResponse['headers'];

  /**
   * @param host the name and port that the request was sent to
   * @param body undefined if the response has no error body of the Admin API
   */
  constructor(
    message: string,
    readonly host: string,
    response: FailedResponse,
    readonly body: ErrorBody | undefined,
  ) {
    super(message);
    this.status = response.status;
    this.headers = response.headers;
  }
}

/** What the service says when it refuses, in the Atlas CLI's words. */

import { CliError } from '../base/errors.ts';

/** What the Admin API says of an error; what it did not say is ''. */
export interface ErrorBody {
  readonly errorCode: string;
  readonly detail: string;
  readonly reason: string;
  readonly parameters: readonly unknown[];
  readonly badRequestDetail?:
    | { readonly fields: readonly { field: string; description: string }[] }
    | undefined;
}

/** An answer whose status is not a success. */
export interface FailedResponse {
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
  readonly headers: FailedResponse['headers'];

  /**
   * @param host name and port that were asked
   * @param body missing when the answer was not an error body of the Admin API
   */
  constructor(
    message: string,
    readonly host: string,
    answer: FailedResponse,
    readonly body: ErrorBody | undefined,
  ) {
    super(message);
    this.status = answer.status;
    this.headers = answer.headers;
  }
}

import { CliError } from '../base/errors.ts';

/** The host answered with a success status, but the response does not prove one. */
export class ResponseError extends CliError {
  override readonly name = 'ResponseError';
}

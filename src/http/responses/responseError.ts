import { CliError } from '../../base/errors.ts';

/** The response has a success status, but does not prove a success. */
export class ResponseError extends CliError {
  override readonly name = 'ResponseError';
}

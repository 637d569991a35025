import { CliError } from '../base/errors.ts';

/** No token was to be had, so the call that needed it was not made. */
export class TokenError extends CliError {
  override readonly name = 'TokenError';
}

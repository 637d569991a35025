import { CliError } from '../../base/errors.ts';

/** There is no token, so the call that needs it was not made. */
export class TokenError extends CliError {
  override readonly name = 'TokenError';
}

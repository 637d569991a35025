import { CliError } from '../base/errors.ts';

/** The service agreed to a call, but answered with something that cannot be used. */
export class AnswerError extends CliError {
  override readonly name = 'AnswerError';
}

/** The errors that main() knows how to print. Each carries finished text, and nothing secret. */

interface CliErrorOptions {
  /** One more line: the likely cause and the next step. */
  hint?: string | undefined;
  /** Lines that show the place, when it is the user's own text that is wrong. */
  excerpt?: string;
  cause?: unknown;
}

/**
 * The exit status tells a script whether it is safe to try again: 1 when nothing was changed, 3 when something was or may
 * have been changed and standard output does not have the result, 128 plus its number for a signal.
 */
const EXIT_FAILED = 1;
const EXIT_CHANGED = 3;

/** Something that a person can act on. Printed as `Error: message`, then the hint on a line of its own. */
export class CliError extends Error {
  /** Set late where only a caller knows what to do next. */
  hint: string | undefined;
  readonly excerpt: string | undefined;
  readonly exitCode: number = EXIT_FAILED;

  constructor(message: string, { hint, excerpt, cause }: CliErrorOptions = {}) {
    super(message, { cause });
    this.hint = hint;
    this.excerpt = excerpt;
  }
}

/** The command line itself is wrong. Its text is the Atlas CLI's, so that scripts may match it. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

/** The configuration cannot be used: the file, a property, a variable. */
export class ConfigError extends CliError {
  override readonly name = 'ConfigError';
}

/** No complete credentials were found. */
export class AuthenticationError extends CliError {
  override readonly name = 'AuthenticationError';
}

/** A standard stream could not take what was written to it. */
export class OutputError extends CliError {
  override readonly name = 'OutputError';
  /** The system error's code: EPIPE says that the reader has gone away. */
  readonly code: string | undefined;

  constructor(message: string, options: CliErrorOptions = {}) {
    super(message, options);
    this.code = codeOf(options.cause);
  }
}

/** Something was changed, or may have been, and standard output does not have the result. */
export class ChangedError extends CliError {
  override readonly name = 'ChangedError';
  override readonly exitCode = EXIT_CHANGED;
}

/** A signal ended the run. */
export class InterruptedError extends CliError {
  override readonly name = 'InterruptedError';
  override readonly exitCode: number;

  constructor(message: string, signalNumber: number, options: CliErrorOptions = {}) {
    super(message, options);
    this.exitCode = 128 + signalNumber;
  }
}

/** Adds a sentence to what is advised already. */
export function addHint<E extends CliError>(error: E, sentence: string): E {
  error.hint = error.hint ? `${error.hint} ${sentence}` : sentence;
  return error;
}

/** The message of anything that was thrown, in one line. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The code of a system error (`ENOENT`, `EPIPE`), if it has one. */
export function codeOf(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

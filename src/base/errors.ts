/** The errors that main() can print. Each holds text for the user, and no secrets. */

interface CliErrorOptions {
  /** The likely cause and what to do next, printed on a line of its own. */
  hint?: string | undefined;
  /** Lines that show where the error is in the user's own text. */
  excerpt?: string;
  cause?: unknown;
}

/**
 * The exit status tells a script whether it is safe to retry: 1 if nothing was changed, 3 if something was or may have been
 * changed but the command did not finish, and 128 plus the signal's number if a signal ended the run.
 */
const EXIT_FAILED = 1;
const EXIT_CHANGED = 3;

/** An error that the user can act on. Printed as `Error: message`, with the hint on the next line. */
export class CliError extends Error {
  /** Callers can set it later, when they know what the user can do. */
  hint: string | undefined;
  readonly excerpt: string | undefined;
  readonly exitStatus: number = EXIT_FAILED;

  constructor(message: string, { hint, excerpt, cause }: CliErrorOptions = {}) {
    super(message, { cause });
    this.hint = hint;
    this.excerpt = excerpt;
  }
}

/** The command line is wrong. The message is the one of the Atlas CLI, because scripts match it. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

/** The configuration is invalid: the file, a property, or a variable. */
export class ConfigError extends CliError {
  override readonly name = 'ConfigError';
}

/** No complete credentials were found. */
export class AuthenticationError extends CliError {
  override readonly name = 'AuthenticationError';
}

/** Writing to a standard stream failed. */
export class OutputError extends CliError {
  override readonly name = 'OutputError';
  /** The code of the system error, such as EPIPE when the reader has closed the pipe. */
  readonly code: string | undefined;

  constructor(message: string, options: CliErrorOptions = {}) {
    super(message, options);
    this.code = codeOf(options.cause);
  }
}

/** Something was or may have been changed in Atlas, but the command did not finish. */
export class ChangedError extends CliError {
  override readonly name = 'ChangedError';
  override readonly exitStatus = EXIT_CHANGED;
}

/** A signal interrupted the run. */
export class InterruptedError extends CliError {
  override readonly name = 'InterruptedError';
  override readonly exitStatus: number;

  constructor(message: string, signalNumber: number, options: CliErrorOptions = {}) {
    super(message, options);
    this.exitStatus = 128 + signalNumber;
  }
}

/** Appends a sentence to the error's hint. */
export function addHint<E extends CliError>(error: E, sentence: string): E {
  error.hint = error.hint ? `${error.hint} ${sentence}` : sentence;
  return error;
}

/** The message of a thrown value, which need not be an Error. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The code of a system error, such as `ENOENT`; undefined if the thrown value has none. */
export function codeOf(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

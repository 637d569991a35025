/** The System: everything outside the program, which tests replace. */
import type { HttpRequest, HttpResponse } from '../http/types.ts';
import type { Keyring, KeyringOptions } from '../keyring/keyring.ts';

/** A standard stream that the program writes to. */
export interface Output {
  readonly isTerminal: boolean;
  /** Whether the stream was closed when the program started. */
  isClosed(): Promise<boolean>;
  /**
   * Writes all of the text (as UTF-8) or bytes, and resolves when the operating system has accepted them.
   * Rejects with the system error (EPIPE, ENOSPC, EBADF).
   */
  write(text: string | Uint8Array): Promise<void>;
}

export interface Input {
  readonly isTerminal: boolean;
  /** Reads to the end. Rejects with an EncodingError if the text is not UTF-8, otherwise with the system error. */
  readText(): Promise<string>;
}

/** A new, empty file (mode 0600). */
export interface OpenedFile {
  /** Writes the content (text as UTF-8), syncs the file unless it is volatile, and closes it. */
  writeAndClose(content: string | Uint8Array, durability?: 'volatile'): void;
  /** Closes and removes the file. */
  remove(): void;
}

export interface TextFile {
  readonly text: string;
  /** The permission bits. */
  readonly mode: number;
  /** When the file was written or touched, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** File system operations. They throw Node's errors, with a `code`. */
export interface Files {
  /** Throws an EncodingError if the text is not UTF-8. */
  read(path: string): TextFile;
  /** Like read(), but does not block, and the executable needs no node:fs for it. */
  readText(path: string): Promise<string>;
  /** The permission bits of a file. */
  mode(path: string): Promise<number>;
  /**
   * Creates or replaces a file (mode 0600) whose content may be lost, and creates its folder (0700) if necessary. Another
   * process may read the file while it is incomplete.
   */
  replaceVolatile(path: string, text: string): Promise<void>;
  /** Like replaceVolatile(), but faster. Only for a file that this program has certainly written: it follows links. */
  rewriteVolatile(path: string, text: string): Promise<void>;
  /**
   * Creates a file (mode 0600) with the content (text as UTF-8), and its folder (0700) if necessary. Never overwrites a
   * file. Syncs it unless it is volatile. Throws EFTYPE if the path is a device on Windows.
   */
  createPrivate(path: string, content: string | Uint8Array, durability?: 'volatile'): void;
  /** Creates an empty file (mode 0600). Never overwrites a file, and does not create its folder. */
  openPrivate(path: string): OpenedFile;
  /** Throws EISDIR or EFTYPE if the path exists but is not a regular file. Follows links. */
  checkRegular(path: string): void;
  /** Resolves symbolic links. The last one may be dangling. */
  realPath(path: string): string;
  /** Renames a file. Replaces `to` atomically. */
  rename(from: string, to: string): void;
  /** Removes a file if it exists. */
  remove(path: string): void;
  /** Removes a folder and its content. */
  removeFolder(path: string): void;
  /** Sets the modification time of a file to now. */
  touch(path: string): void;
  /** Copies the owner of a file to another one if possible, so that files stay the user's own if root changes them. */
  copyOwner(from: string, to: string): void;
  /** Syncs a folder, if the system supports that. */
  syncFolder(path: string): void;
}

export type HashAlgorithm = 'md5' | 'sha256' | 'sha512-256';

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGBREAK';

export interface Spinner {
  stop(): void;
}

/** The answer to a confirmation. `interrupted`: by Ctrl-C or the signal. `ended`: the input ended. */
export type ConfirmationAnswer = 'yes' | 'no' | 'interrupted' | 'ended';

/** A question other than a confirmation. */
export type Question =
  | {
      /** The answer to a secret question is not shown. */
      readonly kind: 'text' | 'secret';
      readonly message: string;
      /** The problem with an answer, which is shown before the question is repeated; undefined if the answer is valid. */
      problem(answer: string): string | undefined;
    }
  | {
      readonly kind: 'choice';
      readonly message: string;
      readonly choices: readonly { readonly value: string; readonly name: string }[];
      /** The value that Enter alone selects; by default, the first. */
      readonly initial?: string;
    };

/** The answer to a question; see ConfirmationAnswer. */
export type QuestionAnswer = { readonly answer: string } | 'interrupted' | 'ended';

/** How a command ended that was given an input. */
export interface CommandEnd {
  /** As a shell reports it: 128 plus the signal's number for a command that a signal ended. */
  readonly status: number;
  /** The name of that signal. */
  readonly signal?: string;
  /** Whether it read the input to its end. */
  readonly hasReadAll: boolean;
}

export interface System {
  /** The environment. Reading a variable that is not UTF-8 throws a ConfigError that names it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The operating system, by its name in Node: linux, darwin, win32. */
  readonly platform: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly files: Files;
  /**
   * Sends one HTTP request. Does not follow redirects. Rejects if there is no complete head of a response: with a ConfigError
   * before the request, if the variables for proxies or certificates are invalid; otherwise with an error for networkError().
   */
  fetch(url: string, request: HttpRequest): Promise<HttpResponse>;
  /** Opens the keyring of the desktop. Rejects with a KeyringError if there is none, or it does not answer in time. */
  openKeyring(options: KeyringOptions): Promise<Keyring>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after this time. */
  sleep(ms: number): Promise<void>;
  /** Random bytes as lower-case hexadecimal digits. */
  randomHex(bytes: number): string;
  /** The hash of the text's UTF-8 bytes as lower-case hexadecimal digits. */
  hash(algorithm: HashAlgorithm, text: string): string;
  /** Calls the listener for signals that ask the process to end. Returns a function that stops listening. */
  onSignal(listener: (name: SignalName, number: number) => void): () => void;
  /** Ends the process immediately. Only for signals. */
  exit(code: number): never;
  /** Shows a spinner on standard error. Call it only if that is a terminal. */
  spin(text: string): Promise<Spinner>;
  /**
   * Asks a yes-or-no question on standard error, for which Enter alone means no. Call it only if standard input and standard
   * error are terminals. Restores the terminal.
   */
  confirm(question: string, signal: AbortSignal): Promise<ConfirmationAnswer>;
  /** Asks any other question. The same conditions apply. */
  ask(question: Question, signal: AbortSignal): Promise<QuestionAnswer>;
  /** Opens a web page in the user's browser. Resolves to false if no browser could be started. */
  openBrowser(url: string): Promise<boolean>;
  /**
   * Runs an editor on the terminal. Resolves to its exit status.
   * @param editor a shell command, which can have arguments
   * @param end ends the editor when aborted
   */
  edit(editor: string, path: string, end: AbortSignal): Promise<number>;
  /** Whether the user's shell can parse the command; true if that is unknown. */
  canParseCommand(command: string): Promise<boolean>;
  /**
   * Runs a command in the user's shell. Its output goes to standard error. Rejects if there is no shell.
   * @param input what the command gets on its standard input
   * @param removedVariables the names of variables that the command does not get
   * @param end ends the shell when aborted
   */
  runCommand(
    command: string,
    input: string,
    removedVariables: ReadonlySet<string>,
    end: AbortSignal,
  ): Promise<CommandEnd>;
}

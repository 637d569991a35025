/** The world outside, as the program sees it: everything that a test may want to replace. */
import type { HttpRequest, HttpResponse } from '../http/types.ts';

/** A standard stream that the program writes to. */
export interface Output {
  readonly isTerminal: boolean;
  /** Whether it was closed by whoever started the program. */
  isClosed(): Promise<boolean>;
  /**
   * Writes all of the text (as UTF-8), or of the bytes, and resolves when the operating system has it.
   * Rejects with the system error (EPIPE, ENOSPC, EBADF) when it cannot.
   */
  write(text: string | Uint8Array): Promise<void>;
}

export interface Input {
  readonly isTerminal: boolean;
  /** All that is left in it. Rejects with an EncodingError when it is not UTF-8, else with the system error. */
  readText(): Promise<string>;
}

/** A new file (mode 0600) that is there, but empty. */
export interface OpenedFile {
  /** Writes the content (text as UTF-8) and closes the file; when it returns, the disk has it, unless it need not be durable. */
  writeAndClose(content: string | Uint8Array, durability?: 'volatile'): void;
  /** Closes and removes it. */
  remove(): void;
}

export interface TextFile {
  readonly text: string;
  /** The permission bits. */
  readonly mode: number;
  /** When it was written or touched, in milliseconds since 1970. */
  readonly modifiedMs: number;
}

/** What the program asks of a file system; errors are Node's, with a `code`. */
export interface Files {
  /** Throws an EncodingError when the text is not UTF-8. */
  read(path: string): TextFile;
  /**
   * Makes a new file (mode 0600) of the content (text as UTF-8), in a folder that is made (0700) where missing; never
   * overwrites. Returns when the content is on the disk, unless it need not be durable. Throws EFTYPE where Windows
   * opened a device.
   */
  createPrivate(path: string, content: string | Uint8Array, durability?: 'volatile'): void;
  /** Makes an empty new file (mode 0600), to be written later; never overwrites, makes no folder. */
  openPrivate(path: string): OpenedFile;
  /** Throws EISDIR or EFTYPE when there is something other than a regular file at the path; links are followed. */
  checkRegular(path: string): void;
  /** Where the path leads, symbolic links followed; the last one of them may lead to a file that is not there. */
  realPath(path: string): string;
  /** Puts the file `from` in the place of `to`, at once. */
  rename(from: string, to: string): void;
  /** Removes a file; one that is not there is no error. */
  remove(path: string): void;
  /** Removes a folder with all that is in it. */
  removeFolder(path: string): void;
  /** Marks a file as written now. */
  touch(path: string): void;
  /** Gives a file the owner that another one has, where that can be done: what root changes stays the user's own. */
  copyOwner(from: string, to: string): void;
  /** Returns when the names in the folder are on the disk, where the system can do that. */
  syncFolder(path: string): void;
}

export type HashAlgorithm = 'md5' | 'sha256' | 'sha512-256';

export type SignalName = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGBREAK';

export interface Spinner {
  stop(): void;
}

/** How a question was answered: `interrupted` by Ctrl-C or the signal, `ended` when there is no more input. */
export type ConfirmationAnswer = 'yes' | 'no' | 'interrupted' | 'ended';

/** A question with more answers than yes and no. */
export type Question =
  | {
      /** The answer to a secret question is not shown. */
      readonly kind: 'text' | 'secret';
      readonly message: string;
      /** What is wrong with an answer, said before the question is asked again; undefined when it will do. */
      problem(answer: string): string | undefined;
    }
  | {
      readonly kind: 'choice';
      readonly message: string;
      readonly choices: readonly { readonly value: string; readonly name: string }[];
      /** The value that Enter alone chooses; otherwise the first. */
      readonly initial?: string;
    };

/** What came of a question; see Confirmation. */
export type QuestionAnswer = { readonly answer: string } | 'interrupted' | 'ended';

export interface System {
  /** Reading a variable that is not UTF-8 throws a ConfigError that names it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Node's name of the operating system: linux, darwin, win32. */
  readonly platform: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly files: Files;
  /**
   * One HTTP exchange. Never follows a redirect; rejects when there is no whole response head: with a ConfigError before
   * anything is sent, when the variables for proxies and certificates make no sense; otherwise with the runtime's error,
   * which has a `proxy` (see networkError) where one was asked. Without an `accept` none is sent, unless a proxy is on
   * the way.
   */
  fetch(url: string, request: HttpRequest): Promise<HttpResponse>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Random bytes as lower-case hexadecimal digits, two for a byte. */
  randomHex(bytes: number): string;
  /** The hash of the text's UTF-8 bytes as lower-case hexadecimal digits. */
  hash(algorithm: HashAlgorithm, text: string): string;
  /** Calls back when one of the signals that ask for an end arrives; returns how to stop listening. */
  onSignal(listener: (name: SignalName, number: number) => void): () => void;
  /** Ends the process at once; for a signal's answer, where nothing may run after it. */
  exit(code: number): never;
  /** Shows on standard error that something is going on; only ever called where that is a terminal. */
  spin(text: string): Promise<Spinner>;
  /**
   * Asks a question on standard error that is answered by yes or no, where Enter alone means no; only ever called
   * where standard input and error are terminals. Leaves the terminal as it was.
   */
  confirm(question: string, signal: AbortSignal): Promise<ConfirmationAnswer>;
  /** Asks any other question, under the same conditions. */
  ask(question: Question, signal: AbortSignal): Promise<QuestionAnswer>;
  /** Opens a web page in the user's browser; false when there is none that could be started. */
  openBrowser(url: string): Promise<boolean>;
  /**
   * Lets the user edit a file on the terminal, and resolves when the editor has ended, with its exit status.
   * @param editor what the shell runs; words may follow the program's name
   * @param end ends the editor
   */
  edit(editor: string, path: string, end: AbortSignal): Promise<number>;
}

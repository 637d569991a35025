/** What the program needs before it loads the System: help, version and completion need nothing else. */
import type { System } from './system.ts';

export interface Bootstrap {
  /** Name and version of the runtime, for `--version`. */
  readonly runtime: string;
  /** Throws a UsageError if an argument is not UTF-8. Called if one contains U+FFFD, which replaces invalid bytes. */
  checkArguments(argv: readonly string[]): Promise<void>;
  /** Writes text that can be printed again, such as a help screen, to standard output. Rejects with the system error. */
  printText(text: string): Promise<void>;
  /** Loads the System. node:fs alone takes Bun 1.4 ms, half of the time of an empty program. */
  loadSystem(): Promise<System>;
}

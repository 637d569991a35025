/** What the program is started with: enough to show a text, and the way to the rest of the world. */
import type { System } from './system.ts';

export interface Bootstrap {
  /** Name and version of the runtime, for `--version`. */
  readonly runtime: string;
  /** Throws a UsageError when an argument is not UTF-8; called when one of them holds U+FFFD, which may stand for that. */
  checkArguments(argv: readonly string[]): Promise<void>;
  /** Writes to standard output what can be had again: a help screen, say. Rejects with the system error. */
  printText(text: string): Promise<void>;
  /** Everything else, loaded when a run wants it: node:fs alone takes Bun 0.9 ms, a quarter of an empty program. */
  loadSystem(): Promise<System>;
}

/** How every run of the program may end, whatever it was given. */
import { expect } from 'vitest';

export interface ExitResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a mistake of ours looks like when it reaches the user: a stack, or the engines' words for it. */
const OURS =
  /^\s+at .*:\d+|(Type|Reference|Range|Syntax|Internal)Error|is not (a function|defined|iterable|an object)|Cannot read prop|Cannot (destructure|convert)|\[object \w+\]|Maximum call stack|evaluating '|undefined is not|null is not/m;

/** A line of standard error that no terminal obeys. */
const HARMLESS = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/;

/** Warnings, then one line of error, then at most a hint; or what stands below it: an excerpt, a suggestion, usage. */
const ERROR = /^(Warning: [^\n]*\n)*Error: [^\n]*\n([\s\S]*\n)?$/;
const BELOW = [
  // An excerpt of the user's own text with a mark below it, and a hint.
  /^( {2}[^\n]*\n)*([^\n]+\n)?$/,
  // A word that is no command; a number of arguments. A hint can follow.
  /^(\nDid you mean this\?\n(\t[^\n]*\n)+)?\nRun '[^\n]*\n([^\n]+\n)?$/,
  /^\nUsage: [^\n]*\n([^\n]+\n)?$/,
];

/**
 * @param words what was typed; line ends in it are repeated by the messages about it, as the Atlas CLI does
 */
export function expectCleanExit({ status, stdout, stderr }: ExitResult, words: readonly string[]): void {
  const shown = JSON.stringify({ status, stdout: stdout.slice(0, 2000), stderr: stderr.slice(0, 2000) });
  expect([0, 1, 3], shown).toContain(status);
  expect(OURS.exec(stderr), shown).toBeNull();
  const typedControls = words.some((word) => !HARMLESS.test(word) || word.includes('\n'));
  if (!typedControls) {
    expect(
      stderr.split('\n').every((line) => HARMLESS.test(line)),
      shown,
    ).toBe(true);
    if (status === 0) expect(stderr, shown).toMatch(/^(Warning: [^\n]*\n)*$/);
    else {
      const [, , below = ''] = ERROR.exec(stderr) ?? [undefined, undefined, 'no error line'];
      expect(
        BELOW.some((form) => form.test(below)),
        shown,
      ).toBe(true);
    }
  }
  if (status !== 0) expect(stderr, shown).toMatch(/^(Warning: .*\n)*Error: ./);
}

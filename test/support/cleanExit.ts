/** Checks that a run ended without a bug, for any input. */
import { expect } from 'vitest';

export interface ExitResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Signs of a bug in the output: a stack trace, or an error message of the JavaScript engine. */
const OURS =
  /^\s+at .*:\d+|(Type|Reference|Range|Syntax|Internal)Error|is not (a function|defined|iterable|an object)|Cannot read prop|Cannot (destructure|convert)|\[object \w+\]|Maximum call stack|evaluating '|undefined is not|null is not/m;

/** A line without control characters. */
const HARMLESS = /^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/;

/** Warnings, one line with the error, and what can follow it: a hint, an excerpt, suggestions, or the usage. */
const ERROR = /^(Warning: [^\n]*\n)*Error: [^\n]*\n([\s\S]*\n)?$/;
const BELOW = [
  // An excerpt of the user's text with a caret below it, and a hint.
  /^( {2}[^\n]*\n)*([^\n]+\n)?$/,
  // Suggestions for an unknown command, or the usage. A hint can follow.
  /^(\nDid you mean this\?\n(\t[^\n]*\n)+)?\nRun '[^\n]*\n([^\n]+\n)?$/,
  /^\nUsage: [^\n]*\n([^\n]+\n)?$/,
];

/**
 * @param words the arguments; messages repeat line ends in them, as in the Atlas CLI
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
        BELOW.some((build) => build.test(below)),
        shown,
      ).toBe(true);
    }
  }
  if (status !== 0) expect(stderr, shown).toMatch(/^(Warning: .*\n)*Error: ./);
}

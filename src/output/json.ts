import type { Format } from './format.ts';

/** Go's encoding/json escapes these so that its output may stand in HTML and JavaScript. */
const ESCAPES: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** A half of a surrogate pair is not a character; Go reads and prints U+FFFD in its place. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** JSON as Go's encoder prints it with an indentation of two blanks, without a final line end. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value, wellFormed, 2).replace(
    /[<>&\u2028\u2029]/g,
    (character) => ESCAPES[character] ?? character,
  );

export const jsonFormat: Format = {
  compile: () => (value) => `${goJson(value)}\n`,
};

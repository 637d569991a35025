/** JSON as Go's encoding/json writes it. */

/** Go escapes these characters so that its output is safe in HTML and JavaScript. */
const ESCAPES: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Replaces half of a surrogate pair with U+FFFD, as Go does. */
const wellFormed = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** `json.MarshalIndent(value, "", "  ")`; keys keep the order that they have in `value`. */
export const goJson = (value: unknown): string =>
  JSON.stringify(value, wellFormed, 2).replace(
    /[<>&\u2028\u2029]/g,
    (character) => ESCAPES[character] ?? character,
  );

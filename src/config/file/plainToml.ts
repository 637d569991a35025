/** Parses the subset of TOML that most profiles use. The full parser takes 0.6 ms to load. */

const BLANKS = '[ \\t]*';
const HEADER = `\\[${BLANKS}([\\w-]+)${BLANKS}\\]`;
const VALUE = `'([^']*)'|"([^"\\\\]*)"|(true|false)|(0|[1-9]\\d{0,8})`;
/** A line with a table header, a property or neither, and an optional comment. */
const LINE = new RegExp(
  `^${BLANKS}(?:${HEADER}|([\\w-]+)${BLANKS}=${BLANKS}(?:${VALUE}))?${BLANKS}(?:#.*)?$`,
);
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;

/**
 * Parses a text that contains only tables and properties with bare names, whose values are strings without escapes,
 * booleans, or short integers.
 * @param text its lines must end with `\n`
 * @returns the same result as the full parser; undefined for other text and for errors, which the parser reports
 */
export function parsePlainToml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (CONTROL.test(text)) return undefined;
  const root: Record<string, unknown> = {};
  let table = root;
  for (const line of text.split('\n')) {
    const found = LINE.exec(line);
    if (!found) return undefined;
    const [, header, name, literal, basic, boolean, integer] = found;
    const key = header ?? name;
    if (key === undefined) continue;
    const parent = header === undefined ? table : root;
    // Also refuses the properties that every object has, such as `constructor` and `__proto__`.
    if (key in parent) return undefined;
    if (header !== undefined) {
      table = {};
      root[key] = table;
    } else table[key] = literal ?? basic ?? (boolean === undefined ? Number(integer) : boolean === 'true');
  }
  return root;
}

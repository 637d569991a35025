/** Reads the part of TOML that profiles are written in; the parser takes a start 0.6 ms. */

const BLANKS = '[ \\t]*';
const HEADER = `\\[${BLANKS}([\\w-]+)${BLANKS}\\]`;
const VALUE = `'([^']*)'|"([^"\\\\]*)"|(true|false)|(0|[1-9]\\d{0,8})`;
/** A line with a bare name in brackets, or a bare name with a value, or neither; and perhaps a comment. */
const LINE = new RegExp(
  `^${BLANKS}(?:${HEADER}|([\\w-]+)${BLANKS}=${BLANKS}(?:${VALUE}))?${BLANKS}(?:#.*)?$`,
);
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;

/**
 * The tables and properties of a text that has nothing but tables with bare names, and properties with bare names that
 * are text without escapes, booleans or short whole numbers.
 * @param text with `\n` at the end of its lines
 * @returns what the parser makes of it; undefined for any other text, and for mistakes, which the parser explains
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
    // Also what every object has: `constructor`, `__proto__`.
    if (key in parent) return undefined;
    if (header !== undefined) {
      table = {};
      root[key] = table;
    } else table[key] = literal ?? basic ?? (boolean === undefined ? Number(integer) : boolean === 'true');
  }
  return root;
}

/** CSV as Go's encoding/csv reads it. pflag uses it to split the value of a `strings` flag. */
import { GoError } from './errors.ts';

const encoder = new TextEncoder();

/** Go counts columns in bytes, from 1. */
const column = (line: string, index: number): number => encoder.encode(line.slice(0, index)).length + 1;

interface Line {
  text: string;
  number: number;
}

/** The lines of a text, each with its newline. `\r\n` is read as `\n`, as in Go's readLine. */
function* linesOf(text: string): Generator<Line> {
  let number = 0;
  for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const withoutCarriageReturn = line.endsWith('\r\n')
      ? line.slice(0, -2) + '\n'
      : line.endsWith('\r')
        ? line.slice(0, -1) // Go also drops a carriage return at the end of the file.
        : line;
    if (withoutCarriageReturn) yield { text: withoutCarriageReturn, number: ++number };
  }
}

function parseError(start: number, line: Line, index: number, problem: string): GoError {
  const place = `parse error on line ${line.number}, column ${column(line.text, index)}: ${problem}`;
  return new GoError(start === line.number ? place : `record on line ${start}; ${place}`);
}

const BARE_QUOTE = 'bare " in non-quoted-field';
const STRAY_QUOTE = 'extraneous or missing " in quoted-field';

/**
 * The fields of all records, in order. pflag reads only the first record and ignores the rest, for example the second
 * line of what `jq -r` printed. An empty text has no fields; that rule is pflag's.
 * @throws {GoError} with the message of encoding/csv: `parse error on line 1, column 2: bare " in non-quoted-field`
 */
export function csvFields(text: string): string[] {
  if (text === '') return [];
  // Most values are plain, and loading the code below takes 0.3 ms.
  if (!text.includes('"') && !text.includes('\n') && !text.includes('\r')) return text.split(',');
  const fields = [...csvRecords(text)];
  if (fields.length === 0) throw new GoError('EOF');
  return fields.flat();
}

/** The fields of each record; empty lines are skipped. @throws {GoError} when it reaches an invalid record */
export function* csvRecords(text: string): Generator<string[]> {
  const lines = linesOf(text);
  for (const line of lines) if (line.text !== '\n') yield recordFrom(line, lines);
}

/** The record that begins with this line. A quoted field can continue on the next lines. */
function recordFrom(first: Line, lines: Iterator<Line>): string[] {
  const start = first.number;
  const fields: string[] = [];
  let line = first;

  for (let index = 0; ; ) {
    if (line.text[index] !== '"') {
      const comma = line.text.indexOf(',', index);
      const field = line.text.slice(index, comma < 0 ? undefined : comma).replace(/\n$/, '');
      const quote = field.indexOf('"');
      if (quote >= 0) throw parseError(start, line, index + quote, BARE_QUOTE);
      fields.push(field);
      if (comma < 0) return fields;
      index = comma + 1;
      continue;
    }
    let field = '';
    index++;
    for (;;) {
      const quote = line.text.indexOf('"', index);
      if (quote < 0) {
        // The quoted field continues on the next line.
        field += line.text.slice(index);
        const next = lines.next();
        if (next.done) throw parseError(start, line, line.text.length, STRAY_QUOTE);
        line = next.value;
        index = 0;
        continue;
      }
      field += line.text.slice(index, quote);
      const after = line.text[quote + 1];
      if (after === '"') {
        field += '"';
        index = quote + 2;
        continue;
      }
      if (after !== ',' && after !== '\n' && after !== undefined)
        throw parseError(start, line, quote, STRAY_QUOTE);
      fields.push(field);
      if (after !== ',') return fields;
      index = quote + 2;
      break;
    }
  }
}

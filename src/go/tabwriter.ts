/**
 * Elastic tab stops as in Go's text/tabwriter, with the settings of the Atlas CLI: `NewWriter(w, 6, 4, 3, ' ', 0)`.
 *
 * A tab or vertical tab ends a cell; the text after the last tab of a line belongs to no column. A column is a block of
 * consecutive lines that have a cell in that position, and is as wide as its widest cell plus the padding. A form feed is
 * a newline that also ends all columns. Text between two bytes 0xFF is escaped: tabs and newlines in it have no effect.
 * The two bytes stay in the output and have no width.
 */
import { runeCount } from './runes.ts';
import { StringBuilder } from './stringBuilder.ts';

const MIN_WIDTH = 6;
const PADDING = 3;

/** In characters. Tabs become spaces, so that the result can be many times as long as the text. */
const MAX_RESULT_LENGTH = 12 * 1024 * 1024;

/** The byte 0xFF, represented as byteString.ts describes. */
const ESCAPE = '\udcff';
/** With the `u` flag, `\udcff` does not match half of a character. */
const ESCAPED = /\udcff[^\udcff]*(?:\udcff|$)/gu;

/** Replaces the control characters of escaped text by lone surrogates that no Go string contains. */
function hideEscaped(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  const hide = (control: string) => String.fromCharCode(0xdc00 + control.charCodeAt(0));
  return text.replace(ESCAPED, (part) => part.replace(/[\t\n\v\f]/g, hide));
}

function showEscaped(text: string): string {
  if (!text.includes(ESCAPE)) return text;
  return text.replace(/[\udc09-\udc0c]/gu, (hidden) => String.fromCharCode(hidden.charCodeAt(0) - 0xdc00));
}

/** Go counts code points, even those that take two columns of a terminal. */
function widthOf(cell: string): number {
  return /[\ud800-\udfff]/.test(cell) ? runeCount(cell.replace(/\udcff/gu, '')) : cell.length;
}

/** Without an array of the lines, which takes more memory than a long text itself. */
function forEachLine(text: string, visit: (line: string, start: number) => void): void {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    visit(text.slice(start, end), start);
    start = end + 1;
  }
  visit(text.slice(start), start);
}

/** Aligns text between two form feeds. */
function alignLines(text: string, aligned: StringBuilder): void {
  /** The widths of the columns, from top to bottom. */
  const widths: number[] = [];
  /** The column of each cell that a tab ends, in the order of the text. */
  const columnOfCell: number[] = [];
  /** The columns that the previous line is part of. */
  const open: number[] = [];
  forEachLine(text, (line) => {
    const cells = line.split('\t');
    const last = cells.length - 1;
    if (open.length > last) open.length = last;
    for (let position = 0; position < last; position++) {
      const column = open[position] ?? widths.push(MIN_WIDTH) - 1;
      open[position] = column;
      columnOfCell.push(column);
      const width = widthOf(cells[position] ?? '') + PADDING;
      if (width > (widths[column] ?? 0)) widths[column] = width;
    }
  });
  let cellCount = 0;
  forEachLine(text, (line, start) => {
    if (start > 0) aligned.write('\n');
    const cells = line.split('\t');
    const rest = cells.pop() ?? '';
    for (const cell of cells) {
      const width = widths[columnOfCell[cellCount++] ?? 0] ?? 0;
      aligned.write(cell + ' '.repeat(width - widthOf(cell)));
    }
    aligned.write(rest);
    if (aligned.length > MAX_RESULT_LENGTH) throw tooLong();
  });
}

const tooLong = (): Error => new Error('the output is too large to align its columns');

function countTabs(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\t'); at >= 0; at = text.indexOf('\t', at + 1)) count++;
  return count;
}

/** The text with its tabs replaced by spaces. @throws {Error} when the result is longer than 12 Mi characters */
export function alignTabs(text: string): string {
  if (!['\t', '\v', '\f'].some((control) => text.includes(control))) return text;
  // A tab at the end of the text ends no cell, because no other cell follows.
  const prepared = hideEscaped(text).replaceAll('\v', '\t').replace(/\t$/, '');
  // Refused before measuring, because millions of cells take too much memory.
  if (countTabs(prepared) * MIN_WIDTH > MAX_RESULT_LENGTH) throw tooLong();
  const aligned = new StringBuilder();
  for (const [index, lines] of prepared.split('\f').entries()) {
    if (index > 0) aligned.write('\n');
    alignLines(lines, aligned);
  }
  return showEscaped(aligned.toString());
}

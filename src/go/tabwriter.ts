/**
 * Elastic tab stops, as Go's text/tabwriter with the settings of the Atlas CLI: cells are at least 6 wide, with 3
 * blanks after the widest of a column. A tab (or vertical tab) ends a cell; what follows the last one is not in a
 * column. A column is a block of neighbouring lines that all have a cell there; a form feed ends all columns. Between
 * two bytes 0xFF nothing ends anything; they are kept, and have no width.
 */

const MIN_WIDTH = 6;
const PADDING = 3;

/** A text may be all tabs, each of which becomes blanks: beyond this many characters (12 Mi) it is refused. */
const LARGEST_RESULT = 12 * 1024 * 1024;

/** The byte 0xFF, as a template's output has it: see gotemplate/bytes.ts. */
const ESCAPE = '\udcff';

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;

/** What may end a cell. */
const STOPS = ['\t', '\n', '\v', '\f'] as const;

/**
 * Goes from stop to stop. The next place of each kind is looked up once and kept: searching a text is fast, going over
 * its characters one by one is not, before they have been gone over often.
 */
class Cells {
  /** Where the cell begins. */
  start = 0;
  /** Where the stop is that ends it; the length of the text for the last one. */
  end = -1;
  /** What ends it; empty for the last one. */
  stop = '';
  private readonly text: string;
  private readonly next: number[];
  private nextEscape: number;

  constructor(text: string) {
    this.text = text;
    this.next = STOPS.map((stop) => this.find(stop, 0));
    this.nextEscape = this.find(ESCAPE, 0);
  }

  /** Goes on to the next cell; false when there is none. */
  advance(): boolean {
    const { text } = this;
    if (this.end === text.length) return false;
    this.start = this.end + 1;
    this.end = this.nearest(this.start);
    while (this.nextEscape < this.end) {
      const closing = this.find(ESCAPE, this.nextEscape + 1);
      this.end = this.nearest(Math.min(closing + 1, text.length));
      this.nextEscape = this.find(ESCAPE, closing + 1);
    }
    this.stop = text[this.end] ?? '';
    return true;
  }

  /** The nearest stop from a place on. */
  private nearest(from: number): number {
    const { next } = this;
    let nearest = this.text.length;
    for (let kind = 0; kind < STOPS.length; kind++) {
      let at = next[kind] ?? 0;
      if (at < from) {
        at = this.find(STOPS[kind] as string, from);
        next[kind] = at;
      }
      if (at < nearest) nearest = at;
    }
    return nearest;
  }

  private find(what: string, from: number): number {
    const { text } = this;
    let at = text.indexOf(what, from);
    // The second half of a pair is no byte.
    while (what === ESCAPE && at > 0 && isHighSurrogate(text.charCodeAt(at - 1)))
      at = text.indexOf(what, at + 1);
    return at < 0 ? text.length : at;
  }
}

const endsCell = (stop: string): boolean => stop === '\t' || stop === '\v';

/** How many characters there are from one place to another: Go counts code points, wide or not. */
function widthOf(text: string, start: number, end: number): number {
  let width = end - start;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isHighSurrogate(code)) {
      width--;
      at++;
    } else if (code === 0xdcff) width--;
  }
  return width;
}

/** The cells that a tab ended, in order: how wide each is, and which block of its column it is in. */
interface Measures {
  /** How many there are. */
  readonly cells: number;
  readonly widths: Uint32Array;
  readonly blocks: Uint32Array;
  /** The width of each block. */
  readonly blockWidths: Uint32Array;
}

function countTabs(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\t'); at >= 0; at = text.indexOf('\t', at + 1)) count++;
  for (let at = text.indexOf('\v'); at >= 0; at = text.indexOf('\v', at + 1)) count++;
  return count;
}

/** Finds the blocks that the cells form, in one pass. */
function measure(text: string): Measures {
  // Without an array's boxes: a text may be all tabs.
  const count = countTabs(text);
  const widths = new Uint32Array(count);
  const blocks = new Uint32Array(count);
  const blockWidths = new Uint32Array(count).fill(MIN_WIDTH);
  const isSimple = !/[\ud800-\udfff]/.test(text);
  /** The block that each column is in, as far as the line above goes; a line with fewer cells ends the others. */
  const open: number[] = [];
  let cell = 0;
  let blockCount = 0;
  let column = 0;
  for (const cells = new Cells(text); cells.advance(); ) {
    if (!endsCell(cells.stop)) {
      open.length = cells.stop === '\f' ? 0 : column;
      column = 0;
      continue;
    }
    const block = open[column] ?? blockCount++;
    const width = isSimple ? cells.end - cells.start : widthOf(text, cells.start, cells.end);
    open[column] = block;
    blocks[cell] = block;
    widths[cell] = width;
    if (width + PADDING > (blockWidths[block] ?? 0)) blockWidths[block] = width + PADDING;
    cell++;
    column++;
  }
  return { cells: cell, widths, blocks, blockWidths };
}

/** How many pieces to keep before they are joined: millions of small strings would take far more memory. */
const PIECES = 8192;

/**
 * The text without a tab that ends it, escaped ones aside: nothing comes after it, so that what it ended was the last
 * cell of its line.
 */
function withoutFinalTab(text: string): string {
  if (!/[\t\v]$/.test(text)) return text;
  let isTab = false;
  for (const cells = new Cells(text); cells.advance(); )
    if (cells.stop !== '') isTab = cells.end === text.length - 1;
  return isTab ? text.slice(0, -1) : text;
}

/** The text with its tabs turned into blanks. @throws {Error} when that would be larger than 12 Mi characters */
export function alignTabs(given: string): string {
  if (!/[\t\v\f]/.test(given)) return given;
  const text = withoutFinalTab(given);
  const { cells: count, widths, blocks, blockWidths } = measure(text);
  const blanksAfter = (cell: number) => (blockWidths[blocks[cell] ?? 0] ?? 0) - (widths[cell] ?? 0);
  let length = text.length;
  for (let cell = 0; cell < count; cell++) length += blanksAfter(cell);
  if (length > LARGEST_RESULT) throw new Error('the output is too large to align its columns');
  let aligned = '';
  let pieces: string[] = [];
  let cell = 0;
  for (const cells = new Cells(text); cells.advance(); ) {
    const { start, end, stop } = cells;
    pieces.push(text.slice(start, end));
    if (endsCell(stop)) pieces.push(' '.repeat(blanksAfter(cell++)));
    else if (stop !== '') pieces.push('\n');
    if (pieces.length < PIECES) continue;
    aligned += pieces.join('');
    pieces = [];
  }
  return aligned + pieces.join('');
}

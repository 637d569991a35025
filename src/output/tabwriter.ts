/**
 * Elastic tab stops, as Go's text/tabwriter with the settings of the reference: cells are at least 6 wide, with 3
 * blanks after the widest of a column. A tab (or vertical tab) ends a cell; what follows the last one is not in a
 * column. A column is a block of neighbouring lines that all have a cell there; a form feed ends all columns. Between
 * two bytes 0xFF nothing ends anything; they are kept, and have no width.
 */

const MIN_WIDTH = 6;
const PADDING = 3;

/** A text may be all tabs, each of which becomes blanks: beyond this many characters (12 Mi) it is refused. */
const LARGEST_RESULT = 12 * 1024 * 1024;

const TAB = 0x09;
const NEWLINE = 0x0a;
const VERTICAL_TAB = 0x0b;
const FORM_FEED = 0x0c;
const BLANK = 0x20;
/** The byte 0xFF, as a template's output has it: see gotemplate/bytes.ts. */
const ESCAPE = 0xdcff;

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xdc00;
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

const endsCell = (code: number): boolean => code === TAB || code === VERTICAL_TAB;

/** Reads code units in turn. */
class Reader {
  private inEscape = false;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What the unit at this place, the next one, means: its own code, or 0 for one that an escape robs of its meaning. */
  read(at: number): number {
    const code = this.text.charCodeAt(at);
    if (code === ESCAPE && !isHighSurrogate(this.text.charCodeAt(at - 1))) {
      this.inEscape = !this.inEscape;
      return ESCAPE;
    }
    return this.inEscape && code <= FORM_FEED ? 0 : code;
  }
}

/**
 * The text without a tab that ends it, escaped ones aside: nothing comes after it, so that what it ended was the last
 * cell of its line.
 */
function withoutFinalTab(text: string): string {
  if (!/[\t\v]$/.test(text)) return text;
  const reader = new Reader(text);
  let last = 0;
  for (let at = 0; at < text.length; at++) last = reader.read(at);
  return endsCell(last) ? text.slice(0, -1) : text;
}

/** The cells that a tab ended, in order: how wide each is, and which block of its column it is in. */
interface Cells {
  readonly widths: Uint32Array;
  readonly blocks: Uint32Array;
  /** The width of each block. */
  readonly blockWidths: Uint32Array;
}

function countCells(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (endsCell(text.charCodeAt(at))) count++;
  return count;
}

/** Finds the cells, and the blocks that they form, in one pass. */
function measure(text: string): Cells {
  // Without an array's boxes: a text may be all tabs.
  const count = countCells(text);
  const widths = new Uint32Array(count);
  const blocks = new Uint32Array(count);
  const blockWidths = new Uint32Array(count).fill(MIN_WIDTH);
  /** The block that each column is in, as far as the line above goes; a line with fewer cells ends the others. */
  const open: number[] = [];
  const reader = new Reader(text);
  let cell = 0;
  let blockCount = 0;
  let column = 0;
  let width = 0;
  for (let at = 0; at < text.length; at++) {
    const code = reader.read(at);
    if (code === NEWLINE || code === FORM_FEED) {
      open.length = code === FORM_FEED ? 0 : column;
      column = 0;
      width = 0;
    } else if (endsCell(code)) {
      const block = open[column] ?? blockCount++;
      open[column] = block;
      blocks[cell] = block;
      widths[cell] = width;
      blockWidths[block] = Math.max(blockWidths[block] ?? 0, width + PADDING);
      cell++;
      column++;
      width = 0;
      // Go counts code points, wide or not.
    } else if (code !== ESCAPE && !(isLowSurrogate(code) && isHighSurrogate(text.charCodeAt(at - 1))))
      width++;
  }
  return { widths, blocks, blockWidths };
}

/** Joins single code units into a string: millions of small strings would take far more memory on the way. */
class TextBuilder {
  private readonly units = new Uint16Array(8192);
  private used = 0;
  private readonly parts: string[] = [];

  add(code: number): void {
    this.units[this.used++] = code;
    if (this.used === this.units.length) this.flush();
  }
  toString(): string {
    this.flush();
    return this.parts.join('');
  }
  private flush(): void {
    this.parts.push(String.fromCharCode(...this.units.subarray(0, this.used)));
    this.used = 0;
  }
}

/** The text with its tabs turned into blanks. @throws {Error} when that would be larger than 12 Mi characters */
export function alignTabs(given: string): string {
  if (!/[\t\v\f]/.test(given)) return given;
  const text = withoutFinalTab(given);
  const { widths, blocks, blockWidths } = measure(text);
  const blanksAfter = (cell: number) => (blockWidths[blocks[cell] ?? 0] ?? 0) - (widths[cell] ?? 0);
  let length = text.length;
  for (let cell = 0; cell < widths.length; cell++) length += blanksAfter(cell);
  if (length > LARGEST_RESULT) throw new Error('the output is too large to align its columns');
  const aligned = new TextBuilder();
  const reader = new Reader(text);
  let cell = 0;
  for (let at = 0; at < text.length; at++) {
    const code = reader.read(at);
    if (endsCell(code)) for (let blanks = blanksAfter(cell++); blanks > 0; blanks--) aligned.add(BLANK);
    else aligned.add(code === FORM_FEED ? NEWLINE : code === 0 ? text.charCodeAt(at) : code);
  }
  return aligned.toString();
}

/**
 * Elastic tab stops, as Go's text/tabwriter with the settings of the reference: cells are at least 6 wide, with 3
 * blanks after the widest of a column. A tab (or vertical tab) ends a cell; what follows the last one is not in a
 * column. A column is a block of neighbouring lines that all have a cell there; a form feed ends all columns.
 */

const MIN_WIDTH = 6;
const PADDING = 3;

/** Go counts code points, wide or not. */
function width(cell: string): number {
  let count = 0;
  for (const _ of cell) count++;
  return count;
}

/** The lines of a stretch without form feeds; each is its cells, the last one not ended by a tab. */
function alignStretch(text: string): string {
  const lines = text.split('\n').map((line) => line.split(/[\t\v]/));
  const widths = lines.map((cells) => cells.map(width));
  const columns = Math.max(...lines.map((cells) => cells.length)) - 1;
  for (let column = 0; column < columns; column++) {
    for (let first = 0; first < lines.length; first++) {
      let widest = MIN_WIDTH;
      let end = first;
      for (; (widths[end]?.length ?? 0) - 1 > column; end++)
        widest = Math.max(widest, (widths[end]?.[column] ?? 0) + PADDING);
      for (let line = first; line < end; line++) {
        const cells = lines[line] ?? [];
        cells[column] += ' '.repeat(widest - (widths[line]?.[column] ?? 0));
      }
      first = end;
    }
  }
  return lines.map((cells) => cells.join('')).join('\n');
}

/** The text with its tabs turned into blanks. */
export function alignTabs(text: string): string {
  if (!/[\t\v\f]/.test(text)) return text;
  return text.split('\f').map(alignStretch).join('\n');
}

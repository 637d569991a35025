/**
 * Edits a TOML text and leaves all other characters unchanged. toml-patch only locates tables and properties. Its own edits
 * reformat the text: tabs become spaces, and a new property is inserted after the comment above the next table. It is used
 * to edit inline tables.
 */
import { parse, parseDocument, patch } from '@decimalturn/toml-patch';

export type Value = string | boolean | number;

/** Lines count from 1, columns from 0, in UTF-16 code units. */
interface Position {
  readonly line: number;
  readonly column: number;
}
interface Located {
  readonly loc: { readonly start: Position; readonly end: Position };
}

/** The parts of a dotted name. */
interface Key extends Located {
  readonly value: readonly string[];
}

/** A property: `a.b = 1`. */
interface Row extends Located {
  readonly key: Key;
  readonly value: Located & { readonly type: string };
}

/** The header and properties of a table. The first block of a text has no header and contains the global properties. */
interface Block {
  readonly header: Key | undefined;
  readonly rows: readonly Row[];
}

const isSameName = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

function blocksOf(text: string): [Block, ...Block[]] {
  const items = parseDocument(text).cst;
  const rowsOf = (nodes: readonly (typeof items)[number][]): Row[] =>
    nodes.flatMap((node) => ('equals' in node ? [node] : []));
  const tables = items.flatMap((node) =>
    'items' in node && 'key' in node ? [{ header: node.key.item, rows: rowsOf(node.items) }] : [],
  );
  return [{ header: undefined, rows: rowsOf(items) }, ...tables];
}

/** The first and the last line, both from 0. */
const linesOf = ({ loc }: Located): { first: number; last: number } => ({
  first: loc.start.line - 1,
  last: loc.end.line - 1,
});

/** Replaces the text at a position. */
function replaceNode(text: string, { loc: { start, end } }: Located, replacement: string): string {
  const lines = text.split('\n');
  const head = (lines[start.line - 1] ?? '').slice(0, start.column);
  const tail = (lines[end.line - 1] ?? '').slice(end.column);
  lines.splice(start.line - 1, end.line - start.line + 1, head + replacement + tail);
  return lines.join('\n');
}

function textOf(text: string, { loc: { start, end } }: Located): string {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const last = lines.pop() ?? '';
  return [...lines, last.slice(0, end.column)].join('\n').slice(start.column);
}

/**
 * Removes lines (from 0). A comment above them stays. If it would end up directly above a table header, a blank line stays
 * too: otherwise the comment would be removed together with that table later.
 */
function withoutLines(text: string, removedLines: ReadonlySet<number>): string {
  const lines = text.split('\n');
  const isComment = (at: number) => lines[at]?.trimStart().startsWith('#') === true;
  const headers = new Set(blocksOf(text).map(({ header }) => (header ? linesOf(header).first : -1)));
  const isFollowedByHeader = (at: number): boolean => {
    let below = at;
    while (removedLines.has(below) || isComment(below)) below++;
    return headers.has(below);
  };
  const keptLines = lines.flatMap((line, at) => {
    if (!removedLines.has(at)) return [line];
    const isBelowComment = isComment(at - 1) && !removedLines.has(at - 1);
    return isBelowComment && isFollowedByHeader(at) ? [line.endsWith('\r') ? '\r' : ''] : [];
  });
  return keptLines.join('\n');
}

const lineEnd = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** Inserts a line after the given one (from 0; -1 inserts it at the beginning), which need not end with a line feed. */
function insertAfter(text: string, at: number, line: string): string {
  const lines = text.split('\n');
  const end = lineEnd(text) === '\r\n' ? '\r' : '';
  const before = lines[at];
  if (end && before !== undefined && !before.endsWith(end)) lines.splice(at, 1, before + end, line);
  else lines.splice(at + 1, 0, line + end);
  return lines.join('\n');
}

const basicString = (value: string): string =>
  // TOML requires the same escapes as JSON, and one for DEL.
  JSON.stringify(value.toWellFormed()).replaceAll('\u007f', '\\u007f');

/** Formats a value. @param style an existing string nearby; if it has double quotes, so does the result */
function formatValue(value: Value, style: string | undefined): string {
  if (typeof value !== 'string') return String(value);
  const mayBeLiteral = /^[^'\u0000-\u001f\u007f]*$/.test(value) && value.isWellFormed();
  return mayBeLiteral && !style?.startsWith('"') ? `'${value}'` : basicString(value);
}

const formatKey = (parts: readonly string[]): string =>
  parts.map((part) => (/^[\w-]+$/.test(part) ? part : basicString(part))).join('.');

/** Whether a block has properties of the table: below `[default]`, or as a global `default.org_id = …`. */
const hasPropertiesOf =
  (table: string) =>
  ({ header, rows }: Block): boolean =>
    header
      ? header.value.length === 1 && isSameName(header.value[0], table)
      : rows.some(({ key }) => isSameName(key.value[0], table));

/** The rows of the table's properties in a block, each with its key within the table. */
const rowsIn = ({ header, rows }: Block, table: string): { row: Row; path: readonly string[] }[] =>
  rows
    .filter(({ key }) => header || isSameName(key.value[0], table))
    .map((row) => ({ row, path: header ? row.key.value : row.key.value.slice(1) }));

/** The row of an inline table: `default = { … }`. */
const inlineRow = (block: Block, table: string): Row | undefined =>
  rowsIn(block, table).find(({ path }) => path.length === 0)?.row;

/** Changes the entries of an inline table. */
function patchInline(text: string, row: Row, change: (entries: Record<string, unknown>) => void): string {
  const assignment = `x = ${textOf(text, row.value)}`;
  const data: { x: Record<string, unknown> } = parse(assignment);
  change(data.x);
  return replaceNode(text, row.value, patch(assignment, data).trimEnd().slice('x = '.length));
}

function append(text: string, addition: string): string {
  const end = lineEnd(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? end : end + end;
  return text + gap + addition.replaceAll('\n', end);
}

/** The last string among these properties, in its notation; undefined if there is none. */
const styleOf = (text: string, rows: readonly Row[]): string | undefined =>
  rows.map(({ value }) => textOf(text, value)).findLast((found) => /^["']/.test(found));

/** Adds a property after the last one of a block, with the same indentation and quotes. */
function addRow(text: string, { header, rows }: Block, parts: readonly string[], value: Value): string {
  const neighbor = rows.at(-1);
  const at = neighbor ? linesOf(neighbor).last : header ? linesOf(header).last : -1;
  const indent = neighbor ? (/^[ \t]*/.exec(text.split('\n')[linesOf(neighbor).first] ?? '')?.[0] ?? '') : '';
  return insertAfter(text, at, `${indent}${formatKey(parts)} = ${formatValue(value, styleOf(text, rows))}`);
}

/** Sets a property of a table. Appends the table if it does not exist. */
export function setInTable(text: string, table: string, property: string, value: Value): string {
  const blocks = blocksOf(text);
  const block = blocks.findLast(hasPropertiesOf(table));
  if (!block) {
    const header =
      blocks.find(({ header }) => isSameName(header?.value[0], table))?.header?.value[0] ?? table;
    const style = styleOf(
      text,
      blocks.flatMap(({ rows }) => rows),
    );
    return append(
      text,
      `[${formatKey([header])}]\n${formatKey([property])} = ${formatValue(value, style)}\n`,
    );
  }
  const inline = inlineRow(block, table);
  if (inline)
    return patchInline(text, inline, (entries) => {
      entries[Object.keys(entries).findLast((key) => isSameName(key, property)) ?? property] = value;
    });
  const rows = rowsIn(block, table);
  const found = rows.findLast(({ path }) => path.length === 1 && isSameName(path[0], property))?.row;
  if (found) return replaceNode(text, found.value, formatValue(value, textOf(text, found.value)));
  const prefix = block.header ? [] : [rows[0]?.row.key.value[0] ?? table];
  return addRow(text, { ...block, rows: rows.map(({ row }) => row) }, [...prefix, property], value);
}

/** Removes a property of a table if it exists, with the comment on the same line. */
export function removeFromTable(text: string, table: string, property: string): string {
  const blocks = blocksOf(text).filter(hasPropertiesOf(table));
  const inline = blocks.map((block) => inlineRow(block, table)).find((row) => row !== undefined);
  if (inline)
    return patchInline(text, inline, (entries) => {
      for (const key of Object.keys(entries)) if (isSameName(key, property)) delete entries[key];
    });
  const removedLines = new Set<number>();
  for (const { row, path } of blocks.flatMap((block) => rowsIn(block, table)))
    if (isSameName(path[0], property))
      for (let { first: at, last } = linesOf(row); at <= last; at++) removedLines.add(at);
  return withoutLines(text, removedLines);
}

/** Sets a global property, before all tables. */
export function setBeforeTables(text: string, property: string, value: Value): string {
  const [root] = blocksOf(text);
  const found = root.rows.findLast(({ key }) => key.value.length === 1 && isSameName(key.value[0], property));
  if (found) return replaceNode(text, found.value, formatValue(value, textOf(text, found.value)));
  if (root.rows.length > 0) return addRow(text, root, [property], value);
  const end = lineEnd(text);
  // Inserted after the comment at the beginning of the file, if a blank line separates it from the first table.
  const heading = /^(?:[ \t]*#.*(?:\r?\n|$))+(?=[ \t]*(?:\r?\n|$))/.exec(text)?.[0] ?? '';
  const rest = text.slice(heading.length).replace(/^[ \t]*\r?\n/, '');
  const separated = heading && (heading.endsWith('\n') ? heading : heading + end) + end;
  return `${separated}${formatKey([property])} = ${formatValue(value, undefined)}${end}${rest && end + rest}`;
}

/** Removes a table and its subtables, with the comment directly above each. */
export function removeTable(text: string, table: string): string {
  const lines = text.split('\n');
  const removedLines = new Set<number>();
  const markRemoved = (first: number, last: number) => {
    for (let at = first; at <= last; at++) removedLines.add(at);
  };
  let firstUnclaimedLine = 0;
  for (const { header, rows } of blocksOf(text)) {
    const last = Math.max(...[header, rows.at(-1)].map((part) => (part ? linesOf(part).last : -1)));
    if (!header) {
      for (const row of rows)
        if (isSameName(row.key.value[0], table)) markRemoved(linesOf(row).first, linesOf(row).last);
    } else if (isSameName(header.value[0], table)) {
      let first = linesOf(header).first;
      while (first > firstUnclaimedLine && lines[first - 1]?.trimStart().startsWith('#')) first--;
      // A comment at the beginning of the file describes the file.
      markRemoved(first === 0 ? linesOf(header).first : first, last);
      for (let at = last + 1; at < lines.length - 1 && lines[at]?.trim() === ''; at++) removedLines.add(at);
    }
    firstUnclaimedLine = last + 1;
  }
  if (removedLines.size === 0) return text;
  return withoutLines(text, removedLines).replace(/(\r?\n)(?:[ \t]*\r?\n)+$/, '$1');
}

/** Renames a table and its subtables. */
export function renameTable(text: string, from: string, to: string): string {
  return blocksOf(text)
    .flatMap(({ header, rows }) => (header ? [header] : rows.map(({ key }) => key)))
    .filter(({ value }) => isSameName(value[0], from))
    .reduce((result, key) => replaceNode(result, key, formatKey([to, ...key.value.slice(1)])), text);
}

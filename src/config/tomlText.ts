/**
 * Changes in a TOML text that leave the rest of it as it is, to the character. toml-patch says where things stand; left
 * to write as well, it sets what it touches anew: tabs become blanks, and a new property comes below the comment that
 * introduces the next table. Only what is inside an inline table is left to it.
 */
import { parse, parseDocument, patch } from '@decimalturn/toml-patch';

export type Value = string | boolean;

/** Lines from 1, columns from 0, in UTF-16 units. */
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

/** A table's header and properties; the first block of a text has no header, and the properties before all tables. */
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

/** The lines, from 0 and both included, of what has a place. */
const linesOf = ({ loc }: Located): { first: number; last: number } => ({
  first: loc.start.line - 1,
  last: loc.end.line - 1,
});

/** The text with what stands at the place replaced. */
function replaceAt(text: string, { loc: { start, end } }: Located, by: string): string {
  const lines = text.split('\n');
  const head = (lines[start.line - 1] ?? '').slice(0, start.column);
  const tail = (lines[end.line - 1] ?? '').slice(end.column);
  lines.splice(start.line - 1, end.line - start.line + 1, head + by + tail);
  return lines.join('\n');
}

function textAt(text: string, { loc: { start, end } }: Located): string {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const last = lines.pop() ?? '';
  return [...lines, last.slice(0, end.column)].join('\n').slice(start.column);
}

/**
 * The text without these lines (from 0). A comment above them stays, and so does a blank line below it where the comment
 * would otherwise end up directly above a table's header: it would count as that table's, and be removed with it.
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
  const left = lines.flatMap((line, at) => {
    if (!removedLines.has(at)) return [line];
    const isBelowComment = isComment(at - 1) && !removedLines.has(at - 1);
    return isBelowComment && isFollowedByHeader(at) ? [line.endsWith('\r') ? '\r' : ''] : [];
  });
  return left.join('\n');
}

const lineEnd = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The text with a new line behind the given one (from 0; -1 is before all), which may be the last and have no end. */
function insertBehind(text: string, at: number, line: string): string {
  const lines = text.split('\n');
  const end = lineEnd(text) === '\r\n' ? '\r' : '';
  const before = lines[at];
  if (end && before !== undefined && !before.endsWith(end)) lines.splice(at, 1, before + end, line);
  else lines.splice(at + 1, 0, line + end);
  return lines.join('\n');
}

const basicString = (value: string): string =>
  // What JSON escapes TOML does too, and DEL besides.
  JSON.stringify(value.toWellFormed()).replaceAll('\u007f', '\\u007f');

/** @param style a text that stands where the new one goes, or near: double quotes there make double quotes here */
function formatValue(value: Value, style: string | undefined): string {
  if (typeof value === 'boolean') return String(value);
  const mayBeLiteral = /^[^'\u0000-\u001f\u007f]*$/.test(value) && value.isWellFormed();
  return mayBeLiteral && !style?.startsWith('"') ? `'${value}'` : basicString(value);
}

const formatKey = (parts: readonly string[]): string =>
  parts.map((part) => (/^[\w-]+$/.test(part) ? part : basicString(part))).join('.');

/** Whether a block holds a table's own properties: below `[default]`, or as `default.org_id = …` before all tables. */
const belongsTo =
  (table: string) =>
  ({ header, rows }: Block): boolean =>
    header
      ? header.value.length === 1 && isSameName(header.value[0], table)
      : rows.some(({ key }) => isSameName(key.value[0], table));

/** The rows of a table's properties in a block, each with its name within the table. */
const rowsIn = ({ header, rows }: Block, table: string): { row: Row; path: readonly string[] }[] =>
  rows
    .filter(({ key }) => header || isSameName(key.value[0], table))
    .map((row) => ({ row, path: header ? row.key.value : row.key.value.slice(1) }));

/** The row that is the whole table: `default = { … }`. */
const inlineRow = (block: Block, table: string): Row | undefined =>
  rowsIn(block, table).find(({ path }) => path.length === 0)?.row;

/** The text with the entries of an inline table changed. */
function patchInline(text: string, row: Row, change: (entries: Record<string, unknown>) => void): string {
  const assignment = `x = ${textAt(text, row.value)}`;
  const data: { x: Record<string, unknown> } = parse(assignment);
  change(data.x);
  return replaceAt(text, row.value, patch(assignment, data).trimEnd().slice('x = '.length));
}

function append(text: string, addition: string): string {
  const end = lineEnd(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? end : end + end;
  return text + gap + addition.replaceAll('\n', end);
}

/** How the last of the texts among these properties is written; undefined when there is none. */
const styleOf = (text: string, rows: readonly Row[]): string | undefined =>
  rows.map(({ value }) => textAt(text, value)).findLast((found) => /^["']/.test(found));

/** The text with a property behind a block's last one, written as that is: as deeply indented, in the same quotes. */
function addRow(text: string, { header, rows }: Block, parts: readonly string[], value: Value): string {
  const neighbor = rows.at(-1);
  const at = neighbor ? linesOf(neighbor).last : header ? linesOf(header).last : -1;
  const indent = neighbor ? (/^[ \t]*/.exec(text.split('\n')[linesOf(neighbor).first] ?? '')?.[0] ?? '') : '';
  return insertBehind(text, at, `${indent}${formatKey(parts)} = ${formatValue(value, styleOf(text, rows))}`);
}

/** Sets a property of a table, which is added at the end where there is none. */
export function setInTable(text: string, table: string, property: string, value: Value): string {
  const blocks = blocksOf(text);
  const block = blocks.findLast(belongsTo(table));
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
  if (found) return replaceAt(text, found.value, formatValue(value, textAt(text, found.value)));
  const prefix = block.header ? [] : [rows[0]?.row.key.value[0] ?? table];
  return addRow(text, { ...block, rows: rows.map(({ row }) => row) }, [...prefix, property], value);
}

/** Removes a property of a table, if it is there; of the comments, only the one on its own line. */
export function removeFromTable(text: string, table: string, property: string): string {
  const blocks = blocksOf(text).filter(belongsTo(table));
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

/** Sets a property that stands before all tables. */
export function setBeforeTables(text: string, property: string, value: Value): string {
  const [root] = blocksOf(text);
  const found = root.rows.findLast(({ key }) => key.value.length === 1 && isSameName(key.value[0], property));
  if (found) return replaceAt(text, found.value, formatValue(value, textAt(text, found.value)));
  if (root.rows.length > 0) return addRow(text, root, [property], value);
  const end = lineEnd(text);
  // Below the comment that the file begins with, if a blank line sets that apart from the first table.
  const heading = /^(?:[ \t]*#.*(?:\r?\n|$))+(?=[ \t]*(?:\r?\n|$))/.exec(text)?.[0] ?? '';
  const rest = text.slice(heading.length).replace(/^[ \t]*\r?\n/, '');
  const separated = heading && (heading.endsWith('\n') ? heading : heading + end) + end;
  return `${separated}${formatKey([property])} = ${formatValue(value, undefined)}${end}${rest && end + rest}`;
}

/** Removes a table with all tables below it, and the comment that stands directly above each. */
export function removeTable(text: string, table: string): string {
  const lines = text.split('\n');
  const removedLines = new Set<number>();
  const drop = (first: number, last: number) => {
    for (let at = first; at <= last; at++) removedLines.add(at);
  };
  let floor = 0;
  for (const { header, rows } of blocksOf(text)) {
    const last = Math.max(...[header, rows.at(-1)].map((part) => (part ? linesOf(part).last : -1)));
    if (!header) {
      for (const row of rows)
        if (isSameName(row.key.value[0], table)) drop(linesOf(row).first, linesOf(row).last);
    } else if (isSameName(header.value[0], table)) {
      let first = linesOf(header).first;
      while (first > floor && lines[first - 1]?.trimStart().startsWith('#')) first--;
      // A comment that begins the file is about the file.
      drop(first === 0 ? linesOf(header).first : first, last);
      for (let at = last + 1; at < lines.length - 1 && lines[at]?.trim() === ''; at++) removedLines.add(at);
    }
    floor = last + 1;
  }
  if (removedLines.size === 0) return text;
  return withoutLines(text, removedLines).replace(/(\r?\n)(?:[ \t]*\r?\n)+$/, '$1');
}

/** Gives a table, and all tables below it, another name. */
export function renameTable(text: string, from: string, to: string): string {
  return blocksOf(text)
    .flatMap(({ header, rows }) => (header ? [header] : rows.map(({ key }) => key)))
    .filter(({ value }) => isSameName(value[0], from))
    .reduce((result, key) => replaceAt(result, key, formatKey([to, ...key.value.slice(1)])), text);
}

/**
 * Changes in a TOML text that leave the rest of it as it is: comments, order, quotes, blank lines, line ends.
 * toml-patch changes single tables; where a table begins and ends, and what its comments are, is decided here, because
 * left to itself it puts a new property below the comment that introduces the next table.
 */
import { parse, parseDocument, patch, stringify } from '@decimalturn/toml-patch';

export type Value = string | boolean;

/** A name in the text: its parts, and where it stands (lines from 1, columns from 0). */
interface Key {
  readonly value: readonly string[];
  readonly loc: { readonly start: Place; readonly end: Place };
}
interface Place {
  readonly line: number;
  readonly column: number;
}

/** Lines of the text, from 0, both included: a table's header and properties, or the properties before all tables. */
interface Block {
  readonly first: number;
  readonly last: number;
  /** The table's name; undefined for the properties before all tables. */
  readonly header: Key | undefined;
  /** The names of its properties; a property of several lines counts. */
  readonly rows: readonly { readonly key: Key; readonly first: number; readonly last: number }[];
}

type Table = Record<string, unknown>;

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

/** The blocks in their order; the first one, which may be empty, has no header. */
function blocksOf(text: string): Block[] {
  const items = parseDocument(text).cst;
  const rowsOf = (nodes: readonly (typeof items)[number][]): Block['rows'] =>
    nodes.flatMap((node) =>
      'equals' in node
        ? [{ key: node.key, first: node.loc.start.line - 1, last: node.loc.end.line - 1 }]
        : [],
    );
  const rows = rowsOf(items);
  const root: Block = { first: rows[0]?.first ?? 0, last: rows.at(-1)?.last ?? -1, header: undefined, rows };
  const tables = items.flatMap((node): Block[] => {
    if (!('items' in node) || !('key' in node)) return [];
    const header = node.key.item;
    const rows = rowsOf(node.items);
    const first = header.loc.start.line - 1;
    return [{ first, last: rows.at(-1)?.last ?? first, header, rows }];
  });
  return [root, ...tables];
}

const lineEnd = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The text with some of its lines (count of them from `at`) replaced. */
function splice(text: string, at: number, count: number, ...lines: readonly string[]): string {
  const all = text.split('\n');
  all.splice(at, count, ...lines);
  return all.join('\n');
}

/** The text with one block's data changed. */
function patchBlock(text: string, { first, last }: Block, change: (data: Table) => void): string {
  const chunk = `${text
    .split('\n')
    .slice(first, last + 1)
    .join('\n')}\n`;
  const data: Table = parse(chunk);
  change(data);
  const changed = patch(chunk, data).replace(/\r?\n$/, lineEnd(text) === '\r\n' ? '\r' : '');
  const isEmpty = changed.trim() === '';
  return splice(text, first, last - first + 1, ...(isEmpty ? [] : [changed]));
}

/** The own name of an entry, however it is written; the last one, if several differ in case only. */
const nameIn = (data: Table, name: string): string | undefined =>
  Object.keys(data).findLast((key) => same(key, name));

/** The blocks that hold a table's own properties: `[default]`, or `default.org_id = …` before all tables. */
const blocksOfTable = (text: string, table: string): Block[] =>
  blocksOf(text).filter(({ header, rows }) =>
    header
      ? header.value.length === 1 && same(header.value[0], table)
      : rows.some(({ key }) => same(key.value[0], table)),
  );

function append(text: string, addition: string): string {
  const end = lineEnd(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? end : end + end;
  return text + gap + addition.replaceAll('\n', end);
}

/** Sets a property of a table, which is added at the end where there is none. */
export function setInTable(text: string, table: string, property: string, value: Value): string {
  const block = blocksOfTable(text, table).at(-1);
  if (!block) {
    const name =
      blocksOf(text).find(({ header }) => same(header?.value[0], table))?.header?.value[0] ?? table;
    return append(text, stringify({ [name]: { [property]: value } }));
  }
  return patchBlock(text, block, (data) => {
    const entry = data[nameIn(data, table) ?? table] as Table;
    entry[nameIn(entry, property) ?? property] = value;
  });
}

/** Removes a property of a table, if it is there. */
export function removeFromTable(text: string, table: string, property: string): string {
  let result = text;
  for (let at = 0; at < blocksOfTable(result, table).length; at++) {
    const block = blocksOfTable(result, table)[at] as Block;
    result = patchBlock(result, block, (data) => {
      const entry = data[nameIn(data, table) ?? table] as Table;
      for (const name of Object.keys(entry)) if (same(name, property)) delete entry[name];
    });
  }
  return result;
}

/** Sets a property that stands before all tables. */
export function setBeforeTables(text: string, property: string, value: Value): string {
  const [root] = blocksOf(text);
  if (root && root.rows.length > 0)
    return patchBlock(text, root, (data) => {
      data[nameIn(data, property) ?? property] = value;
    });
  const line = stringify({ [property]: value }).trimEnd();
  const end = lineEnd(text);
  // Below the comment that the file begins with, if a blank line sets that apart from the first table.
  const heading = /^(?:[ \t]*#.*\r?\n)+(?=[ \t]*(?:\r?\n|$))/.exec(text)?.[0] ?? '';
  const rest = text.slice(heading.length).replace(/^[ \t]*\r?\n/, '');
  return `${heading && heading + end}${line}${end}${rest && end + rest}`;
}

/** Removes a table with all tables below it, and the comment that stands directly above each. */
export function removeTable(text: string, table: string): string {
  const lines = text.split('\n');
  const gone = new Set<number>();
  let floor = 0;
  for (const { header, rows, first, last } of blocksOf(text)) {
    if (!header) {
      for (const row of rows)
        if (same(row.key.value[0], table)) for (let at = row.first; at <= row.last; at++) gone.add(at);
    } else if (same(header.value[0], table)) {
      let start = first;
      while (start > floor && lines[start - 1]?.trimStart().startsWith('#')) start--;
      // A comment that begins the file is about the file.
      if (start === 0 && first > 0) start = first;
      for (let at = start; at <= last; at++) gone.add(at);
      for (let at = last + 1; lines[at]?.trim() === ''; at++) if (at < lines.length - 1) gone.add(at);
    }
    floor = last + 1;
  }
  const kept = lines.filter((_, at) => !gone.has(at)).join('\n');
  return kept.replace(/(\r?\n)(?:[ \t]*\r?\n)+$/, '$1');
}

/** Gives a table, and all tables below it, another name. */
export function renameTable(text: string, from: string, to: string): string {
  const lines = text.split('\n');
  const name = (parts: readonly string[]): string =>
    parts
      .map((part) => (/^[\w-]+$/.test(part) ? part : stringify({ [part]: 1 }).replace(/ = 1\s*$/, '')))
      .join('.');
  const keys = blocksOf(text).flatMap(({ header, rows }) => (header ? [header] : rows.map(({ key }) => key)));
  for (const { value, loc } of keys) {
    if (!same(value[0], from)) continue;
    const line = lines[loc.start.line - 1] ?? '';
    lines[loc.start.line - 1] =
      line.slice(0, loc.start.column) + name([to, ...value.slice(1)]) + line.slice(loc.end.column);
  }
  return lines.join('\n');
}

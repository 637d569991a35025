import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignTabs } from '../../src/go/tabwriter.ts';
import { readTable } from './tables.ts';

interface Recorded {
  name: string;
  argv: string[];
  server: { replies: { json: { desc: string } }[] };
  expect: { stdout: string };
}

/** Templates whose only action prints the description, and the aligned output. */
const recorded = (
  JSON.parse(
    readFileSync(join(import.meta.dirname, '../parity/cases/go-template.json'), 'utf8'),
  ) as Recorded[]
)
  .filter(({ name }) => name.startsWith('go-template/tabs-'))
  .map(({ name, argv, server, expect: { stdout } }) => ({
    name,
    text: (argv.at(-1) ?? '')
      .replace('go-template=', '')
      .replaceAll('{{.Desc}}', server.replies[0]?.json.desc ?? ''),
    stdout,
  }))
  .filter(({ text }) => !text.includes('{{'));

describe('recorded from the Atlas CLI', () => {
  test.each(recorded)(
    'when $name is aligned, then the result is that of the Atlas CLI',
    ({ text, stdout }) => {
      expect(alignTabs(text)).toBe(stdout);
    },
  );

  test('when the recorded cases are read, then at least 8 have tabs', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(8);
  });
});

describe('recorded from text/tabwriter', () => {
  const table = readTable('tabs') as [text: string, aligned: string][];

  test.each(table)('when %j is aligned, then the result is that of Go', (text, expected) => {
    expect(alignTabs(text)).toBe(expected);
  });

  test('when the table is read, then it has at least 200 rows', () => {
    expect(table.length).toBeGreaterThanOrEqual(200);
  });
});

/** Replaces the control characters between two bytes 0xFF, and puts them back. */
const SPECIAL = '\t\v\n\f';
const HIDDEN = '\ue000\ue001\ue002\ue003';
const exchange = (text: string, from: string, to: string): string =>
  Array.from(text, (character) => to[from.indexOf(character)] ?? character).join('');
const hidden = (text: string): string =>
  text.replace(/\udcff[^\udcff]*(?:\udcff|$)/g, (part) => exchange(part, SPECIAL, HIDDEN));

const widthOfText = (text: string): number =>
  Array.from(text).filter((character) => character !== '\udcff').length;

/** A slow and simple model: determines the width of each cell from the lines above and below that have such a cell. */
function model(text: string): string {
  const stretch = (part: string): string => {
    const lines = part.split('\n').map((line) => line.split(/[\t\v]/));
    const hasCell = (line: number, column: number) => (lines[line]?.length ?? 0) - 1 > column;
    const widthOf = (line: number, column: number): number => {
      let [first, last] = [line, line];
      while (hasCell(first - 1, column)) first--;
      while (hasCell(last + 1, column)) last++;
      const cells = lines.slice(first, last + 1).map((cells) => widthOfText(cells[column] ?? ''));
      return Math.max(6, ...cells.map((length) => length + 3));
    };
    const cell = (content: string, line: number, column: number) =>
      hasCell(line, column) ? content + ' '.repeat(widthOf(line, column) - widthOfText(content)) : content;
    return lines
      .map((cells, line) => cells.map((content, column) => cell(content, line, column)).join(''))
      .join('\n');
  };
  const stretches = hidden(text)
    .replace(/[\t\v]$/, '')
    .split('\f');
  return exchange(stretches.map(stretch).join('\n'), HIDDEN, SPECIAL);
}

test('when a text is any mixture of cells and lines, then the result is that of the model', () => {
  const piece = fc.constantFrom(
    '\t',
    '\t',
    '\n',
    '\n',
    '\v',
    '\f',
    'a',
    'bb',
    'a longer cell',
    'é',
    '😀',
    ' ',
    '鍵',
    '\udcff',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
      (text) => {
        expect(alignTabs(text)).toBe(model(text));
      },
    ),
    { numRuns: 500 },
  );
});

test('when a text has no tabs, then it is returned unchanged', () => {
  expect(alignTabs('  a  b \r\n')).toBe('  a  b \r\n');
});

test('when a table has 50,000 lines, then all are aligned', () => {
  const lines = alignTabs('a\tb\n'.repeat(50_000)).split('\n');
  expect(lines).toHaveLength(50_001);
  expect(new Set(lines)).toEqual(new Set(['a     b', '']));
});

test('when the tabs alone make the result too long, then it is refused', () => {
  expect(() => alignTabs('\t\t\n'.repeat(1_500_000))).toThrow('the output is too large to align its columns');
});

test('when one wide cell makes the result too long, then it is refused', () => {
  const wide = `${'x'.repeat(100_000)}\t\n`;
  expect(() => alignTabs(wide + 'a\tb\n'.repeat(200))).toThrow(
    'the output is too large to align its columns',
  );
});

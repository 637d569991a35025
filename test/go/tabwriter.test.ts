import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignTabs } from '../../src/go/tabwriter.ts';

interface Recorded {
  name: string;
  argv: string[];
  server: { replies: { json: { desc: string } }[] };
  expect: { stdout: string };
}

/** What Go's tabwriter made of templates whose only action is the description. */
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
  test.each(recorded)('when $name is aligned, then it looks as recorded', ({ text, stdout }) => {
    expect(alignTabs(text)).toBe(stdout);
  });

  test('when the records are read, then there are some', () => {
    expect(recorded.length).toBeGreaterThanOrEqual(8);
  });
});

/** What Go's text/tabwriter (6, 4, 3, ' ', 0) writes; "\udcff" stands for the byte 0xFF. */
describe('derived from Go', () => {
  test.each([
    ['bb\t', 'bb'],
    ['a\tb\t', 'a     b'],
    ['longer\tb\nc\t\t', 'longer   b\nc        '],
    ['a\t\n', 'a     \n'],
    ['a\t\f\t', 'a     \n'],
    ['\udcffa\tb\nc\udcff\td\nx\ty\n', '\udcffa\tb\nc\udcff   d\nx       y\n'],
    ['\udcff\t', '\udcff\t'],
    ['\udcff\f\udcff\t1\nlonger\t2\n', '\udcff\f\udcff        1\nlonger   2\n'],
  ])('when %j is aligned, then it looks as in Go', (text, expected) => {
    expect(alignTabs(text)).toBe(expected);
  });
});

/** The text with what stands between two bytes 0xFF out of the way, or back in its place. */
const SPECIAL = '\t\v\n\f';
const HIDDEN = '\ue000\ue001\ue002\ue003';
const exchange = (text: string, from: string, to: string): string =>
  Array.from(text, (character) => to[from.indexOf(character)] ?? character).join('');
const hidden = (text: string): string =>
  text.replace(/\udcff[^\udcff]*(?:\udcff|$)/g, (part) => exchange(part, SPECIAL, HIDDEN));

const widthOfText = (text: string): number =>
  Array.from(text).filter((character) => character !== '\udcff').length;

/**
 * A model that is slow and plain: a cell is as wide as the widest of the lines around it that all have a cell in
 * that column, looked up line by line.
 */
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

test('when a text is any mixture of cells and lines, then it is aligned as the model says', () => {
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

test('when a text has no tabs, then it stays as it is', () => {
  expect(alignTabs('  a  b \r\n')).toBe('  a  b \r\n');
});

test('when a table has many lines, then it is still aligned', () => {
  const lines = alignTabs('a\tb\n'.repeat(50_000)).split('\n');
  expect(lines).toHaveLength(50_001);
  expect(new Set(lines)).toEqual(new Set(['a     b', '']));
});

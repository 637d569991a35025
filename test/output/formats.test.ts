/** The documents describe all output formats. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outputFlag } from '../../src/commands/shared/flags.ts';
import { FORMATS, formatUsage, parseFormat } from '../../src/output/formats.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

const NAMES = FORMATS.map(({ name }) => name);

test('when docs/output.md lists the output formats, then the list is complete', () => {
  const [, table = ''] = /^# Output formats\n([\s\S]*?)^##/m.exec(read('docs/output.md')) ?? [];
  const cells = [...table.matchAll(/^\| ([^|]*`[^|]*) \|/gm)].map(([, cell = '']) => cell);
  const specifications = cells.flatMap((cell) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  );
  expect(
    specifications.filter((code) => code !== '-o').map((code) => parseFormat(code)?.format.name),
  ).toEqual(NAMES);
});

test('when docs/output.md describes the output formats, then it has a section for each', () => {
  const chapters = [...read('docs/output.md').matchAll(/^## (.+)$/gm)].flatMap(([, title = '']) =>
    title.split(', '),
  );
  expect(chapters).toEqual(FORMATS.map(formatUsage));
});

test('when the help of --output names formats, then a shell offers the same', () => {
  const [, listed = ''] = /Valid values are (.*?)\. /.exec(outputFlag.usage) ?? [];
  expect(listed.split(/, (?:or )?/)).toEqual(outputFlag.values);
  expect(NAMES).toEqual(expect.arrayContaining([...(outputFlag.values ?? [])]));
});

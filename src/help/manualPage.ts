/** The layout of a page for man(1), in the man macros of groff_man(7), which mandoc reads too. */
import { version } from '../base/version.ts';
import { manualOf } from './manual.ts';
import type { Page } from './page.ts';

/**
 * Escapes text for roff: backslashes, hyphens, and requests at the start of a line. URLs can be broken between lines.
 */
const literal = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
    .replace(/https:\S+/g, (address) => address.replace(/[/-](?=\w)/g, '$&\\:'));

/** An argument of a macro. */
const argument = (text: string): string => `"${literal(text).replaceAll('"', '\\(dq')}"`;

const code = (lines: readonly string[]): string[] => ['.RS 4', '.nf', ...lines.map(literal), '.fi', '.RE'];

/** Paragraphs; one whose lines are indented is code. */
const prose = (text: string): string[] =>
  text
    .split('\n\n')
    .flatMap((paragraph) =>
      /^ /.test(paragraph)
        ? code(paragraph.split('\n').map((line) => line.trimStart()))
        : ['.PP', literal(paragraph)],
    );

function rowsOf({ title, rows }: Page['tables'][number]): string[] {
  return rows.flatMap(({ name, type, required, description, extension }) => [
    '.TP',
    `.B ${argument(type === '' || title === 'Arguments' ? name : `${name} ${type}`)}`,
    literal(
      [
        required && title !== 'Arguments' ? 'Required.' : '',
        description.replaceAll('\n', ' '),
        extension ? 'Not in the Atlas CLI.' : '',
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    ),
  ]);
}

const STATUSES = [
  ['0', 'Done, and standard output has all of it.'],
  ['1', 'Failed, and nothing was created or changed.'],
  [
    '3',
    'Something was or may have been created or changed, and standard output does not have it. Do not run the command again; look first, with the command that standard error names.',
  ],
] as const;

/** The text of a page; it ends with one line feed. */
export function manualPage(page: Page): string {
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`.SH ${argument(title.toUpperCase())}`, ...lines];
  const parent = page.label.replace(/-?[^-]*$/, '');
  return [
    `.TH ${argument(page.label.toUpperCase())} 1 "" ${argument(`atlas ${version}`)} "atlas manual"`,
    '.nh',
    '.ad l',
    ...section('Name', [`${literal(page.label)} \\- ${literal(page.summary.replace(/\.$/, ''))}`]),
    ...section('Synopsis', [`.B ${argument(page.syntax || `${page.title} [command]`)}`]),
    ...section('Description', page.description === '' ? [] : prose(page.description)),
    ...section('Aliases', page.aliases.length === 0 ? [] : [literal(page.aliases.join(', '))]),
    ...page.tables.flatMap((table) => section(table.title, rowsOf(table))),
    ...section(
      'Output',
      page.sample.length === 0 ? [] : ['Names in angle brackets stand for values.', ...code(page.sample)],
    ),
    ...section(
      'Examples',
      page.examples.flatMap(({ about, line }) => ['.PP', literal(about), ...code([line])]),
    ),
    ...section(
      'Commands',
      page.related.flatMap(({ label, summary }) => ['.TP', `.BR ${argument(label)} (1)`, literal(summary)]),
    ),
    ...section(
      'Exit status',
      page.syntax === ''
        ? []
        : STATUSES.flatMap(([status, meaning]) => ['.TP', `.B ${status}`, literal(meaning)]),
    ),
    ...section('See also', [
      ...(parent === '' ? [] : [`.BR ${argument(parent)} (1)`]),
      '.PP',
      literal(manualOf(page.label).address),
    ]),
  ]
    .join('\n')
    .concat('\n');
}

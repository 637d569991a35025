/** The layout of a reference page in Markdown. */
import type { Page } from './page.ts';

/** Escapes text for Markdown, also in cells of tables. */
const plain = (text: string): string => text.replace(/[\\`*_<>|[\]]/g, '\\$&');

const fenced = (language: string, lines: readonly string[]): string =>
  `\`\`\`${language}\n${lines.join('\n').trimEnd()}\n\`\`\``;

/** Paragraphs; one whose lines are indented is code. */
const prose = (text: string): string[] =>
  text.split('\n\n').map((paragraph) =>
    /^ /.test(paragraph)
      ? fenced(
          'sh',
          paragraph.split('\n').map((line) => line.trimStart()),
        )
      : plain(paragraph),
  );

const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function table({ title, rows }: Page['tables'][number]): string {
  const cells = rows.map(
    ({ name, type, required, description, extension }) =>
      [
        `\`${name}${type === '' || title === 'Arguments' ? '' : ` ${type}`}\``,
        required && title !== 'Arguments' ? '**Required.** ' : '',
        plain(description).replaceAll('\n', ' '),
        extension ? ' Not in the Atlas CLI.' : '',
      ] as const,
  );
  return [
    `| ${title === 'Arguments' ? 'argument' : 'option'} | meaning |`,
    '| --- | --- |',
    ...cells.map(([name, ...meaning]) => `| ${name} | ${meaning.join('')} |`),
  ].join('\n');
}

/** The text of a page; it ends with one line feed. */
export function markdownPage(page: Page): string {
  const parent = page.label.replace(/-?[^-]*$/, '');
  const blocks = [
    `# ${page.title}`,
    plain(page.summary),
    ...(page.description === '' ? [] : prose(page.description)),
    ...(page.syntax === '' ? [] : ['## Syntax', fenced('sh', [page.syntax])]),
    ...(page.aliases.length === 0
      ? []
      : [`Aliases: ${page.aliases.map((name) => `\`${name}\``).join(', ')}`]),
    ...page.tables.flatMap((each) => [`## ${each.title}`, table(each)]),
    ...(page.sample.length === 0
      ? []
      : ['## Output', 'Names in angle brackets stand for values.', fenced('', page.sample)]),
    ...(page.examples.length === 0
      ? []
      : ['## Examples', ...page.examples.flatMap(({ about, line }) => [plain(about), fenced('sh', [line])])]),
    ...(page.related.length === 0
      ? []
      : [
          '## Commands',
          list(page.related.map(({ label, name, summary }) => `[${name}](${label}.md): ${plain(summary)}`)),
        ]),
    ...(parent === '' ? [] : [`Up: [${parent.replaceAll('-', ' ')}](${parent}.md)`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  executeTemplate,
  formatTemplate,
  parseTemplate,
  pointerTo,
  sprintf,
  type Template,
  TemplateError,
  typedValue,
} from '../../src/gotemplate/index.ts';
import table from '../gotemplate/templates.table.json';
import { doc, tableValue } from '../gotemplate/types.ts';

const TOKENS = [
  ...'{{ }} {{ }} {{- if else end range with define block template break continue nil true'.split(' '),
  ...['.', '.Desc', '.Roles', '.Any', '.x', '$', '$x', ':=', '=', ',', '|', '(', ')', ' -}}', '{', '}'],
  ...['1', '-1', '1.5', '1i', '"a"', '`r`', "'c'", '"%v"', '/*', '*/', ' ', ' ', ' ', '\n', 'text', 'é', '"'],
  ...['print', 'printf', 'len', 'index', 'slice', 'and', 'or', 'not', 'eq', 'lt', 'html', 'js', 'call'],
];
const soup = fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join(''));

const { source } = fc.letrec<{ operand: string; pipe: string; source: string }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('.', '$', '.Desc', '.Roles', '.Any.x', '.Num', '1', '-2', '"é"', 'true', '1.5', "'a'"),
    tie('pipe').map((pipe) => `(${pipe})`),
    tie('pipe').map((pipe) => `(${pipe}).x`),
  ),
  pipe: fc.oneof(
    { maxDepth: 3 },
    tie('operand'),
    fc
      .tuple(
        fc.constantFrom('print', 'printf', 'len', 'index', 'slice', 'and', 'or', 'not', 'eq', 'html'),
        fc.array(tie('operand'), { maxLength: 3 }),
      )
      .map(([name, args]) => [name, ...args].join(' ')),
    fc.tuple(tie('pipe'), fc.constantFrom('print', 'len', 'js')).map((parts) => parts.join(' | ')),
  ),
  source: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('', 'text', '{', '}', ' { ', '\n', '{{/* c */}}'),
    tie('pipe').map((pipe) => `{{${pipe}}}`),
    tie('pipe').map((pipe) => `{{$x := ${pipe}}}{{$x}}`),
    fc
      .tuple(
        fc.constantFrom('if', 'with', 'range', 'range $i, $e :='),
        tie('pipe'),
        tie('source'),
        tie('source'),
      )
      .map(([word, pipe, body, other]) => `{{${word} ${pipe}}}${body}{{else}}${other}{{end}}`),
    fc.tuple(tie('source'), tie('source')).map((parts) => parts.join('')),
    tie('source').map(
      (body) => `{{block "b" .}}${body.replaceAll('block', 'with').replaceAll('"b"', '')}{{end}}`,
    ),
  ),
}));

const strip = (template: Template): string =>
  JSON.stringify([...template.tree.definitions], (key, value) =>
    key === 'offset' ? undefined : typeof value === 'bigint' ? `${value}n` : value,
  );

/** The result of `work`; undefined when it throws a TemplateError. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

function parseCheckExecute(text: string): void {
  const template = attempt(() => parseTemplate('output', text));
  if (template === undefined) return;
  const again = parseTemplate('output', formatTemplate(template));
  expect(strip(again)).toBe(strip(template));
  attempt(() => checkTemplate(template, pointerTo(doc)));
  attempt(() => executeTemplate(template, typedValue(pointerTo(doc), table.data.full), { steps: 20_000 }));
}

describe('any template', () => {
  it('when the source is a mixture of tokens, then only a TemplateError is thrown', () => {
    fc.assert(fc.property(soup, parseCheckExecute), { numRuns: 1_500 });
  });

  it('when it follows the grammar, then its formatted source parses into the same tree', () => {
    fc.assert(fc.property(source, parseCheckExecute), { numRuns: 1_000 });
  });

  it('when the source is any text, then only a TemplateError is thrown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), parseCheckExecute), { numRuns: 500 });
  });
});

describe('any format', () => {
  const piece = fc.constantFrom(
    ...'% + - # 0 * . [ ] [1] [2]* 1 2 9 v d s q x X U c e f g b o t T p z é'.split(' '),
  );
  const value = fc.constantFrom<[string, unknown]>(
    ['nil', null],
    ['int', 42],
    ['int', -7],
    ['float64', 2.5],
    ['string', 'é"\u0000'],
    ['bool', true],
    ['any', [1, { a: null }]],
    ['map', { b: '1' }],
    ['roles', [{ OrgId: 'o' }]],
    ['complex', [1, -2]],
  );
  it('when it formats any values, then it never throws', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.array(value, { maxLength: 4 }), (pieces, args) => {
        expect(typeof sprintf(pieces.join(''), args.map(tableValue))).toBe('string');
      }),
      { numRuns: 2_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  executeTemplate,
  formatTemplate,
  NO_VALUE,
  NONE,
  parseTemplate,
  pointerTo,
  TemplateError,
  typedValue,
} from '../../src/gotemplate/index.ts';
import { page } from './types.ts';

/** The message of the TemplateError everything ends in. */
function failure(source: string): string {
  try {
    const template = parseTemplate('output', source);
    checkTemplate(template, NONE);
    executeTemplate(template, NO_VALUE);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  return '';
}

describe('templates that do too much', () => {
  const cases: [string, string, string][] = [
    ['a loop is endless', '{{range 1000000000}}{{range 1000000000}}{{end}}{{end}}', 'steps'],
    ['the output is endless', '{{range 1000000}}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{{end}}', 'writing'],
    ['wide texts are made for ever', '{{range 100000}}{{$x := printf "%1000000d" 1}}{{end}}', 'text'],
    ['a text doubles for ever', '{{$x := "abcdefgh"}}{{range 99}}{{$x = print $x $x}}{{end}}', 'text'],
    [
      'a template calls itself for ever',
      '{{define "x"}}{{template "x"}}{{end}}{{template "x"}}',
      'maximum template depth',
    ],
    [
      'the flags of a format are a hundred thousand',
      '{{$x := printf "%0100000d" 1}}{{$x = printf "%%%s" $x}}{{range 1000000}}{{$y := printf $x 1}}{{end}}',
      'steps',
    ],
    [
      'indexes of a format are never closed',
      '{{$x := "%["}}{{range 18}}{{$x = print $x $x}}{{end}}{{range 99}}{{$y := printf $x}}{{end}}',
      'steps',
    ],
    [
      'characters are escaped for ever',
      '{{$x := "é"}}{{range 20}}{{$x = print $x $x}}{{end}}{{range 99}}{{$y := js $x}}{{end}}',
      'steps',
    ],
    ['parentheses nest deeply', `{{${'('.repeat(100_000)}1${')'.repeat(100_000)}}}`, 'max expression depth'],
    [
      'actions nest deeply',
      `${'{{if 1}}'.repeat(100_000)}${'{{end}}'.repeat(100_000)}`,
      'max expression depth',
    ],
    ['else ifs nest deeply', `{{if 0}}${'{{else if 0}}'.repeat(100_000)}{{end}}`, 'max expression depth'],
  ];
  it.each(cases)('when %s, then a TemplateError ends it within a few seconds', (_title, source, word) => {
    const started = performance.now();
    expect(failure(source)).toContain(word);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('when nesting is as deep as allowed, then everything still works', () => {
    const source = `${'{{if 1}}'.repeat(390)}x${'{{end}}'.repeat(390)}`;
    expect(failure(source)).toBe('');
    expect(formatTemplate(parseTemplate('output', source))).toBe(source);
  });

  it('when a width is beyond a million, then it is refused as Go refuses it', () => {
    const template = parseTemplate('output', '{{printf "%9999999999d|" 1}}');
    expect(executeTemplate(template, NO_VALUE)).toBe('%!(NOVERB)%!(EXTRA int=1)');
  });

  it('when the caller sets limits, then they count', () => {
    const template = parseTemplate('output', '{{range 100}}x{{end}}');
    expect(() => executeTemplate(template, NO_VALUE, { output: 10 })).toThrow(TemplateError);
    expect(() => executeTemplate(template, NO_VALUE, { steps: 10 })).toThrow(TemplateError);
  });

  it('when there are 50,000 rows, then they are written', () => {
    const results = Array.from({ length: 50_000 }, (_, i) => ({ id: `id${i}`, roles: [{ roleName: 'R' }] }));
    const template = parseTemplate(
      'output',
      '{{range .Results}}{{.Id}}{{range .Roles}} {{.RoleName}}{{end}}\n{{end}}',
    );
    const lines = executeTemplate(template, typedValue(pointerTo(page), { results })).split('\n');
    expect(lines).toHaveLength(50_001);
    expect(lines[49_999]).toBe('id49999 R');
  });
});

import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  executeTemplate,
  formatTemplate,
  type Limits,
  NO_VALUE,
  NONE,
  parseTemplate,
  pointerTo,
  TemplateError,
  typedValue,
} from '../../src/gotemplate/index.ts';
import { page } from '../gotemplate/types.ts';

/** The message of the TemplateError; empty when there is none. */
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

describe('templates that exceed a limit', () => {
  const cases: [string, string, string][] = [
    ['a loop is endless', '{{range 1000000000}}{{range 1000000000}}{{end}}{{end}}', 'steps'],
    ['the output is endless', '{{range 1000000}}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{{end}}', 'writing'],
    ['long strings are made endlessly', '{{range 100000}}{{$x := printf "%1000000d" 1}}{{end}}', 'text'],
    ['a string doubles endlessly', '{{$x := "abcdefgh"}}{{range 99}}{{$x = print $x $x}}{{end}}', 'text'],
    [
      'a template calls itself endlessly',
      '{{define "x"}}{{template "x"}}{{end}}{{template "x"}}',
      'maximum template depth',
    ],
    [
      'a format has a hundred thousand flags',
      '{{$x := printf "%0100000d" 1}}{{$x = printf "%%%s" $x}}{{range 1000000}}{{$y := printf $x 1}}{{end}}',
      'steps',
    ],
    [
      'the indexes of a format are not closed',
      '{{$x := "%["}}{{range 18}}{{$x = print $x $x}}{{end}}{{range 99}}{{$y := printf $x}}{{end}}',
      'steps',
    ],
    [
      'characters are escaped endlessly',
      '{{$x := "é"}}{{range 20}}{{$x = print $x $x}}{{end}}{{range 99}}{{$y := js $x}}{{end}}',
      'steps',
    ],
    ['parentheses nest deeply', `{{${'('.repeat(100_000)}1${')'.repeat(100_000)}}}`, 'max expression depth'],
    [
      'actions nest deeply',
      `${'{{if 1}}'.repeat(100_000)}${'{{end}}'.repeat(100_000)}`,
      'max expression depth',
    ],
    ['else if nests deeply', `{{if 0}}${'{{else if 0}}'.repeat(100_000)}{{end}}`, 'max expression depth'],
  ];
  // test/program/output/templates.test.ts measures the time and memory that such templates take.
  it.each(cases)('when %s, then a TemplateError ends it', (_title, source, word) => {
    expect(failure(source)).toContain(word);
  });

  it('when nesting is as deep as allowed, then the template is executed and formatted', () => {
    const source = `${'{{if 1}}'.repeat(390)}x${'{{end}}'.repeat(390)}`;
    expect(failure(source)).toBe('');
    expect(formatTemplate(parseTemplate('output', source))).toBe(source);
  });

  it('when a width is beyond a million, then the result is that of Go', () => {
    const template = parseTemplate('output', '{{printf "%9999999999d|" 1}}');
    expect(executeTemplate(template, NO_VALUE)).toBe('%!(NOVERB)%!(EXTRA int=1)');
  });

  it('when the caller sets limits, then they apply', () => {
    const template = parseTemplate('output', '{{range 100}}x{{end}}');
    const fail = (limits: Limits) => () => executeTemplate(template, NO_VALUE, limits);
    expect(fail({ output: 10 })).toThrow(new TemplateError('template: stopped after writing 10 characters'));
    expect(fail({ steps: 10 })).toThrow(
      new TemplateError('template: stopped after 10 steps: the template does too much'),
    );
  });

  it('when the caller limits text, then the strings that functions return count', () => {
    const template = parseTemplate('output', '{{$x := print "abcdef"}}{{$y := print "ghijkl"}}');
    expect(executeTemplate(template, NO_VALUE, { text: 100 })).toBe('');
    expect(() => executeTemplate(template, NO_VALUE, { text: 20 })).toThrow(
      new TemplateError('template: stopped after making 20 characters of text'),
    );
  });

  it('when the caller limits depth, then templates call each other only so deep', () => {
    const template = parseTemplate(
      'output',
      '{{define "a"}}{{template "b"}}{{end}}{{define "b"}}x{{end}}{{template "a"}}',
    );
    expect(executeTemplate(template, NO_VALUE, { depth: 2 })).toBe('x');
    expect(() => executeTemplate(template, NO_VALUE, { depth: 1 })).toThrow(
      new TemplateError(
        'template: output:1:25: executing "a" at <{{template "b"}}>: exceeded maximum template depth (1)',
      ),
    );
  });

  it('when there are 50,000 rows, then all are written', () => {
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

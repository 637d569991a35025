import { describe, expect, it } from 'vitest';
import { toBytes } from '../../src/go/byteString.ts';
import {
  CallError,
  executeTemplate,
  formatTemplate,
  type GoFunction,
  type GoType,
  NO_VALUE,
  parseTemplate,
  pointerTo,
  stringValue,
  TemplateError,
  textOf,
} from '../../src/gotemplate/index.ts';
import { outcome, parseTemplates } from './tables.ts';
import table from './templates.table.json';
import { apiKey, page } from './types.ts';

describe('templates against a table recorded from Go', () => {
  it('when the table is read, then it has at least 250 rows', () => {
    expect(table.rows.length).toBeGreaterThanOrEqual(250);
  });
  it.each(parseTemplates(table))(
    'when it executes $title, then the result is that of Go',
    ({ run, expected }) => {
      expect(run()).toBe(expected);
    },
  );
});

const KEY = {
  desc: 'Clé <x> "q"',
  id: '65f1a2b3',
  publicKey: 'zmmrboas',
  roles: [
    { orgId: '5a1b', roleName: 'ORG_OWNER' },
    { groupId: '5e12', roleName: 'GROUP_READ_ONLY' },
  ],
};

describe('templates over data with optional fields', () => {
  const cases: [string, string, string, unknown?][] = [
    ['a field is printed', '{{.PublicKey}}', 'zmmrboas'],
    ['an absent field is printed', '{{.PrivateKey}}', '<nil>'],
    ['an absent field is tested', '{{if .PrivateKey}}a{{else}}b{{end}}', 'b'],
    ['an empty field is tested', '{{if .Desc}}a{{else}}b{{end}}', 'a', { desc: '' }],
    ['a field is compared', '{{range .Roles}}{{eq .RoleName "ORG_OWNER"}} {{end}}', 'true false '],
    ['an absent field is compared', '{{range .Roles}}{{eq .OrgId "x"}} {{end}}', 'false false '],
    ['a field is passed to a function', '{{print .PublicKey " " .PrivateKey}}', 'zmmrboas <nil>'],
    ['a field is sliced', '{{slice .PublicKey 1 3}}', 'mm'],
    ['a struct is printed', '{{.}}', '{k 65f1 <nil> <nil> <nil> <nil>}', { desc: 'k', id: '65f1' }],
    ['a comment ends where it begins', '{{/*/', 'template: output:1: unclosed comment'],
    [
      'an absent list is ranged over',
      '{{range .Roles}}x{{else}}none{{end}}',
      'template: output:1:8: executing "output" at <.Roles>: range can\'t iterate over <nil>',
      {},
    ],
    ['an empty list is ranged over', '{{range .Roles}}x{{else}}none{{end}}', 'none', { roles: [] }],
    [
      'a map in a list is used',
      '{{range .Links}}{{.rel}}{{.nope}}{{end}}',
      'self<no value>',
      { links: [{ rel: 'self' }] },
    ],
  ];
  it.each(cases)('when %s, then it works', (_title, source, expected, json = KEY) => {
    expect(outcome(source, pointerTo(apiKey), json)).toBe(expected);
  });

  it('when range assigns to existing variables, then they keep the last values', () => {
    const source =
      '{{$i := 9}}{{$r := 9}}{{$z := 9}}{{range $i, $r = .Roles}}{{end}}{{$i}} {{$r.RoleName}} {{$z}}';
    expect(outcome(source, pointerTo(apiKey), KEY)).toBe('1 GROUP_READ_ONLY 9');
    expect(outcome('{{$x := 9}}{{$z := 8}}{{range $x = 3}}{{end}}{{$x}}{{$z}}', pointerTo(apiKey), KEY)).toBe(
      '28',
    );
  });

  it('when text ends in a brace before an action, then its formatted source parses into the same template', () => {
    const source = formatTemplate(
      parseTemplate('output', 'a{ {{- .Id}}{{define "x"}}{ {{- end}}{ {{- /**/ -}} { {{- 1}}'),
    );
    expect(source).toBe('{{define "x"}}{ {{- end}}a{ {{- .Id}}{ {{- /**/}}{ {{- 1}}');
    expect(formatTemplate(parseTemplate('output', source))).toBe(source);
  });

  it('when half of a character is written, then toBytes returns its byte', () => {
    const text = executeTemplate(parseTemplate('output', '{{slice "é" 0 1}}'), NO_VALUE);
    expect([...toBytes(text)]).toEqual([0xc3]);
  });

  it('when the source or data contain a lone surrogate, then it becomes U+FFFD', () => {
    expect(outcome('{{.Desc}}\udc80', pointerTo(apiKey), { desc: 'a\ud800' })).toBe('a\ufffd\ufffd');
  });

  it('when the data do not fit the type, then they become zero values', () => {
    const json = { results: { a: 1 }, totalCount: 'many' };
    expect(outcome('{{.TotalCount}}{{len .Results}}', pointerTo(page), json)).toBe('00');
  });

  it('when an integer has 64 bits, then all of them are kept', () => {
    const type: GoType = { kind: 'map', elem: { kind: 'int', name: 'int64' } };
    expect(outcome('{{.big}} {{eq .big 9223372036854775806}}', type, { big: 9223372036854775807n })).toBe(
      '9223372036854775807 false',
    );
  });

  it('when an index is in an interface, then slice refuses the interface, and index its value', () => {
    const type: GoType = { kind: 'map', elem: { kind: 'any' } };
    expect(outcome('{{slice "abc" .at}}', type, { at: 1 })).toContain('with type interface {}');
    expect(outcome('{{index "abc" .at}}', type, { at: 1 })).toContain('with type float64');
  });

  it('when a template calls itself 500 times, then it is executed', () => {
    const source =
      '{{define "n"}}{{if .}}{{template "n" (slice . 1)}}{{end}}{{end}}{{template "n" printf "%500d" 1}}ok';
    expect(outcome(source, pointerTo(apiKey), KEY)).toBe('ok');
  });

  it('when a key is a property of Object.prototype, then it is still missing', () => {
    expect(outcome('{{.constructor}}', { kind: 'map', elem: { kind: 'any' } }, {})).toBe('<no value>');
  });
});

describe('functions of the caller', () => {
  const shout: GoFunction = {
    minimum: 1,
    maximum: 1,
    call: ([value = NO_VALUE]) => {
      if (value.type.kind !== 'string') throw new CallError('not a string');
      return stringValue(`${textOf(value)}!`);
    },
  };
  const shouted = (source: string): string =>
    executeTemplate(parseTemplate('output', source, { functions: { shout, len: shout } }), NO_VALUE);

  it('when a function is passed, then templates can call it and pipe into it', () => {
    expect(shouted('{{shout "a"}} {{"b" | shout | printf "%q"}}')).toBe('a! "b!"');
  });
  it('when it has the name of a builtin, then it replaces the builtin', () => {
    expect(shouted('{{len "abc"}}')).toBe('abc!');
  });
  it('when it throws a CallError, then the error contains the call', () => {
    expect(() => shouted('{{shout 1}}')).toThrow(
      new TemplateError(
        'template: output:1:2: executing "output" at <shout 1>: error calling shout: not a string',
      ),
    );
  });
  it('when it gets too many arguments, then it is not called', () => {
    expect(() => shouted('{{shout "a" "b"}}')).toThrow('wrong number of args for shout: want 1 got 2');
  });
  it('when it is not passed, then its name is unknown', () => {
    expect(() => parseTemplate('output', '{{shout "a"}}')).toThrow(
      new TemplateError('template: output:1: function "shout" not defined'),
    );
  });
});

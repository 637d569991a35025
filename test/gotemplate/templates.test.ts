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
  typedValue,
} from '../../src/gotemplate/index.ts';
import table from './templates.table.json';
import { apiKey, doc, page } from './types.ts';

/** The output, or the message of the error. */
function run(source: string, type: GoType, json: unknown): string {
  try {
    return executeTemplate(parseTemplate('output', source), typedValue(type, json));
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

const DATA: Readonly<Record<string, unknown>> = table.data;
const rows = table.rows.map(([source, data, output, error]) => ({
  source: source ?? '',
  data: data ?? '',
  expected: output ?? error ?? '',
}));

describe('templates against a table recorded from Go', () => {
  it('when the table is read, then it has rows enough', () => {
    expect(rows.length).toBeGreaterThanOrEqual(250);
  });
  it.each(rows)('when $source runs over $data, then it does what Go does', ({ source, data, expected }) => {
    expect(run(source, pointerTo(doc), DATA[data])).toBe(expected);
  });
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
    ['a field that is empty text is tested', '{{if .Desc}}a{{else}}b{{end}}', 'a', { desc: '' }],
    ['a field is compared', '{{range .Roles}}{{eq .RoleName "ORG_OWNER"}} {{end}}', 'true false '],
    ['an absent field is compared', '{{range .Roles}}{{eq .OrgId "x"}} {{end}}', 'false false '],
    ['a field is handed to a function', '{{print .PublicKey " " .PrivateKey}}', 'zmmrboas <nil>'],
    ['a field is sliced', '{{slice .PublicKey 1 3}}', 'mm'],
    ['the whole is printed', '{{.}}', '{k 65f1 <nil> <nil> <nil> <nil>}', { desc: 'k', id: '65f1' }],
    ['a comment only seems to end', '{{/*/', 'template: output:1: unclosed comment'],
    [
      'an absent list is ranged over',
      '{{range .Roles}}x{{else}}none{{end}}',
      'template: output:1:8: executing "output" at <.Roles>: range can\'t iterate over <nil>',
      {},
    ],
    ['an empty list is ranged over', '{{range .Roles}}x{{else}}none{{end}}', 'none', { roles: [] }],
    [
      'a map in a list is read',
      '{{range .Links}}{{.rel}}{{.nope}}{{end}}',
      'self<no value>',
      { links: [{ rel: 'self' }] },
    ],
  ];
  it.each(cases)('when %s, then it works', (_title, source, expected, json = KEY) => {
    expect(run(source, pointerTo(apiKey), json)).toBe(expected);
  });

  it('when range assigns to variables of outside, then they keep the last values', () => {
    const source =
      '{{$i := 9}}{{$r := 9}}{{$z := 9}}{{range $i, $r = .Roles}}{{end}}{{$i}} {{$r.RoleName}} {{$z}}';
    expect(run(source, pointerTo(apiKey), KEY)).toBe('1 GROUP_READ_ONLY 9');
    expect(run('{{$x := 9}}{{$z := 8}}{{range $x = 3}}{{end}}{{$x}}{{$z}}', pointerTo(apiKey), KEY)).toBe(
      '28',
    );
  });

  it('when text ends in a brace before an action, then the template prints back to an equal one', () => {
    const source = formatTemplate(
      parseTemplate('output', 'a{ {{- .Id}}{{define "x"}}{ {{- end}}{ {{- /**/ -}} { {{- 1}}'),
    );
    expect(source).toBe('{{define "x"}}{ {{- end}}a{ {{- .Id}}{ {{- /**/}}{ {{- 1}}');
    expect(formatTemplate(parseTemplate('output', source))).toBe(source);
  });

  it('when half a character is written, then toBytes gives its byte', () => {
    const text = executeTemplate(parseTemplate('output', '{{slice "é" 0 1}}'), NO_VALUE);
    expect([...toBytes(text)]).toEqual([0xc3]);
  });

  it('when text outside holds a lone surrogate, then it becomes the replacement character', () => {
    expect(run('{{.Desc}}\udc80', pointerTo(apiKey), { desc: 'a\ud800' })).toBe('a\ufffd\ufffd');
  });

  it('when the data are of another shape than the type says, then they count as zero values', () => {
    const json = { results: { a: 1 }, totalCount: 'many' };
    expect(run('{{.TotalCount}}{{len .Results}}', pointerTo(page), json)).toBe('00');
  });

  it('when a position comes out of an interface, then slice refuses the interface, index what it holds', () => {
    const type: GoType = { kind: 'map', elem: { kind: 'any' } };
    expect(run('{{slice "abc" .at}}', type, { at: 1 })).toContain('with type interface {}');
    expect(run('{{index "abc" .at}}', type, { at: 1 })).toContain('with type float64');
  });

  it('when a template calls itself 500 times, then it still works', () => {
    const source =
      '{{define "n"}}{{if .}}{{template "n" (slice . 1)}}{{end}}{{end}}{{template "n" printf "%500d" 1}}ok';
    expect(run(source, pointerTo(apiKey), KEY)).toBe('ok');
  });

  it('when JSON keys are names of Object.prototype, then they are just keys', () => {
    expect(run('{{.constructor}}', { kind: 'map', elem: { kind: 'any' } }, {})).toBe('<no value>');
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

  it('when a function is handed in, then it can be called and piped into', () => {
    expect(shouted('{{shout "a"}} {{"b" | shout | printf "%q"}}')).toBe('a! "b!"');
  });
  it('when it has the name of a builtin, then it replaces that', () => {
    expect(shouted('{{len "abc"}}')).toBe('abc!');
  });
  it('when it throws a CallError, then the error says which call failed', () => {
    expect(() => shouted('{{shout 1}}')).toThrow(
      new TemplateError(
        'template: output:1:2: executing "output" at <shout 1>: error calling shout: not a string',
      ),
    );
  });
  it('when it gets too many arguments, then it is not called', () => {
    expect(() => shouted('{{shout "a" "b"}}')).toThrow('wrong number of args for shout: want 1 got 2');
  });
  it('when it is not handed in, then its name is unknown', () => {
    expect(() => parseTemplate('output', '{{shout "a"}}')).toThrow(
      new TemplateError('template: output:1: function "shout" not defined'),
    );
  });
});

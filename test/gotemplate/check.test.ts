import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  type GoFunction,
  NO_VALUE,
  parseTemplate,
  pointerTo,
  TemplateError,
} from '../../src/gotemplate/index.ts';
import { apiKey, doc, page } from './types.ts';

/** A function of the caller's that returns its argument. */
const same: GoFunction = {
  minimum: 1,
  maximum: 1,
  call: ([value = NO_VALUE]) => value,
  result: ([type]) => type,
};

function checkError(source: string, type = apiKey): TemplateError | undefined {
  const template = parseTemplate('output', source, { functions: { same } });
  try {
    checkTemplate(template, pointerTo(type));
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError) return error;
    throw error;
  }
}

/** The message of the error; empty when there is none. */
const complaint = (source: string, type = apiKey): string => checkError(source, type)?.message ?? '';

const KEY = "can't evaluate field Nope in type *admin.ApiKeyUserDetails";
const ROLE = "can't evaluate field Nope in type admin.CloudAccessRoleAssignment";

describe('what the checker refuses', () => {
  const cases: [string, string, string][] = [
    ['a field is unknown', '{{.Nope}}', `1:2: executing "output" at <.Nope>: ${KEY}`],
    [
      'a JSON name is used',
      '{{.publicKey}}',
      "can't evaluate field publicKey in type *admin.ApiKeyUserDetails",
    ],
    ['a field is unknown in range', '{{range .Roles}}{{.Nope}}{{end}}', `at <.Nope>: ${ROLE}`],
    ['a field is unknown in the second line', 'a\né{{.Nope}}', '2:4: executing "output" at <.Nope>'],
    ['a field is unknown in with', '{{with .Roles}}{{range .}}{{.Nope}}{{end}}{{end}}', ROLE],
    ['a field is unknown in else', '{{with .Desc}}{{else}}{{.Nope}}{{end}}', KEY],
    [
      'a field is unknown through a variable',
      '{{$x := .Roles}}{{range $i, $r := $x}}{{$r.Nope}}{{end}}',
      ROLE,
    ],
    ['a field is unknown through $', '{{range .Roles}}{{$.Nope}}{{end}}', `at <$.Nope>: ${KEY}`],
    ['a field is unknown through index', '{{(index .Roles 0).Nope}}', ROLE],
    ['a field is unknown through slice', '{{range slice .Roles 1}}{{.Nope}}{{end}}', ROLE],
    ['a field is unknown through a function', '{{range same .Roles}}{{.Nope}}{{end}}', ROLE],
    [
      'a field is unknown in a called template',
      '{{define "x"}}{{.Nope}}{{end}}{{range .Roles}}{{template "x" .}}{{end}}',
      `executing "x" at <.Nope>: ${ROLE}`,
    ],
    ['a field is unknown in a block', '{{block "b" .Roles}}{{range .}}{{.Nope}}{{end}}{{end}}', ROLE],
    ['a field is unknown where nothing runs', '{{if false}}{{.Nope}}{{end}}', KEY],
    ['a field is unknown behind a short circuit', '{{or 1 .Nope}}', KEY],
    ['a field is asked of text', '{{.Desc.X}}', "at <.Desc.X>: can't evaluate field X in type *string"],
    ['a field is asked of a literal', '{{("a").X}}', "can't evaluate field X in type string"],
    [
      'a template is unknown',
      '{{if .Desc}}{{template "nope"}}{{end}}',
      '<{{template "nope"}}>: template "nope" not defined',
    ],
    ['arguments are missing', '{{len}}', 'wrong number of args for len: want 1 got 0'],
    ['arguments are too many', '{{.Desc | not 1}}', 'wrong number of args for not: want 1 got 2'],
    ['text is ranged over', '{{range .Desc}}{{end}}', "range can't iterate over string"],
    [
      'a number is ranged over with two variables',
      '{{range $i, $x := 3}}{{end}}',
      "can't use 3 to iterate over more than one variable",
    ],
    ['a field is given an argument', '{{.Desc 1}}', 'Desc has arguments but cannot be invoked as function'],
    ['a constant is given an argument', '{{"a" 1}}', `can't give argument to non-function "a"`],
    ['a non-function is called', '{{call .Desc}}', 'error calling call: non-function .Desc of type *string'],
    ['nil stands alone', '{{nil}}', 'nil is not a command'],
    ['a builtin must refuse a constant', '{{len 3}}', 'error calling len: len of type int'],
    ['constants cannot be compared', '{{eq 1 "a"}}', 'incompatible types for comparison: int and string'],
  ];
  it.each(cases)('when %s, then it is refused', (_title, source, message) => {
    expect(complaint(source)).toContain(message);
  });
});

describe('what the checker lets pass', () => {
  const cases: [string, string][] = [
    ['fields exist', '{{.Id}}{{range .Roles}}{{.RoleName}}{{end}}'],
    ['an unknown field is in a template nobody calls', '{{define "x"}}{{.Nope}}{{template "nope"}}{{end}}'],
    ['a template is called without dot', '{{define "x"}}{{.Nope}}{{end}}{{template "x"}}'],
    ['a map is asked for any key', '{{range .Links}}{{.nope}}{{.nope.more}}{{end}}'],
    ['a variable changes its type', '{{$x := .Id}}{{range .Roles}}{{$x = .}}{{end}}{{$x.RoleName}}'],
    [
      'a variable changes its type in a loop',
      '{{$x := .Roles}}{{range .Roles}}{{range $x}}{{end}}{{$x = "a"}}{{end}}',
    ],
    ['a wrong call never runs', '{{if false}}{{len}}{{end}}{{and 0 (len)}}{{range 0}}{{nil}}{{end}}'],
    ['a refused constant may never run', '{{if .Desc}}{{len 3}}{{end}}{{and .Desc (len 3)}}'],
    ['a loop is left before a refused constant', '{{range 3}}{{break}}{{len 3}}{{end}}'],
    [
      'a template calls itself',
      '{{define "n"}}{{if .}}{{template "n" (slice . 1)}}{{end}}{{end}}{{template "n" "abc"}}',
    ],
    ['the result of a function has a type of its own', '{{(print .Desc) | len}}{{len .Roles | printf "%d"}}'],
  ];
  it.each(cases)('when %s, then it passes', (_title, source) => {
    expect(complaint(source)).toBe('');
  });

  it('when the page type is given, then its elements are known', () => {
    expect(
      complaint('{{range .Results}}{{.Id}}{{range .Roles}}{{.OrgId}}{{end}}{{end}}{{.TotalCount}}', page),
    ).toBe('');
    expect(complaint('{{range .Results}}{{.Name}}{{end}}', page)).toContain(
      "can't evaluate field Name in type admin.ApiKeyUserDetails",
    );
  });
});

describe('methods', () => {
  it('when a field is unknown through a method, then it is refused', () => {
    expect(complaint('{{range .GetPRoles}}{{.Nope}}{{end}}', doc)).toContain(
      "can't evaluate field Nope in type main.Role",
    );
  });
  it('when a method is given an argument, then it is refused', () => {
    expect(complaint('{{.GetPDesc 1}}', doc)).toContain('wrong number of args for GetPDesc: want 0 got 1');
  });
  it('when a method has a second result, then it is refused wherever it stands', () => {
    expect(complaint('{{if false}}{{.GetPDescOk}}{{end}}', doc)).toContain(
      'invalid function signature for GetPDescOk: second return value should be error; is bool',
    );
  });
  it('when methods exist, then they pass', () => {
    expect(complaint('{{.GetPDesc}}{{.HasPDesc}}{{range .GetPRoles}}{{.OrgId}}{{end}}', doc)).toBe('');
  });
});

describe('what the error says of an unknown field', () => {
  it('when a struct lacks the field, then its own fields are the candidates', () => {
    const unknownField = checkError('{{range .Roles}}{{.orgId}}{{end}}')?.unknownField;
    expect(unknownField).toMatchObject({ name: 'orgId', candidates: ['GroupId', 'OrgId', 'RoleName'] });
    expect(unknownField?.type).toMatchObject({ name: 'admin.CloudAccessRoleAssignment' });
  });
  it('when the value has no fields, then there are no candidates', () => {
    expect(checkError('{{.Roles.OrgId}}')?.unknownField).toMatchObject({
      name: 'OrgId',
      type: { kind: 'slice' },
      candidates: [],
    });
  });
  it('when several fields are unknown, then it is the first of them', () => {
    expect(checkError('{{.Nope}}{{.Other}}')?.unknownField?.name).toBe('Nope');
  });
  it('when the error is another one, then it has no unknown field', () => {
    expect(checkError('{{len}}{{.Nope}}')).toMatchObject({ unknownField: undefined });
  });
});

/** The Atlas CLI's additions to Go templates: the methods of the SDK's structs, and valueOrEmptySlice. */
import { describe, expect, test } from 'vitest';
import {
  checkTemplate,
  executeTemplate,
  parseTemplate,
  pointerTo,
  type StructType,
  TemplateError,
  typedValue,
} from '../../src/gotemplate/index.ts';
import { sdkMethods } from '../../src/output/sdkMethods.ts';
import { valueOrEmptySlice } from '../../src/output/valueOrEmptySlice.ts';
import { apiKey as fields } from '../gotemplate/types.ts';

const apiKey: StructType = { ...fields, method: sdkMethods(fields.fields) };

const KEY = {
  desc: 'Clé <x> "q"',
  id: '65f1a2b3',
  publicKey: 'zmmrboas',
  roles: [
    { orgId: '5a1b', roleName: 'ORG_OWNER' },
    { groupId: '5e12', roleName: 'GROUP_READ_ONLY' },
  ],
};

/** The output of a template that passes the check, or the message of the error. */
function run(source: string, json: unknown): string {
  try {
    const template = parseTemplate('output', source, { functions: { valueOrEmptySlice } });
    checkTemplate(template, pointerTo(apiKey));
    return executeTemplate(template, typedValue(pointerTo(apiKey), json));
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

const NOT_CALLABLE =
  'template: output:1:2: executing "output" at <.GetPublicKeyOk>: invalid function signature for GetPublicKeyOk: second return value should be error; is bool';
const NOT_A_ROLE = "can't evaluate field Nope in type admin.CloudAccessRoleAssignment";

describe('the methods of the SDK', () => {
  test.each([
    ['GetX is called', '{{.GetPublicKey}}{{.GetPrivateKey}}', 'zmmrboas'],
    ['HasX is called', '{{.HasPublicKey}} {{.HasPrivateKey}}', 'true false'],
    ['GetXOk is called', '{{.GetPublicKeyOk}}', NOT_CALLABLE],
    ['GetX returns a list', '{{range .GetRoles}}{{.RoleName}} {{end}}', 'ORG_OWNER GROUP_READ_ONLY '],
    ['GetX returns an absent list', '{{range .GetLinks}}x{{else}}none{{end}}', 'none'],
  ])('when %s, then it is as in the Atlas CLI', (_title, source, expected) => {
    expect(run(source, KEY)).toBe(expected);
  });

  test('when a field is unknown through GetX, then the template is refused', () => {
    expect(run('{{range .GetRoles}}{{.Nope}}{{end}}', KEY)).toContain(NOT_A_ROLE);
  });

  test.each(['GetNope', 'HasNope', 'GetNopeOk', 'Get', 'Has', 'GetOk', 'getDesc'])(
    'when the method is %s, then it does not exist',
    (name) => {
      expect(run(`{{.${name}}}`, KEY)).toContain(
        `can't evaluate field ${name} in type *admin.ApiKeyUserDetails`,
      );
    },
  );

  test('when a field is not optional, then GetX returns it, and it has no HasX', () => {
    const any: StructType = { kind: 'struct', name: 'X', fields: [{ name: 'Any', type: { kind: 'any' } }] };
    const method = sdkMethods(any.fields);
    const value = method('GetAny')?.call(typedValue(any, { Any: ['a'] }));
    expect(value).toEqual(typedValue({ kind: 'any' }, ['a']));
    expect(method('HasAny')).toBeUndefined();
  });
});

describe('valueOrEmptySlice', () => {
  test.each([
    ['is absent', '{{range valueOrEmptySlice .Roles}}x{{else}}none{{end}}', 'none', {}],
    [
      'is present',
      '{{range valueOrEmptySlice .Roles}}{{.RoleName}} {{end}}',
      'ORG_OWNER GROUP_READ_ONLY ',
      KEY,
    ],
    ['is nil', '{{range valueOrEmptySlice nil}}x{{else}}none{{end}}', 'none', KEY],
  ])('when the list %s, then range works', (_title, source, expected, json) => {
    expect(run(source, json)).toBe(expected);
  });

  test('when a field is unknown in the list, then the template is refused', () => {
    expect(run('{{range valueOrEmptySlice .Roles}}{{.Nope}}{{end}}', KEY)).toContain(NOT_A_ROLE);
  });
});

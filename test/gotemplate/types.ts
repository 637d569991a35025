/** The types of oracle/types.go, with which the tables were recorded, and types like those of the Atlas Go SDK. */
import {
  ANY,
  BOOL,
  boolValue,
  COMPLEX128,
  FLOAT64,
  floatValue,
  type GoMethod,
  type GoType,
  type GoValue,
  INT,
  NO_VALUE,
  pointerTo,
  recordOf,
  STRING,
  type StructType,
  typedValue,
  UINT8,
} from '../../src/gotemplate/index.ts';

const slice = (elem: GoType): GoType => ({ kind: 'slice', elem });
const map = (elem: GoType): GoType => ({ kind: 'map', elem });
const INT32: GoType = { kind: 'int', name: 'int32' };
const INT64: GoType = { kind: 'int', name: 'int64' };

export const role: StructType = {
  kind: 'struct',
  name: 'main.Role',
  fields: [
    { name: 'OrgId', type: STRING },
    { name: 'RoleName', type: STRING },
    { name: 'Count', type: INT },
  ],
};

/** The methods of Doc. */
const METHODS: Readonly<Record<string, GoMethod>> = {
  GetPDesc: { result: STRING, call: (receiver) => typedValue(STRING, recordOf(receiver)['PDesc']) },
  GetPDescOk: { result: STRING, secondResult: BOOL, call: () => NO_VALUE },
  HasPDesc: { result: BOOL, call: (receiver) => boolValue(recordOf(receiver)['PDesc'] !== undefined) },
  GetPRoles: {
    result: slice(role),
    call: (receiver) => typedValue(slice(role), recordOf(receiver)['PRoles']),
  },
};

export const doc: StructType = {
  kind: 'struct',
  name: 'main.Doc',
  method: (name) => METHODS[name],
  fields: [
    { name: 'Desc', type: STRING },
    { name: 'Id', type: STRING },
    { name: 'Num', type: INT },
    { name: 'N32', type: INT32 },
    { name: 'N64', type: INT64 },
    { name: 'F', type: FLOAT64 },
    { name: 'B', type: BOOL },
    { name: 'Roles', type: slice(role) },
    { name: 'Names', type: slice(STRING) },
    { name: 'Tags', type: map(STRING) },
    { name: 'Nested', type: map(slice(STRING)) },
    { name: 'Any', type: ANY },
    { name: 'PDesc', type: pointerTo(STRING) },
    { name: 'PRoles', type: pointerTo(slice(role)) },
    { name: 'PNum', type: pointerTo(INT) },
    { name: 'Sub', type: pointerTo(role) },
    { name: 'Role', type: role },
  ],
};

const apiKeyRole: StructType = {
  kind: 'struct',
  name: 'admin.CloudAccessRoleAssignment',
  fields: [
    { name: 'GroupId', json: 'groupId', type: pointerTo(STRING) },
    { name: 'OrgId', json: 'orgId', type: pointerTo(STRING) },
    { name: 'RoleName', json: 'roleName', type: pointerTo(STRING) },
  ],
};

export const apiKey: StructType = {
  kind: 'struct',
  name: 'admin.ApiKeyUserDetails',
  fields: [
    { name: 'Desc', json: 'desc', type: pointerTo(STRING) },
    { name: 'Id', json: 'id', type: pointerTo(STRING) },
    { name: 'Links', json: 'links', type: pointerTo(slice(map(STRING))) },
    { name: 'PrivateKey', json: 'privateKey', type: pointerTo(STRING) },
    { name: 'PublicKey', json: 'publicKey', type: pointerTo(STRING) },
    { name: 'Roles', json: 'roles', type: pointerTo(slice(apiKeyRole)) },
  ],
};

export const page: StructType = {
  kind: 'struct',
  name: 'admin.PaginatedApiApiUser',
  fields: [
    { name: 'Results', json: 'results', type: pointerTo(slice(apiKey)) },
    { name: 'TotalCount', json: 'totalCount', type: pointerTo(INT) },
  ],
};

const KINDS: Readonly<Record<string, GoType>> = {
  any: ANY,
  bool: BOOL,
  bools: slice(BOOL),
  doc,
  float64: FLOAT64,
  floats: slice(FLOAT64),
  int: INT,
  int32: INT32,
  int64: INT64,
  ints: slice(INT),
  map: map(STRING),
  mapany: map(ANY),
  mapint: map(INT),
  role,
  roles: slice(role),
  string: STRING,
  strings: slice(STRING),
  uint8: UINT8,
};
const FLOATS: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  nan: Number.NaN,
  '-0': -0,
};

/** An argument in a table: a kind and a JSON value. */
export function tableValue([kind, json]: readonly [string, unknown]): GoValue {
  if (kind === 'nil') return NO_VALUE;
  if (kind === 'complex' && Array.isArray(json)) {
    return { type: COMPLEX128, raw: { re: json[0], im: json[1] } };
  }
  if (kind === 'float64' && typeof json === 'string') return floatValue(FLOATS[json] ?? 0);
  return typedValue(KINDS[kind] ?? ANY, json);
}

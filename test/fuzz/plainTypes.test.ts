/** The plain types that the build makes of the zod schemas, against zod itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { plainTypeOf, plainTypesModule } from '../../scripts/plainTypes.ts';
import { checkResponse } from '../../src/api/responses/checkResponse.ts';
import { accept, type PlainType } from '../../src/api/responses/plainType.ts';
import { ITEM_NAMES, RESPONSE_FORMS, schemaOf } from '../../src/api/responses/schemas.ts';

const TIMESTAMPS = ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05.120+00:00', '2024-13-01', ''];

const scalars: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: fc.string({ unit: 'binary' }),
  timestamp: fc.constantFrom(...TIMESTAMPS),
  integer: fc.integer(),
  boolean: fc.boolean(),
};

/** Values that match the type. Optional fields may be absent or null; there may be other fields, in any order. */
function matching(type: PlainType): fc.Arbitrary<unknown> {
  if (typeof type === 'string') return scalars[type] ?? fc.constant(type);
  if ('each' in type) return fc.array(matching(type.each), { maxLength: 3 });
  const { required } = type;
  const fields = Object.entries(type.fields).map(([name, inner]): [string, fc.Arbitrary<unknown>] => [
    name,
    required.includes(name) ? matching(inner) : fc.option(matching(inner)),
  ]);
  const known = fc.record(Object.fromEntries(fields), { requiredKeys: [...required] });
  const otherName = fc.string().filter((name) => !Object.hasOwn(type.fields, name));
  const withOthers = fc.tuple(fc.dictionary(otherName, fc.jsonValue()), known);
  return withOthers.map(([others, object]) => ({ ...others, ...object }));
}

/** Values of any kind, and numbers that are hard to read. */
const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(2 ** 53, 1.5, 1e300, null, {}, [], [null], ''));

/** Values in which one place may hold something else. */
function damaged(type: PlainType): fc.Arbitrary<unknown> {
  if (typeof type === 'string') return fc.oneof(matching(type), junk);
  if ('each' in type) return fc.oneof(fc.array(damaged(type.each), { maxLength: 3 }), junk);
  const fields = Object.entries(type.fields).map(([name, inner]) => [name, damaged(inner)] as const);
  return fc.oneof(fc.record(Object.fromEntries(fields), { requiredKeys: [] }), junk);
}

/** What zod makes of a value; undefined when it does not match. */
function checked(schema: z.ZodMiniType, value: unknown): unknown {
  try {
    return checkResponse(schema, value);
  } catch {
    return undefined;
  }
}

const responses = ITEM_NAMES.flatMap((name) => RESPONSE_FORMS.map((build) => [name, build] as const));

describe.each(responses)('%s, %s', (name, form) => {
  const schema = schemaOf(name, form);
  const type = plainTypeOf(schema);

  test('when a response matches the schema, then the plain type accepts it, like zod', () => {
    fc.assert(
      fc.property(matching(type), (value) => {
        const accepted = accept(type, value);
        expect(accepted).toBeDefined();
        // The text holds the order of the fields, too.
        expect(JSON.stringify(accepted)).toBe(JSON.stringify(checked(schema, value)));
      }),
    );
  });

  test('when a response may not match the schema, then the plain type accepts only what zod accepts', () => {
    fc.assert(
      fc.property(damaged(type), (value) => {
        expect(JSON.stringify(accept(type, value))).toBe(JSON.stringify(checked(schema, value)));
      }),
    );
  });
});

test('when the build fills in the types, then they are those of the schemas', async () => {
  const { plainTypes } = await import(`data:text/javascript,${encodeURIComponent(plainTypesModule())}`);
  for (const [name, form] of responses)
    expect(plainTypes[name][form]()).toEqual(plainTypeOf(schemaOf(name, form)));
});

test.each([
  ['a string with a check', z.string().check(z.minLength(1))],
  ['a number that need not be an integer', z.number()],
  ['a union', z.union([z.string(), z.boolean()])],
])('when a schema has %s, then the build stops', (_, schema) => {
  expect(() => plainTypeOf(z.object({ field: schema }))).toThrow('does not know');
});

/** Types of responses as plain data, which need no library to be checked. The build makes them of the zod schemas. */
import { goTimestamp } from '../../go/time.ts';

export type PlainType =
  | 'string'
  | 'timestamp'
  | 'integer'
  | 'boolean'
  | { readonly each: PlainType }
  | {
      readonly fields: Readonly<Record<string, PlainType>>;
      readonly required: readonly string[];
      /** The name of its Go type. */
      readonly goName: string | undefined;
    };

/** See accept. */
function acceptScalar(type: PlainType & string, value: unknown): unknown {
  if (type === 'integer') return Number.isSafeInteger(value) ? value : undefined;
  if (type === 'boolean') return typeof value === 'boolean' ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return type === 'timestamp' ? goTimestamp(value) : value;
}

/**
 * Checks a value against a type.
 * @param value parsed JSON
 * @returns what checkResponse makes of it with the schema of that type; undefined if it may not match
 */
export function accept(type: PlainType, value: unknown): unknown {
  if (typeof type === 'string') return acceptScalar(type, value);
  if ('each' in type) {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((item) => accept(type.each, item));
    return items.includes(undefined) ? undefined : items;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const [name, fieldType] of Object.entries(type.fields)) {
    const inner = given[name] ?? undefined;
    if (inner === undefined) {
      if (type.required.includes(name)) return undefined;
      continue;
    }
    const accepted = accept(fieldType, inner);
    if (accepted === undefined) return undefined;
    result[name] = accepted;
  }
  return result;
}

/** Checks a path of names and indexes against the schema of a response, before the request. */

import { type Schema, type Shape, shapeOf } from '../api/responses/shape.ts';
import { UsageError } from '../base/errors.ts';
import { allNearest } from '../cli/suggest.ts';
import { didYouMeanOneOf, type Fields, fieldHint } from './fieldHints.ts';

/** A name or an index. */
export type Step = string | number;

/** Go's names of the types that JSON values become. */
export const GO_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'float64',
  boolean: 'bool',
  time: 'string',
  object: '<nil>',
};

// The messages of the Atlas CLI.
export const unknownKey = (key: Step, hint?: string) => new UsageError(`unknown key ${key}`, { hint });
export const notANumber = (key: Step, hint?: string) =>
  new UsageError(`could not select value, invalid key: expected number but got ${key} (string)`, { hint });
export const notAContainer = (type: string) =>
  new UsageError(
    `unsupported value type ${type} for select, expected map[string]interface{} or []interface{}`,
  );

/** All elements of a list, in the paths of hints. */
const ALL: unique symbol = Symbol('*');

function spelled(step: Step | typeof ALL): string {
  if (step === ALL) return '[*]';
  if (typeof step === 'number') return `[${step}]`;
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** The steps as a path: `$.results[0]`. */
const pathOf = (steps: readonly (Step | typeof ALL)[]): string => `$${steps.map(spelled).join('')}`;

type ObjectShape = Extract<Shape, { kind: 'object' }>;

const fieldsOf = ({ fields }: ObjectShape): Fields => ({
  names: Object.keys(fields),
  lists: Object.entries(fields).flatMap(([name, schema]) => {
    const shape = shapeOf(schema);
    const element = shape.kind === 'array' ? shapeOf(shape.element) : undefined;
    return element?.kind === 'object' ? [{ name, names: Object.keys(element.fields) }] : [];
  }),
});

/** The hint for a key that an object does not have. */
function keyHint(shape: ObjectShape, before: readonly Step[], step: Step, after: readonly Step[]) {
  const fields = fieldsOf(shape);
  if (typeof step === 'string')
    return fieldHint(step, fields, {
      field: (name) => pathOf([...before, name, ...after]),
      inList: (list, name) => pathOf([...before, list, ALL, name, ...after]),
    });
  // An index into a page means its list of results. Elsewhere it can mean any list.
  const lists = fields.lists.map(({ name }) => name);
  const meant = lists.includes('results') ? ['results'] : lists;
  return didYouMeanOneOf(meant.map((list) => pathOf([...before, list, step, ...after])));
}

/** The hint for a key where the value is a list; its elements can have that key. */
function listHint(schema: Schema, before: readonly Step[], step: string, after: readonly Step[]) {
  const shape = shapeOf(schema);
  const names = shape.kind === 'object' ? allNearest(step, Object.keys(shape.fields)) : [];
  const rests: readonly Step[][] = names.length > 0 ? names.map((name) => [name, ...after]) : [[]];
  const elements = [0, ALL] as const;
  return didYouMeanOneOf(
    rests.flatMap((rest) => elements.map((element) => pathOf([...before, element, ...rest]))),
  );
}

/**
 * Follows the steps through the schema.
 * @throws {UsageError} with the Atlas CLI's message and a hint, if no response can have a step
 */
export function checkSteps(schema: Schema, steps: readonly Step[]): void {
  let current = schema;
  for (const [at, step] of steps.entries()) {
    const [before, after] = [steps.slice(0, at), steps.slice(at + 1)];
    const shape = shapeOf(current);
    if (shape.kind === 'unknown') return;
    if (shape.kind === 'object') {
      const field = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
      if (!field) throw unknownKey(step, keyHint(shape, before, step, after));
      current = field;
    } else if (shape.kind === 'array') {
      if (typeof step === 'string') throw notANumber(step, listHint(shape.element, before, step, after));
      current = shape.element;
    } else throw notAContainer(GO_TYPES[shape.kind] ?? shape.kind);
  }
}

/** `-o json-path=…`: RFC 9535, and the few forms beyond it that only jsonpath-plus knows. */
import { compile, type JSONPathError, type JSONPathQuery, jsonpath } from 'json-p3';
import type * as z from 'zod/mini';
import { messageOf, UsageError } from '../base/errors.ts';
import type { Format, Formatter } from './format.ts';
import { goJson } from './json.ts';
import { withoutExtensions } from './jsonPathExtensions.ts';
import { shapeOf } from './shape.ts';

type Step = string | number;

/** As in the reference: blanks around do not count, and a leading `$.` may be missing. */
function completed(expression: string): string {
  const trimmed = expression.trim();
  if (trimmed.startsWith('$')) return trimmed;
  return trimmed.startsWith('[') ? `$${trimmed}` : `$.${trimmed}`;
}

/** The steps of a path that leads to at most one value; undefined for any other. */
function singularSteps(query: JSONPathQuery): Step[] | undefined {
  if (!query.singularQuery()) return undefined;
  return query.segments.flatMap((segment) =>
    segment.selectors.map((selector) =>
      selector instanceof jsonpath.selectors.IndexSelector
        ? selector.index
        : (selector as jsonpath.selectors.NameSelector).name,
    ),
  );
}

const unknownKey = (key: Step) => new UsageError(`unknown key ${key}`);
const notANumber = (key: Step) =>
  new UsageError(`could not select value, invalid key: expected number but got ${key} (string)`);
const notAContainer = (type: string) =>
  new UsageError(
    `unsupported value type ${type} for select, expected map[string]interface{} or []interface{}`,
  );

/** Go's names of the types that JSON values become. */
const GO_TYPES: Record<string, string> = {
  string: 'string',
  number: 'float64',
  boolean: 'bool',
  object: '<nil>',
};

/** @throws {UsageError} in the reference's words, where the schema rules a step out */
function checkSteps(schema: z.core.$ZodType, [step, ...rest]: Step[]): void {
  if (step === undefined) return;
  const shape = shapeOf(schema);
  if (shape.kind === 'object') {
    const field = Object.hasOwn(shape.fields, step) ? shape.fields[step] : undefined;
    if (!field) throw unknownKey(step);
    checkSteps(field, rest);
  } else if (shape.kind === 'array') {
    if (typeof step === 'string') throw notANumber(step);
    checkSteps(shape.element, rest);
  } else if (shape.kind !== 'unknown') throw notAContainer(GO_TYPES[shape.kind] ?? shape.kind);
}

/** One step into a value. @throws {UsageError} in the reference's words when there is nothing */
function take(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) {
    if (typeof step === 'string') throw notANumber(step);
    const at = step < 0 ? value.length + step : step;
    if (at < 0 || at >= value.length) throw new UsageError(`index ${step} out of bounds`);
    return value[at];
  }
  if (typeof value !== 'object' || value === null)
    throw notAContainer(GO_TYPES[typeof value] ?? typeof value);
  if (!Object.hasOwn(value, step)) throw unknownKey(step);
  return (value as Record<Step, unknown>)[step];
}

const printed = (value: unknown): string => `${goJson(value)}\n`;

/** The expression, and a caret under the place (from 0) where it stops making sense. */
function pointAt(expression: string, place: number): string {
  const before = Array.from(expression.slice(0, place), (character) =>
    character === '\t' ? '\t' : ' ',
  ).join('');
  return `  ${expression}\n  ${before}^`;
}

function parse(path: string): JSONPathQuery {
  try {
    return compile(path);
  } catch (error) {
    const { token } = error as Partial<JSONPathError>;
    // The message ends with an excerpt of the path, which is shown whole.
    const problem = messageOf(error)
      .replace(/ \('.*':\d+\)$/s, '')
      .replace("can't backup beyond start", 'a name is missing');
    throw new UsageError(`json-path: ${problem}`, {
      excerpt: pointAt(path, Math.min(token?.index ?? 0, path.length)),
    });
  }
}

async function compilePath(argument: string, schema: z.core.$ZodType): Promise<Formatter> {
  const path = completed(argument);
  const standard = withoutExtensions(path);
  if (standard !== path) {
    parse(standard);
    const { compileExtension } = await import('./jsonPathPlus.ts');
    const evaluate = compileExtension(path);
    return (value) => printed(evaluate(value));
  }
  const query = parse(path);
  const steps = singularSteps(query);
  if (!steps) return (value) => printed(query.query(value as Parameters<typeof query.query>[0]).values());
  checkSteps(schema, steps);
  return (value) => printed(steps.reduce(take, value));
}

export const jsonPathFormat: Format = {
  compile: async (argument, { schema }) => {
    if (!argument?.trim()) throw new UsageError('json-path: the expression is empty');
    return compilePath(argument, await schema());
  },
};

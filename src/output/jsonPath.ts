/** `-o json-path=…`: JSONPath as in RFC 9535, with a few additions of jsonpath-plus. */
import { compile, type JSONPathError, type JSONPathQuery, jsonpath } from 'json-p3';
import type { Schema } from '../api/responses/shape.ts';
import { messageOf, UsageError } from '../base/errors.ts';
import { goJson } from '../go/json.ts';
import type { Format, Formatter } from './format.ts';
import { withoutAdditions } from './jsonPathAdditions.ts';
import { checkSteps, GO_TYPES, notAContainer, notANumber, type Step, unknownKey } from './jsonPathCheck.ts';

/** The path from the root. As in the Atlas CLI, spaces around it are ignored, and a leading `$.` can be omitted. */
function withRoot(expression: string): string {
  const trimmed = expression.trim();
  if (trimmed.startsWith('$')) return trimmed;
  return trimmed.startsWith('[') ? `$${trimmed}` : `$.${trimmed}`;
}

/** The steps of a path that selects one value at most; undefined for any other path. */
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

/** The value that one step leads to. @throws {UsageError} with the Atlas CLI's message if there is none */
function selectStep(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) {
    if (typeof step === 'string') throw notANumber(step);
    const index = step < 0 ? value.length + step : step;
    if (index < 0 || index >= value.length) throw new UsageError(`index ${step} out of bounds`);
    return value[index];
  }
  if (typeof value !== 'object' || value === null)
    throw notAContainer(GO_TYPES[typeof value] ?? typeof value);
  if (!Object.hasOwn(value, step)) throw unknownKey(step);
  return (value as Record<Step, unknown>)[step];
}

const toOutput = (value: unknown): string => `${goJson(value)}\n`;

/** The expression, with a caret below the position of the error (from 0). */
function pointAt(expression: string, position: number): string {
  const before = Array.from(expression.slice(0, position), (character) =>
    character === '\t' ? '\t' : ' ',
  ).join('');
  return `  ${expression}\n  ${before}^`;
}

function parse(path: string): JSONPathQuery {
  try {
    return compile(path);
  } catch (error) {
    const { token } = error as Partial<JSONPathError>;
    // json-p3 ends its message with an excerpt of the path; the whole path is shown below it.
    const problem = messageOf(error)
      .replace(/ \('.*':\d+\)$/s, '')
      .replace("can't backup beyond start", 'a name is missing');
    throw new UsageError(`json-path: ${problem}`, {
      excerpt: pointAt(path, Math.min(token?.index ?? 0, path.length)),
    });
  }
}

async function compilePath(argument: string, schema: Schema): Promise<Formatter> {
  const path = withRoot(argument);
  const standard = withoutAdditions(path);
  if (standard !== path) {
    parse(standard);
    const { compileWithJsonPathPlus } = await import('./jsonPathPlus.ts');
    const evaluate = compileWithJsonPathPlus(path);
    return (value) => toOutput(evaluate(value));
  }
  const query = parse(path);
  const steps = singularSteps(query);
  if (!steps) return (value) => toOutput(query.query(value as Parameters<typeof query.query>[0]).values());
  checkSteps(schema, steps);
  return (value) => toOutput(steps.reduce(selectStep, value));
}

export const jsonPathFormat: Format = {
  compile: async (argument, { schema }) => {
    if (!argument?.trim())
      throw new UsageError('empty jsonpath', { hint: 'Pass an expression, such as json-path=$.id.' });
    return compilePath(argument, await schema());
  },
};

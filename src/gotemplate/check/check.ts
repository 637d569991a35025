/** Finds errors of a template before there are data. */
import { guardStack } from '../errors.ts';
import type { Template } from '../template.ts';
import type { GoType } from '../values/types.ts';
import { BodyCheck } from './bodyCheck.ts';
import type { Call } from './expressionCheck.ts';

/** The number of calls to check. The other calls of a template that has more are not checked. */
const MAX_CALLS = 1_000;

/**
 * Checks the main template and the templates that it calls, each once for every type of dot. Follows the types of values
 * as an execution follows the values, and reports what would fail for all data of type `type`:
 *
 * - An unknown field or template is always reported.
 * - A wrong call of a function and a range over a value without elements are reported unless a constant condition keeps
 *   them from being executed.
 * - A constant that a function refuses, as in `len 3`, is reported only where it is certain to be executed.
 *
 * @throws {TemplateError} with the message of the execution
 */
export function check(template: Template, type: GoType): void {
  const { name, definitions } = template.tree;
  const typeNumbers = new Map<GoType | undefined, number>();
  const seen = new Set<string>();
  const queue: Call[] = [];
  const add = (call: Call): void => {
    const { type: dot } = call.dot;
    const number = typeNumbers.get(dot) ?? typeNumbers.size;
    typeNumbers.set(dot, number);
    const key = `${number} ${call.isCertain} ${call.name}`;
    if (seen.has(key) || seen.size >= MAX_CALLS) return;
    seen.add(key);
    // Without its constant value, because the template is checked only once for each type.
    queue.push(dot?.kind === 'none' ? call : { ...call, dot: { type: dot } });
  };
  add({ name, dot: { type }, isCertain: true });
  guardStack(`template: ${name}: exceeded maximum template depth`, () => {
    for (let call = queue.shift(); call !== undefined; call = queue.shift()) {
      const body = new BodyCheck(template, call);
      body.run(definitions.get(call.name) ?? []);
      if (body.error !== undefined) throw body.error;
      for (const next of body.calls) if (definitions.has(next.name)) add(next);
    }
  });
}

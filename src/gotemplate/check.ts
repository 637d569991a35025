/** Checks a whole template: its main body, and every template reached from it, once for each type of dot. */
import { BodyCheck } from './checker.ts';
import { guardStack } from './errors.ts';
import type { Visit } from './expressionChecker.ts';
import type { Program } from './expressions.ts';
import type { GoType } from './values.ts';

/** How many bodies to look at; a template that calls more in different ways is left to its run. */
const MAXIMUM_VISITS = 1_000;

/**
 * Throws TemplateError, worded as the run would word it, for what can never work with data of this type:
 * unknown fields and templates, wrong argument counts, ranges over what has no elements, calls of
 * non-functions, and builtins refusing constants. `type` is the type of dot and `$` at the top.
 */
export function check(program: Program, type: GoType): void {
  const { name, definitions } = program.tree;
  const numbers = new Map<GoType | undefined, number>();
  const seen = new Set<string>();
  const queue: Visit[] = [];
  const add = (visit: Visit): void => {
    const { type: dot } = visit.dot;
    const number = numbers.get(dot) ?? numbers.size;
    numbers.set(dot, number);
    const key = `${number} ${visit.certain} ${visit.name}`;
    if (seen.has(key) || seen.size >= MAXIMUM_VISITS) return;
    seen.add(key);
    // What a template does with a constant dot depends on the constant: only its type is followed.
    queue.push(dot?.kind === 'none' ? visit : { ...visit, dot: { type: dot } });
  };
  add({ name, dot: { type }, certain: true });
  guardStack(`template: ${name}: exceeded maximum template depth`, () => {
    for (let visit = queue.shift(); visit !== undefined; visit = queue.shift()) {
      const body = new BodyCheck(program, visit);
      body.run(definitions.get(visit.name) ?? []);
      if (body.error !== undefined) throw body.error;
      for (const call of body.calls) if (definitions.has(call.name)) add(call);
    }
  });
}

/** The predefined functions of text/template. */
import { sprint, sprintf, sprintln } from '../fmt/sprintf.ts';
import type { Budget } from '../limits.ts';
import { BOOL, type GoType, type GoValue, INT, NO_VALUE, STRING } from '../values/types.ts';
import { boolValue, insideInterface, intValue, isTrue, stringValue, textOf } from '../values/values.ts';
import { equalsAny, isLess } from './compare.ts';
import { index, indexResult, length, slice, sliceResult } from './elements.ts';
import { escapeHtml, escapeJs, escapeQuery } from './escape.ts';
import type { GoFunction } from './function.ts';

type Call<Result> = (args: readonly GoValue[], budget: Budget) => Result;

/** A function with a result of the same type for any arguments. */
function typed(
  result: GoType,
  bounds: { readonly minimum: number; readonly maximum?: number },
  call: Call<GoValue>,
): GoFunction {
  return { ...bounds, call, result: () => result };
}

function comparison(compare: (a: GoValue, b: GoValue, budget: Budget) => boolean): GoFunction {
  return typed(BOOL, { minimum: 2, maximum: 2 }, ([a = NO_VALUE, b = NO_VALUE], budget) =>
    boolValue(compare(a, b, budget)),
  );
}

function textFunction(minimum: number, call: Call<string>): GoFunction {
  return typed(STRING, { minimum }, (args, budget) => {
    const result = call(args, budget);
    budget.spendText(result.length);
    return stringValue(result);
  });
}

/** A function that escapes its arguments, printed as one string. A missing value is text here instead of nil. */
function escaping(transform: (text: string, budget: Budget) => string): GoFunction {
  return textFunction(0, (args, budget) => {
    const printable = args.map((arg) => {
      const value = insideInterface(arg);
      return value.type.kind === 'none' ? stringValue('<no value>') : value;
    });
    return transform(sprint(printable, budget), budget);
  });
}

/** Charges for a function that takes about as long as a step for each character. */
function withSteps(transform: (text: string) => string): (text: string, budget: Budget) => string {
  return (text, budget) => {
    budget.spendSteps(text.length);
    return transform(text);
  };
}

const isLessOrEqual = (a: GoValue, b: GoValue, budget: Budget): boolean =>
  isLess(a, b, budget) || equalsAny([a, b], budget);

/** The evaluator handles these functions itself: `and` and `or` do not evaluate all arguments, `call` needs their source. */
const handledByEvaluator = (): GoFunction => ({ minimum: 1, call: () => NO_VALUE });

export const BUILTINS: Readonly<Record<string, GoFunction>> = {
  and: handledByEvaluator(),
  or: handledByEvaluator(),
  call: handledByEvaluator(),
  not: typed(BOOL, { minimum: 1, maximum: 1 }, ([value = NO_VALUE]) => boolValue(!isTrue(value))),
  len: typed(INT, { minimum: 1, maximum: 1 }, ([value = NO_VALUE], budget) =>
    intValue(length(value, budget)),
  ),
  index: { minimum: 1, call: index, result: indexResult },
  slice: { minimum: 1, call: slice, result: sliceResult },
  print: textFunction(0, sprint),
  println: textFunction(0, sprintln),
  printf: textFunction(1, ([format = NO_VALUE, ...args], budget) => sprintf(textOf(format), args, budget)),
  html: escaping(escapeHtml),
  js: escaping(withSteps(escapeJs)),
  urlquery: escaping(withSteps(escapeQuery)),
  eq: typed(BOOL, { minimum: 1 }, (args, budget) => boolValue(equalsAny(args, budget))),
  ne: comparison((a, b, budget) => !equalsAny([a, b], budget)),
  lt: comparison(isLess),
  le: comparison(isLessOrEqual),
  gt: comparison((a, b, budget) => !isLessOrEqual(a, b, budget)),
  ge: comparison((a, b, budget) => !isLess(a, b, budget)),
};

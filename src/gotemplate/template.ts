import type { GoFunction } from './functions/function.ts';
import type { ParsedTree } from './parse/parser.ts';

/** A parsed template and the functions that it can call. */
export interface Template {
  readonly tree: ParsedTree;
  readonly functions: ReadonlyMap<string, GoFunction>;
}

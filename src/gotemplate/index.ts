/** Go's text/template language as a library: parse, check, execute, print back. See docs/go-templates.md. */
import { check } from './check.ts';
import { execute } from './evaluator.ts';
import type { Program } from './expressions.ts';
import { BUILTINS, type GoFunction } from './functions.ts';
import type { Limits } from './limits.ts';
import { definitionSource, listSource } from './nodes.ts';
import { parseSource } from './parser.ts';
import { type GoType, type GoValue, insideInterface } from './values.ts';

export { goBytes } from './bytes.ts';
export { TemplateError } from './errors.ts';
export { type GoFunction, valueOrEmptySlice } from './functions.ts';
export type { Limits } from './limits.ts';
export { sprintf } from './printf.ts';
export * from './values.ts';

/** A parsed template; opaque to callers. */
export type Template = Program;

/**
 * Parses a template. `functions` are added to Go's builtins, and may replace them.
 * Throws TemplateError worded as Go's `template.New(name).Parse(text)` words its errors.
 */
export function parseTemplate(
  name: string,
  text: string,
  options: { readonly functions?: Readonly<Record<string, GoFunction>> } = {},
): Template {
  const functions = new Map([...Object.entries(BUILTINS), ...Object.entries(options.functions ?? {})]);
  return { tree: parseSource(name, text, (word) => functions.has(word)), functions };
}

/**
 * Finds, before any data exist, what can never work: see `check`. `type` is the type of dot and `$` at the
 * top; the reference's data are pointers to structs, so pass `pointerTo(struct)`.
 * Throws TemplateError worded as the run would word it.
 */
export function checkTemplate(template: Template, type: GoType): void {
  check(template, type);
}

/**
 * Runs the template over the data and returns the text it writes. Bytes that are no valid UTF-8 (half of a
 * sliced character) are in it as bytes.ts describes; `goBytes` gives the exact bytes.
 * Throws TemplateError worded as Go's `Execute` words its errors, or when a limit is reached.
 */
export function executeTemplate(template: Template, data: GoValue, limits?: Limits): string {
  return execute(template, insideInterface(data), limits);
}

/** The template as source: what it parses into equals the template. */
export function formatTemplate(template: Template): string {
  const { name, definitions } = template.tree;
  const others = [...definitions].filter(([key]) => key !== name);
  const source = others.map(([key, body]) => definitionSource(key, body)).join('');
  return source + listSource(definitions.get(name) ?? []);
}

/** Go's text/template: parse, check and execute templates. See README.md. */
import { check } from './check/check.ts';
import { execute } from './execute/execute.ts';
import { BUILTINS } from './functions/builtins.ts';
import type { GoFunction } from './functions/function.ts';
import type { Limits } from './limits.ts';
import { definitionSource, listSource } from './parse/nodeSource.ts';
import { parseSource } from './parse/parser.ts';
import type { Template } from './template.ts';
import type { GoType, GoValue } from './values/types.ts';
import { insideInterface } from './values/values.ts';

export { CallError, TemplateError } from './errors.ts';
export { sprintf } from './fmt/sprintf.ts';
export type { GoFunction } from './functions/function.ts';
export type { Limits } from './limits.ts';
export type { Template } from './template.ts';
export * from './values/types.ts';
export * from './values/values.ts';

/**
 * Parses a template. `functions` are available in addition to Go's predefined functions, and can replace them.
 * @throws {TemplateError} with the message of Go's `template.New(name).Parse(text)`
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
 * Checks a template against the type of its data: reports errors that would occur for all data.
 * @throws {TemplateError} with the message of the execution
 */
export function checkTemplate(template: Template, type: GoType): void {
  check(template, type);
}

/**
 * Executes a template and returns its output, a Go string as src/go/byteString.ts describes; `toBytes` encodes it.
 * @throws {TemplateError} with the message of Go's `Execute`, or when a limit is reached
 */
export function executeTemplate(template: Template, data: GoValue, limits?: Limits): string {
  return execute(template, insideInterface(data), limits);
}

/** The source of a template: parsing it results in an equal template. */
export function formatTemplate(template: Template): string {
  const { name, definitions } = template.tree;
  const others = [...definitions].filter(([key]) => key !== name);
  const source = others.map(([key, body]) => definitionSource(key, body)).join('');
  return source + listSource(definitions.get(name) ?? []);
}

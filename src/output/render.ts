/** Runs a precompiled Handlebars template. */
import Handlebars from 'handlebars/runtime';
import type { PrecompiledTemplate } from './hbs.ts';

/** A value as Go's templates print it: what is missing is `<nil>`. */
const value = (given: unknown): string => (given === undefined || given === null ? '<nil>' : String(given));

/** The template's text for this data. Helpers: `value`, besides Handlebars' own. */
export function render(template: PrecompiledTemplate, data: unknown): string {
  return Handlebars.template(template)(data, { helpers: { value } });
}

/** Renders a compiled Handlebars template. */
import Handlebars from 'handlebars/runtime';
import type { PrecompiledTemplate } from './hbs.ts';
import { helpers } from './helpers.ts';

/** The text that the template makes of the data. */
export function render(template: PrecompiledTemplate, data: unknown): string {
  return Handlebars.template(template)(data, { helpers });
}

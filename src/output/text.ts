import { alignTabs } from '../go/tabwriter.ts';
import type { Format } from './format.ts';
import type { PrecompiledTemplate } from './hbs.ts';
import { helpers } from './helpers.ts';

/**
 * Prepares rendering. Handlebars' runtime, which takes Bun 0.4 ms to load, does not take part in a template without blocks: its
 * compiled function is complete.
 */
async function rendererOf(template: PrecompiledTemplate): Promise<(data: unknown) => string> {
  const { main, compiler: _, useData: __, ...blocks } = template;
  if (typeof main === 'function' && Object.keys(blocks).length === 0)
    return (data) => main({}, data, helpers, {}, { root: data });
  const { render } = await import('./render.ts');
  return (data) => render(template, data);
}

/** The text output of the command. */
export const textFormat: Format = {
  async compile(_, { text }) {
    const render = await rendererOf(text);
    return (value) => alignTabs(render(value).toWellFormed());
  },
};

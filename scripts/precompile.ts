/** Compiles the Handlebars templates in source code, at build time; used by the build and by vitest. */
import Handlebars from 'handlebars';

/** Every template of the program; see src/output/hbs.ts. */
const TEMPLATE = /\bhbs`((?:[^`\\]|\\.)*)`/g;

/** The helpers are in src/output/render.ts. */
const OPTIONS = {
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { value: true, time: true, rows: true },
};

/** The code with each hbs`…` replaced by what Handlebars makes of it. @throws when a template is wrong */
export function precompileTemplates(code: string): string {
  return code.replace(TEMPLATE, (_, literal: string) => {
    if (literal.includes('${')) throw new Error(`a template must not hold \${…}: ${literal}`);
    // The escapes of the literal (\t, \n) are JavaScript's, so JavaScript reads them.
    const text: string = new Function(`return \`${literal}\``)();
    return `(${Handlebars.precompile(text, OPTIONS)})`;
  });
}

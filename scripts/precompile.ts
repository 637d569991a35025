/** Compiles the Handlebars templates in source code, for the build and for vitest. */
import Handlebars from 'handlebars';

/** Every template of the program; see src/output/hbs.ts. */
const TEMPLATE = /\bhbs`((?:[^`\\]|\\.)*)`/g;

/** The helpers are in src/output/helpers.ts. */
const OPTIONS = {
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: { value: true, time: true, rows: true },
};

/** Replaces each hbs`…` in the code with the compiled template. @throws {Error} if a template is invalid */
export function precompileTemplates(code: string): string {
  return code.replace(TEMPLATE, (_, literal: string) => {
    if (literal.includes('${')) throw new Error(`a template must not hold \${…}: ${literal}`);
    // JavaScript evaluates the escapes of the literal (\t, \n).
    const text: string = new Function(`return \`${literal}\``)();
    return `(${Handlebars.precompile(text, OPTIONS)})`;
  });
}

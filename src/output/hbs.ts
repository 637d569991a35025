/** Handlebars templates for the program's own text: written in the source, compiled by the build. */

/** A template that Handlebars has compiled ahead of time; opaque. */
export type PrecompiledTemplate = Readonly<Record<string, unknown>>;

/**
 * Marks a Handlebars template, which does no HTML escaping. The build and vitest replace the tag and its text with the
 * compiled template, because the compiler is not part of the program; see scripts/precompile.ts.
 */
export function hbs(_text: TemplateStringsArray): PrecompiledTemplate {
  throw new Error('templates must be compiled by the build; see scripts/precompile.ts');
}

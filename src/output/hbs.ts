/** Handlebars templates of the program's own text: written in the code, compiled at build time. */

/** What Handlebars makes of a template ahead of time; opaque. */
export type PrecompiledTemplate = Readonly<Record<string, unknown>>;

/**
 * Marks a Handlebars template, without HTML escaping. The build (and vitest) replace the tag and its text by the
 * compiled template: the compiler is not part of the program. See scripts/precompile.ts.
 */
export function hbs(_text: TemplateStringsArray): PrecompiledTemplate {
  throw new Error('this code did not go through the build, which compiles its templates');
}

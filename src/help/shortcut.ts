/** Finds help screens that the build has rendered, without loading the program. */

/**
 * The screen for a command line that consists only of the full names of a command and a help flag.
 * @param argv the arguments, without the program's name
 * @returns undefined for all other command lines, which the program must parse
 */
export async function renderedScreen(argv: readonly string[]): Promise<string | undefined> {
  const last = argv.at(-1);
  if (last !== '--help' && last !== '-h') return undefined;
  const names = ['atlas', ...argv.slice(0, -1)];
  if (names.some((name) => name.includes(' '))) return undefined;
  const { renderedScreens } = await import('./renderedScreens.ts');
  return renderedScreens[names.join(' ')];
}

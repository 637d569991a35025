/** Finds the command that a line names, as cobra's Find does. */
import type { Program } from './define.ts';
import { indexOfFirstArgument } from './parse.ts';
import { flagsAt, isNamed, type Path } from './tree.ts';

export interface Walk<C> {
  readonly path: Path<C>;
  /** The words that name no command, in order: flags, their values, arguments. */
  readonly remainingWords: string[];
  /** The word that should have named a command of the last group; undefined when there is none. */
  readonly unknown: string | undefined;
}

/** Goes down the tree as far as the words name commands. */
export function walk<C>(program: Program<C>, words: readonly string[]): Walk<C> {
  let path: Path<C> = [program];
  const remainingWords = [...words];
  for (;;) {
    const definition = path.at(-1);
    if (definition?.kind !== 'group') return { path, remainingWords, unknown: undefined };
    const nameIndex = indexOfFirstArgument(flagsAt(path), remainingWords);
    const child = definition.commands.find((command) => isNamed(command, remainingWords[nameIndex]));
    if (!child) return { path, remainingWords, unknown: remainingWords[nameIndex] };
    path = [...path, child];
    remainingWords.splice(nameIndex, 1);
  }
}

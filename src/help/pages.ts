/** The reference pages, made from the definitions: one a command or group, one for the flags that are only ours. */
import type { Program } from '../cli/define.ts';
import { allPaths } from '../cli/tree.ts';
import { extensionPageOf, hasPage, pageOf } from './page.ts';
import { pageText } from './pageText.ts';

/** Every page's text by the name of its file. */
export function referencePages<C>(program: Program<C>): ReadonlyMap<string, string> {
  const pages = allPaths(program)
    .filter((path) => hasPage(path.at(-1) ?? program))
    .flatMap((path) => [pageOf(path), extensionPageOf(path)])
    .filter((page) => page !== undefined);
  return new Map(pages.map((page) => [`${page.label}.txt`, pageText(page)]));
}

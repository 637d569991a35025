/** The reference pages: one for each command and group, and one for the options that the Atlas CLI does not have. */
import type { Program } from '../cli/define.ts';
import { allPaths } from '../cli/tree.ts';
import { extensionPageOf, hasPage, pageOf } from './page.ts';
import { pageText } from './pageText.ts';

/** The text of every page, by the name of its file. @throws {Error} see sampleOf */
export async function referencePages<C>(program: Program<C>): Promise<ReadonlyMap<string, string>> {
  const paths = allPaths(program).filter((path) => hasPage(path.at(-1) ?? program));
  const pages = await Promise.all(paths.flatMap((path) => [pageOf(path), extensionPageOf(path)]));
  return new Map(
    pages.filter((page) => page !== undefined).map((page) => [`${page.label}.txt`, pageText(page)]),
  );
}

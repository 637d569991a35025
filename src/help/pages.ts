/** The reference pages: one for each command and group, in three forms. */
import type { Program } from '../cli/define.ts';
import { allPaths, type Path } from '../cli/tree.ts';
import { manualPage } from './manualPage.ts';
import { markdownPage } from './markdownPage.ts';
import { extensionPageOf, hasPage, type Page, pageOf } from './page.ts';
import { pageText } from './pageText.ts';

/** The texts of pages, by the names of their files. */
export type Pages = ReadonlyMap<string, string>;

const pathsWithPages = <C>(program: Program<C>): Path<C>[] =>
  allPaths(program).filter((path) => hasPage(path.at(-1) ?? program));

const fullPages = <C>(program: Program<C>): Promise<Page[]> =>
  Promise.all(pathsWithPages(program).map((path) => pageOf(path, 'all')));

/**
 * In the format of the Atlas CLI's pages. Extensions are on separate pages.
 * @throws {Error} see sampleOf
 */
export async function mirroredPages<C>(program: Program<C>): Promise<Pages> {
  const pages = await Promise.all(
    pathsWithPages(program).flatMap((path) => [pageOf(path, 'mirrored'), extensionPageOf(path)]),
  );
  return new Map(
    pages.filter((page) => page !== undefined).map((page) => [`${page.label}.txt`, pageText(page)]),
  );
}

/** In Markdown. @throws {Error} see sampleOf */
export async function markdownPages<C>(program: Program<C>): Promise<Pages> {
  const pages = await fullPages(program);
  return new Map(pages.map((page) => [`${page.label}.md`, markdownPage(page)]));
}

/** For man(1), section 1. @throws {Error} see sampleOf */
export async function manualPages<C>(program: Program<C>): Promise<Pages> {
  const pages = await fullPages(program);
  return new Map(pages.map((page) => [`${page.label}.1`, manualPage(page)]));
}

/** Lists are requested page by page. */

/** The page to request. The values are sent unchecked. */
export interface Paging {
  readonly limit: number;
  readonly page: number;
  readonly omitCount: boolean;
}

/** The query parameters for a page. */
export const pagingQuery = ({ limit, page, omitCount }: Paging) => ({
  includeCount: !omitCount,
  itemsPerPage: limit,
  pageNum: page,
});

/** The page that is requested by default. */
export const FIRST_PAGE: Paging = { limit: 100, page: 1, omitCount: false };

/** The largest page that Atlas returns. */
export const MAX_PAGE_SIZE = 500;

/** The content of a page. */
export interface Page<Item = unknown> {
  readonly results?: readonly Item[] | null | undefined;
  readonly totalCount?: number | null | undefined;
}

/** All items of a list, page by page. An item can occur twice if the list changes between two pages. */
export async function* allItems<Item>(pageOf: (paging: Paging) => Promise<Page<Item>>): AsyncGenerator<Item> {
  for (let page = 1, seen = 0; ; page++) {
    const { results, totalCount } = await pageOf({ limit: MAX_PAGE_SIZE, page, omitCount: false });
    yield* results ?? [];
    const count = results?.length ?? 0;
    seen += count;
    if (count < MAX_PAGE_SIZE || seen >= (totalCount ?? Number.POSITIVE_INFINITY)) return;
  }
}

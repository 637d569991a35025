/** Lists come in pages. */

/** Which page of how many items; they are sent as they were given. */
export interface Paging {
  readonly limit: number;
  readonly page: number;
  readonly omitCount: boolean;
}

/** A page in the parameters' names. */
export const pagingQuery = ({ limit, page, omitCount }: Paging) => ({
  includeCount: !omitCount,
  itemsPerPage: limit,
  pageNum: page,
});

/** What a user who names no page gets. */
export const FIRST_PAGE: Paging = { limit: 100, page: 1, omitCount: false };

/** The largest page that the service gives. */
export const MAX_PAGE_SIZE = 500;

/** A page, read. */
export interface Page<Item = unknown> {
  readonly results?: readonly Item[] | null | undefined;
  readonly totalCount?: number | null | undefined;
}

/** All items, page after page; some twice if the list moves between two pages. */
export async function* allItems<Item>(pageOf: (paging: Paging) => Promise<Page<Item>>): AsyncGenerator<Item> {
  for (let page = 1, seen = 0; ; page++) {
    const { results, totalCount } = await pageOf({ limit: MAX_PAGE_SIZE, page, omitCount: false });
    yield* results ?? [];
    const count = results?.length ?? 0;
    seen += count;
    if (count < MAX_PAGE_SIZE || seen >= (totalCount ?? Number.POSITIVE_INFINITY)) return;
  }
}

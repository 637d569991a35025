/** Lists come in pages. */

/** Which page of how many items; they are sent as they were given. */
export interface Paging {
  readonly limit: number;
  readonly page: number;
  readonly omitCount: boolean;
}

export const pagingQuery = ({ limit, page, omitCount }: Paging) => ({
  includeCount: !omitCount,
  itemsPerPage: limit,
  pageNum: page,
});

/** What a user who names no page gets. */
export const FIRST_PAGE: Paging = { limit: 100, page: 1, omitCount: false };

/** The largest page that the service gives. */
export const LARGEST_PAGE = 500;

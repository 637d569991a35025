/** Lists come in pages. */
import * as z from 'zod/mini';

export const pagingSchema = () => z.object({ limit: z.number(), page: z.number(), omitCount: z.boolean() });

/** Which page of how many items; they are sent as they were given. */
export type Paging = z.infer<ReturnType<typeof pagingSchema>>;

export const pagingQuery = ({ limit, page, omitCount }: Paging) => ({
  includeCount: !omitCount,
  itemsPerPage: limit,
  pageNum: page,
});

/** What a user who names no page gets. */
export const FIRST_PAGE: Paging = { limit: 100, page: 1, omitCount: false };

/** The largest page that the service gives. */
export const LARGEST_PAGE = 500;

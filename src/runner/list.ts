/** What commands that list have in common. */

import type { Page, Paging } from '../api/paging.ts';
import { responseSchema } from '../api/responseSchema.ts';
import type { ItemName } from '../api/schemas.ts';
import type { PrecompiledTemplate } from '../output/hbs.ts';
import type { CommandOutput } from './definition.ts';

/** A page of the list; compact, only the items on it. */
export function listOutput(item: ItemName, text: PrecompiledTemplate, compact = false): CommandOutput<Page> {
  if (!compact) return { schema: responseSchema(item, 'page'), text };
  return { schema: responseSchema(item, 'list'), text, select: ({ results }) => results ?? [] };
}

/** The remark that there is more; undefined on the last page. Without a total, a full page may be the last. */
export function nextPageRemark({ results, totalCount }: Page, { limit, page }: Paging): string | undefined {
  const next = `add --page ${page + 1} for the next page`;
  if (page < 1 || limit < 1) return undefined;
  if (typeof totalCount === 'number')
    return totalCount > page * limit
      ? `Page ${page} of ${Math.ceil(totalCount / limit)}, ${totalCount} in all: ${next}.`
      : undefined;
  return (results?.length ?? 0) >= limit ? `Page ${page}; there may be more: ${next}.` : undefined;
}

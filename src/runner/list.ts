/** What commands that list something share. */

import type { Page, Paging } from '../api/paging.ts';
import { responseSchema } from '../api/responses/responseSchema.ts';
import type { ItemName } from '../api/responses/schemas.ts';
import type { PrecompiledTemplate } from '../output/hbs.ts';
import type { CommandOutput } from './definition.ts';

/** The output of a page; if compact, only its items. */
export function listOutput(item: ItemName, text: PrecompiledTemplate, compact = false): CommandOutput<Page> {
  if (!compact) return { schema: responseSchema(item, 'page'), text };
  return { schema: responseSchema(item, 'list'), text, select: ({ results }) => results ?? [] };
}

/** A notice that there are more pages; undefined on the last page. Without a total, a full page may be the last one. */
export function nextPageNotice({ results, totalCount }: Page, { limit, page }: Paging): string | undefined {
  const nextPageAdvice = `add --page ${page + 1} for the next page`;
  if (page < 1 || limit < 1) return undefined;
  if (typeof totalCount === 'number')
    return totalCount > page * limit
      ? `Page ${page} of ${Math.ceil(totalCount / limit)}, ${totalCount} in total: ${nextPageAdvice}.`
      : undefined;
  return (results?.length ?? 0) >= limit ? `Page ${page}; there may be more: ${nextPageAdvice}.` : undefined;
}

/** What commands that list have in common. */
import { answerSchema } from '../api/answerSchema.ts';
import type { Page, Paging } from '../api/paging.ts';
import type { ItemName } from '../api/schemas.ts';
import type { PrecompiledTemplate } from '../output/hbs.ts';
import type { CommandOutput } from './definition.ts';

/** A page as it was answered; compact, only the list in it. */
export function listOutput(item: ItemName, text: PrecompiledTemplate, compact = false): CommandOutput {
  const page = answerSchema(item, 'page');
  if (!compact) return { schema: page, text };
  return {
    schema: answerSchema(item, 'list'),
    text,
    part: { of: page, take: (answer) => (answer as Page).results ?? [] },
  };
}

/** The remark that there is more; undefined on the last page. Without a total, a full page may be the last. */
export function moreAfter(answer: unknown, { limit, page }: Paging): string | undefined {
  const { results, totalCount } = answer as Page;
  const next = `add --page ${page + 1} for the next page`;
  if (page < 1 || limit < 1) return undefined;
  if (typeof totalCount === 'number')
    return totalCount > page * limit
      ? `Page ${page} of ${Math.ceil(totalCount / limit)}, ${totalCount} in all: ${next}.`
      : undefined;
  return (results?.length ?? 0) >= limit ? `Page ${page}; there may be more: ${next}.` : undefined;
}

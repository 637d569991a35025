/** Which organization and project a profile is about, chosen from what its credentials can see. */

import { checkId } from '../../api/ids.ts';
import { LARGEST_PAGE } from '../../api/paging.ts';
import { UsageError } from '../../base/errors.ts';
import { capitalised } from '../../base/words.ts';
import type { Setup } from './context.ts';
import type { Item } from './visibleItems.ts';

interface Kind {
  readonly property: 'org_id' | 'project_id';
  readonly noun: string;
}

export const ORGANIZATION: Kind = { property: 'org_id', noun: 'organization' };
export const PROJECT: Kind = { property: 'project_id', noun: 'project' };

const NONE = '';

const describe = ({ id, name }: Item): string => (name ? `${name} (${id})` : id);

/** So many are named in a message; it is one line, and there may be hundreds. */
const NAMED = 10;

function describeAll(items: readonly Item[]): string {
  const named = items.slice(0, NAMED).map(describe).join(', ') || 'none';
  return items.length > NAMED ? `${named}, and ${items.length - NAMED} more` : named;
}

/**
 * The ID to keep in the profile: the one that was given, the only one there is, or the one that the person chooses.
 * @param isNeeded whether a script that must choose has to say which
 * @param initial the one that Enter alone chooses, if it is there
 * @throws {UsageError} for an ID that the credentials do not see, and when there is nobody to choose
 */
export async function choosePlace(
  { answers, talk }: Setup,
  { property, noun }: Kind,
  items: readonly Item[],
  { isNeeded, initial }: { readonly isNeeded: boolean; readonly initial: string | undefined },
): Promise<string | undefined> {
  const given = await answers.get(property);
  if (given) {
    const id = checkId(given.value);
    const seen = items.find((item) => item.id.toLowerCase() === id.toLowerCase());
    // A full page is not all that there is: what it does not name may be on the next one.
    if (!seen && items.length < LARGEST_PAGE)
      throw new UsageError(`the credentials see no ${noun} ${id}`, {
        hint: `They see: ${describeAll(items)}.`,
      });
    return seen?.id ?? id;
  }
  const [only] = items;
  if (!only) {
    await talk.say(`These credentials see no ${noun}.`);
    return undefined;
  }
  if (items.length === 1) {
    await talk.say(`${capitalised(noun)}: ${describe(only)}`);
    return only.id;
  }
  if (!talk.isPossible && !isNeeded) return undefined;
  const chosen = await talk.ask({
    kind: 'choice',
    message: `Which ${noun} do you work with?`,
    choices: [
      ...items.map((item) => ({ value: item.id, name: describe(item) })),
      {
        value: NONE,
        name: `None: I name one with --${property === 'org_id' ? 'orgId' : 'projectId'} each time`,
      },
    ],
    ...(initial !== undefined && { initial }),
    what: `the ${noun} (the credentials see ${items.length})`,
    instead: answers.insteadOf(property),
  });
  return chosen === NONE ? undefined : chosen;
}

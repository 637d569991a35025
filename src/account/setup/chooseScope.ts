/** Which organization and project a profile is about, chosen from what its credentials can see. */

import { checkId } from '../../api/ids.ts';
import { MAX_PAGE_SIZE } from '../../api/paging.ts';
import { UsageError } from '../../base/errors.ts';
import { capitalize } from '../../base/words.ts';
import type { Item } from './accessibleItems.ts';
import type { SetupContext } from './context.ts';

interface ScopeDefinition {
  readonly property: 'org_id' | 'project_id';
  readonly noun: string;
}

export const ORGANIZATION: ScopeDefinition = { property: 'org_id', noun: 'organization' };
export const PROJECT: ScopeDefinition = { property: 'project_id', noun: 'project' };

const NO_SCOPE = '';

const describeItem = ({ id, name }: Item): string => (name ? `${name} (${id})` : id);

/** So many are named in a message; it is one line, and there may be hundreds. */
const MAX_NAMED_ITEMS = 10;

function describeItems(items: readonly Item[]): string {
  const named = items.slice(0, MAX_NAMED_ITEMS).map(describeItem).join(', ') || 'none';
  return items.length > MAX_NAMED_ITEMS ? `${named}, and ${items.length - MAX_NAMED_ITEMS} more` : named;
}

/**
 * The ID to keep in the profile: the one that was given, the only one there is, or the one that the person chooses.
 * @param isNeeded whether a script that must choose has to say which
 * @param initial the one that Enter alone chooses, if it is there
 * @throws {UsageError} for an ID that the credentials do not see, and when there is nobody to choose
 */
export async function chooseScope(
  { answers, dialogue }: SetupContext,
  { property, noun }: ScopeDefinition,
  items: readonly Item[],
  { isNeeded, initial }: { readonly isNeeded: boolean; readonly initial: string | undefined },
): Promise<string | undefined> {
  const given = await answers.get(property);
  if (given) {
    const id = checkId(given.value);
    const seen = items.find((item) => item.id.toLowerCase() === id.toLowerCase());
    // A full page is not all that there is: what it does not name may be on the next one.
    if (!seen && items.length < MAX_PAGE_SIZE)
      throw new UsageError(`the credentials see no ${noun} ${id}`, {
        hint: `They see: ${describeItems(items)}.`,
      });
    return seen?.id ?? id;
  }
  const [only] = items;
  if (!only) {
    await dialogue.say(`These credentials see no ${noun}.`);
    return undefined;
  }
  if (items.length === 1) {
    await dialogue.say(`${capitalize(noun)}: ${describeItem(only)}`);
    return only.id;
  }
  if (!dialogue.isInteractive && !isNeeded) return undefined;
  const chosen = await dialogue.ask({
    kind: 'choice',
    message: `Which ${noun} do you work with?`,
    choices: [
      ...items.map((item) => ({ value: item.id, name: describeItem(item) })),
      {
        value: NO_SCOPE,
        name: `None: I name one with --${property === 'org_id' ? 'orgId' : 'projectId'} each time`,
      },
    ],
    ...(initial !== undefined && { initial }),
    subject: `the ${noun} (the credentials see ${items.length})`,
    alternative: answers.howToAnswer(property),
  });
  return chosen === NO_SCOPE ? undefined : chosen;
}

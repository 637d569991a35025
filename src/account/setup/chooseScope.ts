/** Chooses the organization and project of a profile from those that its credentials can access. */

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

/** A message is one line, but there can be hundreds of items. */
const MAX_NAMED_ITEMS = 10;

function describeItems(items: readonly Item[]): string {
  const named = items.slice(0, MAX_NAMED_ITEMS).map(describeItem).join(', ') || 'none';
  return items.length > MAX_NAMED_ITEMS ? `${named}, and ${items.length - MAX_NAMED_ITEMS} more` : named;
}

/**
 * Returns the ID to save in the profile: the one that was given, the only one, or the one that the user chooses.
 * @param isNeeded whether it is an error if a script does not choose
 * @param initial the ID that Enter alone selects
 * @throws {UsageError} if the credentials cannot access the given ID, or if there is no terminal to ask
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
    const match = items.find((item) => item.id.toLowerCase() === id.toLowerCase());
    // After a full page there may be more, so an ID that is not on it can still be valid.
    if (!match && items.length < MAX_PAGE_SIZE)
      throw new UsageError(`the credentials cannot access ${noun} ${id}`, {
        hint: `They can access: ${describeItems(items)}.`,
      });
    return match?.id ?? id;
  }
  const [only] = items;
  if (!only) {
    await dialogue.say(`These credentials cannot access any ${noun}.`);
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
        name: `None: specify one with --${property === 'org_id' ? 'orgId' : 'projectId'} in each command`,
      },
    ],
    ...(initial !== undefined && { initial }),
    subject: `the ${noun} (the credentials can access ${items.length})`,
    alternative: answers.howToAnswer(property),
  });
  return chosen === NO_SCOPE ? undefined : chosen;
}

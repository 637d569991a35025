/** Tries credentials against Atlas before they are kept: what they see is asked for. */
import { ApiError } from '../../api/apiError.ts';
import { type AtlasClient, atlasClient } from '../../api/client.ts';
import type { Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { TokenError } from '../../auth/tokenError.ts';
import { CliError } from '../../base/errors.ts';
import { NetworkError } from '../../http/networkError.ts';
import { withHint } from '../../runner/failure.ts';
import type { Choice } from '../../terminal/dialogue.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import type { Setup } from './context.ts';
import { getKey } from './credentials.ts';
import { type Item, visibleOrganizations } from './visibleItems.ts';

const WHAT_NOW: Choice = {
  kind: 'choice',
  message: 'What now?',
  choices: [
    { value: 'other', name: 'Type the key again' },
    { value: 'same', name: 'Try the same key once more' },
    { value: 'stop', name: 'Stop' },
  ],
  what: 'a key that Atlas takes',
  instead: 'another one',
};

/** Whether the credentials or the way to Atlas are at fault, which somebody may correct. */
export const isAboutAtlas = (error: unknown): error is CliError =>
  error instanceof ApiError || error instanceof TokenError || error instanceof NetworkError;

/**
 * Asks Atlas something with the credentials, and shows the waiting.
 * @throws {CliError} with a hint that fits the credentials
 */
export async function askAtlas<T>(
  { system, url, interruption }: Setup,
  credentials: Credentials,
  question: (atlas: AtlasClient) => Promise<T>,
): Promise<T> {
  const stopSpinner = startSpinner(system, 'Asking Atlas what these credentials see');
  try {
    return await interruption.race(question(atlasClient(system, url, credentials)));
  } catch (error) {
    throw error instanceof ApiError
      ? withHint(error, {}, { credentials, scope: undefined, input: undefined, profileArgument: '' })
      : error;
  } finally {
    stopSpinner();
  }
}

/**
 * A key that Atlas took, and the organizations that it sees; a person may correct one that it did not take.
 * @throws {CliError} when Atlas takes none
 */
export async function triedKey(
  setup: Setup,
  kind: CredentialsKind,
): Promise<{ credentials: Credentials; organizations: readonly Item[] }> {
  const { talk } = setup;
  let key = await getKey(kind, setup);
  for (;;) {
    const { credentials, isTyped } = key;
    try {
      return { credentials, organizations: await askAtlas(setup, credentials, visibleOrganizations) };
    } catch (error) {
      if (!talk.isPossible || !isTyped || !isAboutAtlas(error)) throw error;
      await talk.say(`Error: ${error.message}`);
      if (error.hint) await talk.say(error.hint);
      const next = await talk.ask({ ...WHAT_NOW, initial: error instanceof NetworkError ? 'same' : 'other' });
      if (next === 'stop') throw new CliError('Atlas took no key');
      if (next === 'other') key = await getKey(kind, setup);
    }
  }
}

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
import { type Item, listAccessibleOrganizations } from './accessibleItems.ts';
import type { SetupContext } from './context.ts';
import { getKey } from './credentials.ts';

const RETRY_QUESTION: Choice = {
  kind: 'choice',
  message: 'What now?',
  choices: [
    { value: 'other', name: 'Type the key again' },
    { value: 'same', name: 'Try the same key once more' },
    { value: 'stop', name: 'Stop' },
  ],
  subject: 'a key that Atlas takes',
  alternative: 'another one',
};

/** Whether the credentials or the way to Atlas are at fault, which somebody may correct. */
export const isAtlasFailure = (error: unknown): error is CliError =>
  error instanceof ApiError || error instanceof TokenError || error instanceof NetworkError;

/**
 * Asks Atlas something with the credentials, and shows the waiting.
 * @throws {CliError} with a hint that fits the credentials
 */
export async function callAtlas<T>(
  { system, url, interruption }: SetupContext,
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
export async function getTestedKey(
  setup: SetupContext,
  kind: CredentialsKind,
): Promise<{ credentials: Credentials; organizations: readonly Item[] }> {
  const { dialogue } = setup;
  let key = await getKey(kind, setup);
  for (;;) {
    const { credentials, isTyped } = key;
    try {
      return { credentials, organizations: await callAtlas(setup, credentials, listAccessibleOrganizations) };
    } catch (error) {
      if (!dialogue.isInteractive || !isTyped || !isAtlasFailure(error)) throw error;
      await dialogue.say(`Error: ${error.message}`);
      if (error.hint) await dialogue.say(error.hint);
      const next = await dialogue.ask({
        ...RETRY_QUESTION,
        initial: error instanceof NetworkError ? 'same' : 'other',
      });
      if (next === 'stop') throw new CliError('Atlas took no key');
      if (next === 'other') key = await getKey(kind, setup);
    }
  }
}

/** Tests credentials before they are saved, by listing the organizations that they can access. */
import { ApiError } from '../../api/apiError.ts';
import { type AtlasClient, atlasClient } from '../../api/client.ts';
import type { Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { TokenError } from '../../auth/tokens/tokenError.ts';
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
  message: 'What do you want to do?',
  choices: [
    { value: 'other', name: 'Enter the key again' },
    { value: 'same', name: 'Try the same key again' },
    { value: 'stop', name: 'Stop' },
  ],
  subject: 'a key that Atlas accepts',
  alternative: 'another one',
};

/** Whether Atlas refused the credentials or could not be reached, which the user may be able to correct. */
export const isAtlasFailure = (error: unknown): error is CliError =>
  error instanceof ApiError || error instanceof TokenError || error instanceof NetworkError;

/**
 * Calls Atlas with the credentials, and shows a spinner.
 * @throws {CliError} with a hint for these credentials
 */
export async function callAtlas<T>(
  { system, url, interruption }: SetupContext,
  credentials: Credentials,
  question: (atlas: AtlasClient) => Promise<T>,
): Promise<T> {
  const stopSpinner = startSpinner(system, 'Testing the credentials');
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
 * Returns a key that Atlas accepts, and the organizations that it can access. The user can correct a key that they entered.
 * @throws {CliError} if Atlas accepts no key
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
      if (next === 'stop') throw new CliError('Atlas accepted no key');
      if (next === 'other') key = await getKey(kind, setup);
    }
  }
}

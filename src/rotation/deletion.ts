/** Deletes the old key, after the successor has been tested and delivered. */
import { ApiError } from '../api/apiError.ts';
import { deleteApiKey } from '../api/resources/apiKeys.ts';
import { CliError } from '../base/errors.ts';
import { warn } from '../terminal/warnings.ts';
import { deleteCommand } from './commands.ts';
import type { Rotation, Step } from './rotation.ts';

const isGone = (error: unknown): boolean =>
  error instanceof ApiError && error.body?.errorCode === 'API_KEY_NOT_FOUND';

export const deletionStep = ({ plan: { old, orgId, isOwn }, profileArgument }: Rotation): Step => ({
  name: `deletion of API key ${old.id}`,
  progress: 'Deleting the old API key',
  finishCommand: deleteCommand(old.id, { orgId, profileArgument }),
  async run({ clients, successor, isUntestable, system }, progress) {
    if (isUntestable)
      throw new CliError(
        `API key ${successor.id} cannot be tested from here: its access list does not contain this machine`,
      );
    // A key that deletes itself proves nothing about its successor.
    const atlas = isOwn ? clients.asSuccessor(successor, progress) : clients.asCaller(progress);
    try {
      await deleteApiKey(atlas, { orgId, apiKeyId: old.id });
    } catch (error) {
      if (!isGone(error)) throw error;
      await warn(system, `API key ${old.id} was deleted already, perhaps by another run`);
    }
  },
});

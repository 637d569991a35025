/** Tests the successor with a call. */
import { ApiError } from '../api/apiError.ts';
import type { AtlasClient } from '../api/client.ts';
import { getCallerKey } from '../api/resources/apiKeys.ts';
import { CliError } from '../base/errors.ts';
import type { Step } from './rotation.ts';

/** Parts of Atlas may not know a new key immediately. */
const WAITS_MS = [1000, 2000, 4000] as const;

const isUnknownYet = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

const isNotOnAccessList = (error: unknown): boolean =>
  error instanceof ApiError && error.body?.errorCode === 'IP_ADDRESS_NOT_ON_ACCESS_LIST';

async function callerKey(atlas: AtlasClient, sleep: (ms: number) => Promise<void>) {
  for (const waitMs of WAITS_MS)
    try {
      return await getCallerKey(atlas);
    } catch (error) {
      if (!isUnknownYet(error)) throw error;
      await sleep(waitMs);
    }
  return getCallerKey(atlas);
}

export const keyTest: Step = {
  name: 'test',
  progress: 'Testing the new API key',
  async run(rotation) {
    const { clients, successor, system } = rotation;
    try {
      const key = await callerKey(clients.asSuccessor(successor), system.sleep);
      if (key?.id !== successor.id)
        throw new CliError(`the test of API key ${successor.id} returned another key`);
    } catch (error) {
      // The key may work on other machines.
      if (!isNotOnAccessList(error)) throw error;
      rotation.isUntestable = true;
    }
  },
};

/**
 * Remembers the last Digest challenge, so that the next run can use it without requesting a new one. A nonce can be
 * used again with a higher count (RFC 7616, section 3.4).
 */
import type { System } from '../../system/system.ts';
import { cachePath, readUncheckedCacheFile } from '../cacheFile.ts';
import type { DigestChallenge } from './digest.ts';

/** How long a challenge is remembered. A nonce that the service has forgotten costs an additional request. */
const LIFETIME_MS = 5 * 60 * 1000;

/** The count (`nc`) has eight hexadecimal digits. */
const MAX_COUNT = 0xffff_ffff;

/** A challenge and its next count. */
export interface RememberedChallenge {
  readonly challenge: DigestChallenge;
  readonly count: number;
  /** When the service sent it, in milliseconds since 1970. */
  readonly sinceMs: number;
}

export interface ChallengeMemory {
  /**
   * Returns the challenge and counts its use. Two runs that begin at the same moment can get the same count: the service then
   * refuses one of them, which requests a new challenge and so sends two requests, as it would without a remembered challenge.
   */
  use(): Promise<RememberedChallenge | undefined>;
  remember(challenge: RememberedChallenge): Promise<void>;
}

/** Whose challenge it is. */
export interface ChallengeOwner {
  /** The only host that receives responses to the challenge. */
  readonly baseUrl: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Whether the challenge can still be used. */
const isCurrent = ({ count, sinceMs }: RememberedChallenge, nowMs: number): boolean =>
  // If the time is in the future, the clock has changed, and the age is unknown.
  count < MAX_COUNT && sinceMs <= nowMs && nowMs - sinceMs < LIFETIME_MS;

/** Creates the memory for one host and key. Without a writable cache folder, it lasts only for the run. */
export function challengeMemory(
  system: System,
  { baseUrl, publicKey, privateKey }: ChallengeOwner,
): ChallengeMemory {
  const path = cachePath(system, ['challenge', baseUrl, publicKey]);
  let withinRun: RememberedChallenge | undefined;

  /**
   * Proves that a run with the same key and host has written the values: the nonce of another host, or one that somebody else
   * wrote, must not be used, and a damaged file must not become part of a request.
   */
  const proofOf = ({ challenge, count, sinceMs }: RememberedChallenge): string =>
    system.hash('sha256', JSON.stringify([baseUrl, publicKey, privateKey, challenge, count, sinceMs]));

  const textOf = ({ challenge, count, sinceMs }: RememberedChallenge): string =>
    JSON.stringify({ challenge, count, sinceMs, proof: proofOf({ challenge, count, sinceMs }) });

  async function useFrom(file: string): Promise<RememberedChallenge | undefined> {
    // The type is only assumed: the proof shows whether the values are valid.
    const value = (await readUncheckedCacheFile(system, file)) as unknown as
      | (RememberedChallenge & { readonly proof: unknown })
      | undefined;
    if (!value || value.proof !== proofOf(value) || !isCurrent(value, system.now())) return undefined;
    await system.files.rewriteVolatile(file, textOf({ ...value, count: value.count + 1 }));
    return value;
  }

  return {
    async use() {
      if (withinRun) {
        const value = withinRun;
        withinRun = { ...value, count: value.count + 1 };
        return value;
      }
      return path === undefined ? undefined : useFrom(path).catch(() => undefined);
    },
    async remember(remembered) {
      withinRun = undefined;
      try {
        if (path === undefined) withinRun = remembered;
        else await system.files.replaceVolatile(path, textOf(remembered));
      } catch {
        withinRun = remembered;
      }
    },
  };
}

/**
 * Keeps the last Digest challenge for the runs to come, so that the next request answers it at once instead of asking
 * for one first (RFC 7616, section 3.4: a nonce may be used again, with a higher count).
 */
import type { System } from '../system/system.ts';
import { attempt, cachePath, readCacheFile, removeCacheFile, writeCacheFile } from './cacheFile.ts';

/** How long a challenge is kept. The service forgets its nonces sooner or later; asking in vain costs a request. */
const LIFETIME_MS = 5 * 60 * 1000;

/** `nc` has eight hexadecimal digits. */
const MAX_COUNT = 0xffff_ffff;

/** A challenge as the service sent it, and how often its nonce has been used. It holds no secret. */
export interface RememberedChallenge {
  /** The value of the WWW-Authenticate header. */
  readonly header: string;
  readonly count: number;
  /** When the service sent it, in milliseconds since 1970. */
  readonly sinceMs: number;
}

export interface ChallengeMemory {
  /** Takes the challenge out: until it is put back, no other run can use its next count. */
  take(): RememberedChallenge | undefined;
  put(remembered: RememberedChallenge): void;
}

/** What a header may hold (RFC 9110, section 5.5): a damaged file must not become part of a request. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]+$/;

function validate(
  { header, count, sinceMs }: Readonly<Record<string, unknown>>,
  nowMs: number,
): RememberedChallenge | undefined {
  if (typeof header !== 'string' || !FIELD_VALUE.test(header)) return undefined;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count >= MAX_COUNT)
    return undefined;
  // A challenge from the future was kept under another clock: its age is unknown.
  if (typeof sinceMs !== 'number' || sinceMs > nowMs || nowMs - sinceMs >= LIFETIME_MS) return undefined;
  return { header, count, sinceMs };
}

/**
 * The memory for one host and public key. Without a cache folder that can be written, a challenge is kept within the run.
 * @param baseUrl the only host that is ever sent an answer to the challenge
 */
export function challengeMemory(system: System, baseUrl: string, publicKey: string): ChallengeMemory {
  const path = cachePath(system, ['challenge', baseUrl, publicKey]);
  let withinRun: RememberedChallenge | undefined;

  /** Renaming succeeds for one run only, so two runs never use the same count. */
  function takeFile(): Readonly<Record<string, unknown>> | undefined {
    if (path === undefined) return undefined;
    const taken = `${path}.${system.randomHex(8)}.taken`;
    return attempt(() => {
      system.files.rename(path, taken);
      const value = readCacheFile(system, taken);
      removeCacheFile(system, taken);
      return value;
    });
  }

  return {
    take() {
      const value = withinRun ?? takeFile();
      withinRun = undefined;
      return value && validate({ ...value }, system.now());
    },
    put(remembered) {
      if (path === undefined || !writeCacheFile(system, path, remembered)) withinRun = remembered;
    },
  };
}

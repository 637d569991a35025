/**
 * Remembers the last Digest challenge, so that the next run can use it without requesting a new one. A nonce can be
 * used again with a higher count (RFC 7616, section 3.4).
 */
import type { System } from '../../system/system.ts';
import { attempt, cachePath, readCacheFile, removeCacheFile, writeCacheFile } from '../cacheFile.ts';

/** How long a challenge is remembered. A nonce that the service has forgotten costs an additional request. */
const LIFETIME_MS = 5 * 60 * 1000;

/** The count (`nc`) has eight hexadecimal digits. */
const MAX_COUNT = 0xffff_ffff;

/** A challenge and its next count. Contains no secrets. */
export interface RememberedChallenge {
  /** The value of the WWW-Authenticate header. */
  readonly header: string;
  readonly count: number;
  /** When the service sent it, in milliseconds since 1970. */
  readonly sinceMs: number;
}

export interface ChallengeMemory {
  /** Removes and returns the challenge. Until it is put back, no other run can use its count. */
  take(): RememberedChallenge | undefined;
  put(remembered: RememberedChallenge): void;
}

/** The valid characters of a header (RFC 9110, section 5.5). A damaged file must not become part of a request. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]+$/;

function validate(
  { header, count, sinceMs }: Readonly<Record<string, unknown>>,
  nowMs: number,
): RememberedChallenge | undefined {
  if (typeof header !== 'string' || !FIELD_VALUE.test(header)) return undefined;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count >= MAX_COUNT)
    return undefined;
  // If the time is in the future, the clock has changed, and the age is unknown.
  if (typeof sinceMs !== 'number' || sinceMs > nowMs || nowMs - sinceMs >= LIFETIME_MS) return undefined;
  return { header, count, sinceMs };
}

/**
 * Creates the memory for one host and public key. Without a writable cache folder, it lasts only for the run.
 * @param baseUrl the only host that receives responses to the challenge
 */
export function challengeMemory(system: System, baseUrl: string, publicKey: string): ChallengeMemory {
  const path = cachePath(system, ['challenge', baseUrl, publicKey]);
  let withinRun: RememberedChallenge | undefined;

  /** Only one of several runs can rename the file, so no two runs use the same count. */
  function takeFile(): Readonly<Record<string, unknown>> | undefined {
    if (path === undefined) return undefined;
    const takenPath = `${path}.${system.randomHex(8)}.taken`;
    return attempt(() => {
      system.files.rename(path, takenPath);
      const value = readCacheFile(system, takenPath);
      removeCacheFile(system, takenPath);
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

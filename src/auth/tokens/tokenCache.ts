/** Caches a token for later runs, in a file of the user's cache folder. Errors are ignored. */
import { type Lock, takeLock } from '../../config/file/lock.ts';
import type { System } from '../../system/system.ts';
import { cachePath, readCacheFile, removeCacheFile, writeCacheFile } from '../cacheFile.ts';
import { isToken } from './tokenEndpoint.ts';

/** A token is not used in the last minute before it expires, because a request takes time to arrive. */
const EXPIRY_MARGIN_MS = 60_000;

/** A token that expires later was not written by this program, or the clock has changed. */
const MAX_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** The host and credentials of a token, which is used only for these. */
export interface TokenKey {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface CachedToken {
  readonly token: string;
  /** In milliseconds since 1970. */
  readonly expiresAtMs: number;
}

export interface TokenCache {
  /** The token; undefined if there is none that can be used. */
  read(): string | undefined;
  write(token: CachedToken): void;
  remove(): void;
  /** Runs the work while no other process does, if locking is possible. */
  runExclusively<T>(work: () => Promise<T>): Promise<T>;
}

const NO_CACHE: TokenCache = {
  read: () => undefined,
  write() {},
  remove() {},
  runExclusively: (work) => work(),
};

/** Runs the work while holding the lock, which a signal releases too. Without a lock, two runs may request a token each. */
async function underLock<T>(system: System, path: string, work: () => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  let lock: Lock | undefined;
  const release = async () => {
    const heldLock = lock;
    lock = undefined;
    await heldLock?.release();
  };
  const stop = system.onSignal(() => {
    interrupted.abort();
    void release();
  });
  try {
    lock = await takeLock(system, path, 'getting a token', interrupted.signal).catch(() => undefined);
    interrupted.signal.throwIfAborted();
    return await work();
  } finally {
    await release();
    stop();
  }
}

/** Creates the cache for one token. The file name reveals nothing, and the file contains only a hash of the secret. */
export function tokenCache(system: System, { baseUrl, clientId, clientSecret }: TokenKey): TokenCache {
  const path = cachePath(system, [baseUrl, clientId]);
  if (path === undefined) return NO_CACHE;
  // After a new secret is set, the token of the old one must not be used.
  const madeOf = system.hash('sha256', JSON.stringify([baseUrl, clientId, clientSecret]));

  return {
    read() {
      const { token, endsAt, madeOf: source } = readCacheFile(system, path) ?? {};
      const leftMs = typeof endsAt === 'number' ? endsAt - system.now() : 0;
      return typeof token === 'string' &&
        isToken(token) &&
        source === madeOf &&
        leftMs > EXPIRY_MARGIN_MS &&
        leftMs < MAX_LIFETIME_MS
        ? token
        : undefined;
    },
    write: ({ token, expiresAtMs }) =>
      void writeCacheFile(system, path, { madeOf, endsAt: expiresAtMs, token }),
    remove: () => removeCacheFile(system, path),
    runExclusively: (work) => underLock(system, `${path}.lock`, work),
  };
}

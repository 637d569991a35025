/** Keeps a token for the runs to come, in a file of the user's cache folder. What goes wrong there is no error. */
import { type Lock, takeLock } from '../config/lock.ts';
import type { System } from '../system/system.ts';
import { cachePath, readCacheFile, removeCacheFile, writeCacheFile } from './cacheFile.ts';
import { isToken } from './tokenEndpoint.ts';

/** Milliseconds before its end from which a token is not used any more: a request takes its time to arrive. */
const EXPIRY_MARGIN_MS = 60_000;

/** Milliseconds that no token lives: what says so was not written by this program, or under another clock. */
const MAX_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** What a token was made of; it is used for that alone. */
export interface TokenKey {
  /** Whom it is for: the base of all addresses. */
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
  /** The token if it can still be used. */
  read(): string | undefined;
  write(token: CachedToken): void;
  remove(): void;
  /** Runs the work while no other process does, where that can be had. */
  runExclusively<T>(work: () => Promise<T>): Promise<T>;
}

const NO_CACHE: TokenCache = {
  read: () => undefined,
  write() {},
  remove() {},
  runExclusively: (work) => work(),
};

/** Runs the work under the lock, which a signal releases too; without it where none can be had: that costs a token more. */
async function underLock<T>(system: System, path: string, work: () => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  let lock: Lock | undefined;
  const release = async () => {
    const held = lock;
    lock = undefined;
    await held?.release();
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

/** The cache for one token. The file's name says nothing, and its text nothing of the secret. */
export function tokenCache(system: System, { baseUrl, clientId, clientSecret }: TokenKey): TokenCache {
  const path = cachePath(system, [baseUrl, clientId]);
  if (path === undefined) return NO_CACHE;
  // The token of an earlier secret must not outlive it.
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

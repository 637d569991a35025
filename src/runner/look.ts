/** Looks for the key that a creation with an unknown outcome may have made. Loaded when there is one. */
import { ApiError } from '../api/apiError.ts';
import { type AtlasClient, atlasClient } from '../api/client.ts';
import { type FoundKey, findNewKeys, type SoughtKeys } from '../api/newKeySearch.ts';
import { InterruptedError } from '../base/errors.ts';
import { quoteForShell } from '../base/words.ts';
import { NetworkError } from '../http/networkError.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
import type { Prepared } from './prepare.ts';
import { withSpinner } from './waiting.ts';

/** How long the look may take: whoever waits has waited for the creation already. */
const LIMIT_MS = 10_000;

/** What a look needs. */
export interface Look {
  readonly system: System;
  readonly prepared: Pick<Prepared<never, never>, 'baseUrl' | 'credentials' | 'profileArgument'>;
  readonly interruption: Interruption;
  /** When the run began, by this machine's clock. */
  readonly startedMs: number;
  sought(atlas: AtlasClient): SoughtKeys;
}

/** What came of it; `unknown` says why the list could not be had. */
export type Looked =
  | { readonly kind: 'found'; readonly keys: readonly FoundKey[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * A system whose exchanges end at the deadline, and that learns the service's clock from them.
 * @returns with it, what to add to this machine's clock for the service's
 */
function watched(system: System, deadline: AbortSignal): { system: System; offsetMs(): number } {
  // A Date is rounded down and older than its arrival, so each offset is too small if anything, and the largest is the best.
  let offsetMs: number | undefined;
  const fetch: System['fetch'] = async (url, request) => {
    const response = await system.fetch(url, {
      ...request,
      signal: AbortSignal.any([request.signal, deadline]),
    });
    const serviceMs = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(serviceMs)) offsetMs = Math.max(serviceMs - system.now(), offsetMs ?? -Infinity);
    return response;
  };
  return { system: { ...system, fetch }, offsetMs: () => offsetMs ?? 0 };
}

const reasonOf = (error: unknown, deadline: AbortSignal): string => {
  if (deadline.aborted) return `no answer within ${LIMIT_MS / 1000} s`;
  if (error instanceof InterruptedError) return error.message;
  if (error instanceof ApiError)
    return `HTTP ${error.status}${error.body?.errorCode ? `, ${error.body.errorCode}` : ''}`;
  return error instanceof NetworkError ? 'no answer' : 'the answer makes no sense';
};

/** Lists the keys, and finds those that the creation may have made. Throws nothing. */
export async function look({ system, prepared, interruption, startedMs, sought }: Look): Promise<Looked> {
  const deadline = AbortSignal.timeout(LIMIT_MS);
  const expired = new Promise<never>((_, reject) =>
    deadline.addEventListener('abort', () => reject(deadline.reason)),
  );
  expired.catch(() => undefined);
  const { system: timed, offsetMs } = watched(system, deadline);
  const atlas = atlasClient(timed, prepared.baseUrl, prepared.credentials);
  const find = () => Promise.race([findNewKeys(sought(atlas), () => startedMs + offsetMs()), expired]);
  try {
    return { kind: 'found', keys: await withSpinner(system, interruption, 'Looking for the API key', find) };
  } catch (error) {
    return { kind: 'unknown', reason: reasonOf(error, deadline) };
  }
}

/**
 * What the look found, in sentences.
 * @param isSaved whether a part of the response was saved, which may hold the private key
 * @returns with it, whether the sentences say how to go on
 */
export function describeLook(
  looked: Looked,
  { profileArgument }: Pick<Prepared<never, never>, 'profileArgument'>,
  isSaved: boolean,
): { text: string; isAdvice: boolean } {
  if (looked.kind === 'unknown')
    return { text: `The list of API keys could not be read (${looked.reason}).`, isAdvice: false };
  const { keys } = looked;
  const [first] = keys;
  if (!first)
    return {
      text: 'No API key with this description has appeared so far, which proves nothing.',
      isAdvice: false,
    };
  const deletion = ({ id, orgId }: FoundKey) =>
    `atlas organizations apiKeys delete ${quoteForShell(id)} --orgId ${quoteForShell(orgId)}${profileArgument}`;
  const elsewhere = isSaved ? ', unless it is in the saved response' : '';
  const text =
    keys.length === 1
      ? `API key ${first.id} has this description and was created since this run began. Its private key is lost${elsewhere}, or it is another run's key. Delete it with: ${deletion(first)}`
      : `${keys.length} API keys have this description and were created since this run began: ${keys.map(({ id }) => id).join(', ')}. At most one of them is of this run, and its private key is lost${elsewhere}. Delete it with one of: ${keys.map(deletion).join('; ')}`;
  return { text, isAdvice: true };
}

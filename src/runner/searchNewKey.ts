/** After a create with an unknown outcome, searches for the key that it may have created. Loaded only then. */
import { ApiError } from '../api/apiError.ts';
import { type AtlasClient, atlasClient } from '../api/client.ts';
import { type FoundKey, findNewKeys, type NewKeyQuery } from '../api/resources/newKeySearch.ts';
import { InterruptedError } from '../base/errors.ts';
import { quoteForShell } from '../base/words.ts';
import { NetworkError } from '../http/networkError.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';
import type { Preflight } from './preflight.ts';
import { withSpinner } from './withSpinner.ts';

/** How long the search may take. The user has already waited for the create. */
const SEARCH_LIMIT_MS = 10_000;

export interface NewKeySearch {
  readonly system: System;
  readonly preflight: Pick<Preflight<never, never>, 'baseUrl' | 'credentials' | 'profileArgument'>;
  readonly interruption: Interruption;
  /** When the run began, by the clock of this machine. */
  readonly startedMs: number;
  newKeyQuery(atlas: AtlasClient): NewKeyQuery;
}

/** The keys that were found, or the reason why the list could not be read. */
export type SearchResult =
  | { readonly kind: 'found'; readonly keys: readonly FoundKey[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * A System whose requests end at the deadline, and which determines the service's clock from the responses.
 * @returns the System, and the difference between the service's clock and the one of this machine
 */
function withDeadline(system: System, deadline: AbortSignal): { system: System; offsetMs(): number } {
  // A Date header is rounded down and older than its arrival, so an offset can only be too small. The largest is the best.
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
  if (deadline.aborted) return `no response within ${SEARCH_LIMIT_MS / 1000} s`;
  if (error instanceof InterruptedError) return error.message;
  if (error instanceof ApiError)
    return `HTTP ${error.status}${error.body?.errorCode ? `, ${error.body.errorCode}` : ''}`;
  return error instanceof NetworkError ? 'no response' : 'the response is invalid';
};

/** Lists the keys, and finds those that the create may have created. Never throws. */
export async function searchNewKey({
  system,
  preflight,
  interruption,
  startedMs,
  newKeyQuery,
}: NewKeySearch): Promise<SearchResult> {
  const deadline = AbortSignal.timeout(SEARCH_LIMIT_MS);
  const expired = new Promise<never>((_, reject) =>
    deadline.addEventListener('abort', () => reject(deadline.reason)),
  );
  expired.catch(() => undefined);
  const { system: timed, offsetMs } = withDeadline(system, deadline);
  const atlas = atlasClient(timed, preflight.baseUrl, preflight.credentials);
  const find = () => Promise.race([findNewKeys(newKeyQuery(atlas), () => startedMs + offsetMs()), expired]);
  try {
    return {
      kind: 'found',
      keys: await withSpinner(system, interruption, 'Searching for the API key', find),
    };
  } catch (error) {
    return { kind: 'unknown', reason: reasonOf(error, deadline) };
  }
}

/**
 * Describes the result of the search in sentences.
 * @param isSaved whether a part of the response was saved, which may contain the private key
 * @returns the text, and whether it says what to do
 */
export function describeSearch(
  result: SearchResult,
  { profileArgument }: Pick<Preflight<never, never>, 'profileArgument'>,
  isSaved: boolean,
): { text: string; isHint: boolean } {
  if (result.kind === 'unknown')
    return { text: `The list of API keys could not be read (${result.reason}).`, isHint: false };
  const { keys } = result;
  const [first] = keys;
  if (!first)
    return {
      text: 'No new API key with this description was found, but it may still appear.',
      isHint: false,
    };
  const deletion = ({ id, orgId }: FoundKey) =>
    `atlas organizations apiKeys delete ${quoteForShell(id)} --orgId ${quoteForShell(orgId)}${profileArgument}`;
  const elsewhere = isSaved ? ', unless it is in the saved response' : '';
  const text =
    keys.length === 1
      ? `API key ${first.id} has this description and was created since this run began. It is the key of another run, or its private key is lost${elsewhere}. Delete it with: ${deletion(first)}`
      : `${keys.length} API keys have this description and were created since this run began: ${keys.map(({ id }) => id).join(', ')}. At most one of them was created by this run, and its private key is lost${elsewhere}. Delete it with one of: ${keys.map(deletion).join('; ')}`;
  return { text, isHint: true };
}

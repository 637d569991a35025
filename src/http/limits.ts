/** How long an exchange may take, and when it may be repeated. */
import type { HttpResponse } from './types.ts';

/** The limit for an exchange, including the body of the response. */
export const EXCHANGE_LIMIT_MS = 60_000;

/** How often a request is repeated that the service refused because there were too many. */
export const MAX_RETRIES = 2;

/** The longest Retry-After that is followed. */
const LONGEST_RETRY_AFTER_SECONDS = 30;

/** How long to wait before repeating the request; undefined when the response does not ask for that. */
export function retryDelayMs({
  status,
  headers,
}: Pick<HttpResponse, 'status' | 'headers'>): number | undefined {
  // 429 means that the request was not carried out, so repeating it is safe.
  if (status !== 429) return undefined;
  const text = headers.get('retry-after')?.trim() ?? '';
  const isFollowed = /^\d+$/.test(text) && Number(text) <= LONGEST_RETRY_AFTER_SECONDS;
  return isFollowed ? Number(text) * 1000 : undefined;
}

/** Whether the service says that it carried the request out. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

/** Whether the service certainly did not carry the request out. With a 5xx, it may have failed after doing so. */
export const isRefusal = (status: number): boolean => status >= 300 && status < 500;

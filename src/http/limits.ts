/** How long an exchange may take, and how often and when it may be repeated. */
import type { HttpResponse } from './types.ts';

/** Seconds after which an exchange is given up, its body included. */
export const TIME_LIMIT = 60;

/** How often what was asked too often is asked again. */
export const RETRIES = 2;

/** Seconds that a Retry-After may ask for; a longer one is reported at once. */
const LONGEST_WAIT = 30;

/** The seconds to wait before an exchange is repeated; undefined when the answer does not ask for that. */
export function secondsToWait({
  status,
  headers,
}: Pick<HttpResponse, 'status' | 'headers'>): number | undefined {
  // 429 means that the request was not carried out, so it may be sent again.
  if (status !== 429) return undefined;
  const text = headers.get('retry-after')?.trim() ?? '';
  return /^\d+$/.test(text) && Number(text) <= LONGEST_WAIT ? Number(text) : undefined;
}

/** Whether the host says that it did not do what it was asked, and will not. */
export const isRefusal = (status: number): boolean => status >= 300 && status < 500;

/** Whether the host says that it did what it was asked. */
export const isSuccess = (status: number): boolean => status >= 200 && status < 300;

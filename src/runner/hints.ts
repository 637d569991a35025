/** Hints for errors of the Admin API: the likely cause and the next step, in one line. */

import type { ApiError } from '../api/apiError.ts';
import { ORGANIZATION_ROLES } from '../api/resources/roles.ts';
import { chooseChallenge } from '../auth/digest/digest.ts';
import { kindOf } from '../auth/kinds/index.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { suggestions } from '../cli/suggest.ts';
import { describeOrigin } from '../config/origin.ts';

/** What is known about the failed call. */
export interface HintContext {
  readonly credentials: Credentials;
  /** The organization or project of the call: `organization 5a1b…`. */
  readonly target: string | undefined;
  /** A command that lists its API keys. */
  readonly keysCommand: string | undefined;
  /** The required role, as a clause: `creating API keys requires the Organization User Admin role`. */
  readonly permission: string | undefined;
  readonly roles: readonly string[];
}

function unauthorized(error: ApiError, { credentials }: HintContext): string {
  const kind = kindOf(credentials);
  const challenge = error.headers.get('www-authenticate');
  // Atlas may send a Digest challenge even when it refuses a token.
  if (!kind.loadTokens && challenge && !chooseChallenge(challenge))
    return `${error.host} requires an authentication method that Atlas does not use: check ops_manager_url.`;
  return kind.refusedHint(credentials);
}

function invalidValue(error: ApiError, { roles }: HintContext): string | undefined {
  const wrong = error.body?.parameters.find((value) => typeof value === 'string' && roles.includes(value));
  if (typeof wrong !== 'string') return undefined;
  const [near] = suggestions(wrong, ORGANIZATION_ROLES, 4);
  return near
    ? `There is no role ${wrong}: did you mean ${near}?`
    : `There is no role ${wrong}. The roles of an organization are: ${ORGANIZATION_ROLES.join(', ')}.`;
}

function notOnAccessList(error: ApiError, { credentials }: HintContext): string {
  const [address] = error.body?.parameters ?? [];
  const subject = typeof address === 'string' ? `Your address ${address}` : 'Your address';
  return `${subject} is not on the access list of ${kindOf(credentials).accessListOwner}: add it there, or run from an address that is.`;
}

type HintMaker = (error: ApiError, context: HintContext) => string | undefined;

const notVisible =
  (otherwise: string): HintMaker =>
  (_, { credentials, target }) =>
    `The credentials, which came from ${describeOrigin(credentials.origin)}, cannot access ${target ?? otherwise}: check the ID and the profile.`;

const BY_CODE: Record<string, HintMaker> = {
  IP_ADDRESS_NOT_ON_ACCESS_LIST: notOnAccessList,
  GLOBAL_USER_OUTSIDE_SUBNET: notOnAccessList,
  USER_UNAUTHORIZED: (_, { credentials, target, permission }) =>
    `The credentials, which came from ${describeOrigin(credentials.origin)}, lack a role${target ? ` in ${target}` : ''}${permission ? `: ${permission}` : ''}.`,
  INVALID_ENUM_VALUE: invalidValue,
  ORG_NOT_FOUND: notVisible('the organization'),
  GROUP_NOT_FOUND: notVisible('the project'),
  API_KEY_NOT_FOUND: (_, { keysCommand }) => keysCommand && `List the keys with: ${keysCommand}`,
};

function byStatus(error: ApiError, context: HintContext): string | undefined {
  const { status, headers } = error;
  if (status === 401) return unauthorized(error, context);
  if (status === 429) {
    const wait = headers.get('retry-after');
    const retryTime = !wait ? 'later' : /^\d+$/.test(wait) ? `in ${wait} s` : `after ${wait}`;
    return `Too many requests: try again ${retryTime}. Nothing was done.`;
  }
  if (status >= 300 && status < 400) {
    const location = headers.get('location');
    return `${error.host} redirects${location ? ` to ${location}` : ''}, where credentials are not sent: check ops_manager_url.`;
  }
  if (status >= 500 && !error.body)
    return 'The response is not from Atlas, but from a proxy or gateway in front of it: try again later.';
  return undefined;
}

/** A hint for the error; undefined if there is none. */
export function hintFor(error: ApiError, context: HintContext): string | undefined {
  const code = error.body?.errorCode ?? '';
  const byCode = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  return byCode?.(error, context) ?? byStatus(error, context);
}

/** The likely cause of a refusal by Atlas and the next step, in one line. */

import type { ApiError } from '../api/apiError.ts';
import { ORGANIZATION_ROLES } from '../api/roles.ts';
import { chooseChallenge } from '../auth/digest.ts';
import { kindOf } from '../auth/kinds/index.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import { suggestions } from '../cli/suggest.ts';
import { describeOrigin } from '../config/origin.ts';

/** What the caller knows about the call that failed. */
export interface HintContext {
  readonly credentials: Credentials;
  /** The organization or project that was addressed, in words. */
  readonly target: string | undefined;
  /** A command that lists the API keys there. */
  readonly keysCommand: string | undefined;
  /** What the call takes, as a clause: `creating API keys takes Organization User Admin`. */
  readonly permission: string | undefined;
  readonly roles: readonly string[];
}

function unauthorized(error: ApiError, { credentials }: HintContext): string {
  const kind = kindOf(credentials);
  const challenge = error.headers.get('www-authenticate');
  // When it refuses a token, Atlas may well ask for Digest.
  if (!kind.loadTokens && challenge && !chooseChallenge(challenge))
    return `${error.host} asks for a kind of authentication that Atlas does not use: check ops_manager_url.`;
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
  const who = typeof address === 'string' ? `Your address ${address}` : 'Your address';
  return `${who} is not on the access list of ${kindOf(credentials).accessListOwner}: add it there, or run from an address that is.`;
}

type HintMaker = (error: ApiError, context: HintContext) => string | undefined;

const notVisible =
  (otherwise: string): HintMaker =>
  (_, { credentials, target }) =>
    `The credentials, which came from ${describeOrigin(credentials.origin)}, see no ${target ?? otherwise}: check the ID and the profile.`;

const BY_CODE: Record<string, HintMaker> = {
  IP_ADDRESS_NOT_ON_ACCESS_LIST: notOnAccessList,
  GLOBAL_USER_OUTSIDE_SUBNET: notOnAccessList,
  USER_UNAUTHORIZED: (_, { credentials, target, permission }) =>
    `The credentials, which came from ${describeOrigin(credentials.origin)}, lack a role${target ? ` in ${target}` : ''}${permission ? `: ${permission}` : ''}.`,
  INVALID_ENUM_VALUE: invalidValue,
  ORG_NOT_FOUND: notVisible('such organization'),
  GROUP_NOT_FOUND: notVisible('such project'),
  API_KEY_NOT_FOUND: (_, { keysCommand }) => keysCommand && `List the keys with: ${keysCommand}`,
};

function byStatus(error: ApiError, context: HintContext): string | undefined {
  const { status, headers } = error;
  if (status === 401) return unauthorized(error, context);
  if (status === 429) {
    const wait = headers.get('retry-after');
    const when = !wait ? 'later' : /^\d+$/.test(wait) ? `in ${wait} s` : `after ${wait}`;
    return `Too many requests: try again ${when}. Nothing was done.`;
  }
  if (status >= 300 && status < 400) {
    const location = headers.get('location');
    return `${error.host} redirects${location ? ` to ${location}` : ''}, where credentials are not sent: check ops_manager_url.`;
  }
  if (status >= 500 && !error.body)
    return 'This is not an answer of Atlas, but of a proxy or gateway in front of it: try again later.';
  return undefined;
}

/** A hint for the error, or undefined where there is nothing useful to say. */
export function hintFor(error: ApiError, context: HintContext): string | undefined {
  const code = error.body?.errorCode ?? '';
  const byCode = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  return byCode?.(error, context) ?? byStatus(error, context);
}

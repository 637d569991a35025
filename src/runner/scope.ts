/** The scope of a command: an organization or a project. */

import { checkId } from '../api/ids.ts';
import { addHint, UsageError } from '../base/errors.ts';
import { describeOrigin } from '../config/origin.ts';
import type { Property, Setting, Settings } from '../config/settings.ts';

export type ScopeKind = 'organization' | 'project';

interface ScopeDefinition {
  /** The flag for the ID, and the setting that is used without the flag. */
  readonly flag: string;
  readonly property: Property;
  /** The name in messages. */
  readonly noun: string;
  /** The command that lists its API keys. */
  readonly listKeysCommand: string;
}

export const SCOPES: Readonly<Record<ScopeKind, ScopeDefinition>> = {
  organization: {
    flag: 'orgId',
    property: 'org_id',
    noun: 'organization',
    listKeysCommand: 'atlas organizations apiKeys list',
  },
  project: {
    flag: 'projectId',
    property: 'project_id',
    noun: 'project',
    listKeysCommand: 'atlas projects apiKeys list',
  },
};

/** A scope and its ID. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly id: string;
}

/** For messages: `organization 5a1b…`. */
export const describeScope = ({ kind, id }: Scope): string => `${SCOPES[kind].noun} ${id}`;

/** The command that lists the API keys of the scope, for messages. */
export const keysCommand = ({ kind, id }: Scope): string =>
  `${SCOPES[kind].listKeysCommand} --${SCOPES[kind].flag} ${id}`;

/** The ID in a setting. @throws {UsageError} with its origin if it is invalid */
function checkedId(property: Property, { value, origin }: Setting): string {
  try {
    return checkId(value);
  } catch (error) {
    throw error instanceof UsageError
      ? addHint(error, `It is the ${property} from ${describeOrigin(origin)}.`)
      : error;
  }
}

/**
 * Resolves the ID from the flag, or else from the settings.
 * @throws {UsageError} with the Atlas CLI's message if there is none or it is invalid
 * @throws {CliError} if there is none and the configuration file is invalid
 */
export async function resolveScope(
  kind: ScopeKind,
  given: string | undefined,
  { get, problem, env }: Pick<Settings, 'get' | 'problem' | 'env'>,
): Promise<Scope> {
  const { flag, property } = SCOPES[kind];
  if (given) return { kind, id: checkId(given) };
  const setting = get(property);
  if (setting) return { kind, id: checkedId(property, setting) };
  if (problem) throw problem;
  const { misnamedVariables } = await import('../config/variableHints.ts');
  throw new UsageError(`required flag(s) "${flag}" not set`, { hint: misnamedVariables(env, [property]) });
}

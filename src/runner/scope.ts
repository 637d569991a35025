/** Whose things a command is about: an organisation's or a project's. */

import { checkId } from '../api/ids.ts';
import { UsageError } from '../base/errors.ts';
import { misnamedVariable } from '../config/misnamed.ts';
import type { Property, Settings } from '../config/settings.ts';
import type { System } from '../system/system.ts';

export type ScopeKind = 'organization' | 'project';

interface ScopeDefinition {
  /** The flag that names it, and the setting that stands in for the flag. */
  readonly flag: string;
  readonly property: Property;
  /** What it is called in messages. */
  readonly noun: string;
  /** The command that lists its API keys. */
  readonly keys: string;
}

export const SCOPES: Readonly<Record<ScopeKind, ScopeDefinition>> = {
  organization: {
    flag: 'orgId',
    property: 'org_id',
    noun: 'organisation',
    keys: 'atlas organizations apiKeys list',
  },
  project: {
    flag: 'projectId',
    property: 'project_id',
    noun: 'project',
    keys: 'atlas projects apiKeys list',
  },
};

/** A scope and its ID. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly id: string;
}

/** For messages: `organisation 5a1b…`. */
export const describeScope = ({ kind, id }: Scope): string => `${SCOPES[kind].noun} ${id}`;

/** A command that lists the scope's API keys, for messages. */
export const keysCommand = ({ kind, id }: Scope): string =>
  `${SCOPES[kind].keys} --${SCOPES[kind].flag} ${id}`;

/**
 * The ID of the flag or else of the settings.
 * @throws {UsageError} in the words of the Atlas CLI when there is none, or it is not 24 hexadecimal digits
 * @throws {CliError} when there is none, and the configuration file cannot be used
 */
export function resolveScope(
  kind: ScopeKind,
  given: string | undefined,
  { get, problem }: Pick<Settings, 'get' | 'problem'>,
  env: System['env'],
): Scope {
  const { flag, property } = SCOPES[kind];
  const id = given || get(property)?.value;
  if (!id)
    throw (
      problem ??
      new UsageError(`required flag(s) "${flag}" not set`, { hint: misnamedVariable(env, property) })
    );
  return { kind, id: checkId(id) };
}

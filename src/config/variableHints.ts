/** Hints for a missing value: its variable is set but empty, or has another name. */
import { suggestions } from '../cli/suggest.ts';
import type { System } from '../system/system.ts';
import { type Property, READ_PROPERTIES } from './settings.ts';
import { PREFIXES, variableName } from './variable.ts';

/** The prefixes of variables for Atlas, in this program and others. */
const RELATED_PREFIX = /^(?:MONGODB_?ATLAS|MONGODB|ATLAS|MCLI|MDB_MCP|MDB)_/;

/** A shorter core would match too many names. */
const MIN_CORE_LENGTH = 3;

const namesOf = (property: string): string[] => PREFIXES.map((prefix) => prefix + property.toUpperCase());

/** The variables that this program reads. */
const KNOWN_VARIABLES: ReadonlySet<string> = new Set([...READ_PROPERTIES, 'profile'].flatMap(namesOf));

/** A name without the parts that programs spell differently: `PUBLICKEY` for MONGODB_ATLAS_PUBLIC_API_KEY and PUBLIC_KEY. */
const coreOf = (name: string): string =>
  name
    .toUpperCase()
    .replace(RELATED_PREFIX, '')
    .replace(/ORGANI[SZ]ATION/, 'ORG')
    .replace('GROUP', 'PROJECT')
    .replace('API', '')
    .replaceAll('_', '');

/** A sentence with the variables of these properties that are set but empty; undefined if there are none. */
export function emptyVariables(env: System['env'], properties: readonly Property[]): string | undefined {
  const empty = properties.flatMap(namesOf).filter((name) => env[name]?.trim() === '');
  if (empty.length === 0) return undefined;
  const state = empty.every((name) => env[name] === '') ? 'empty' : 'blank';
  return `${empty.join(' and ')} ${empty.length > 1 ? 'are' : 'is'} set but ${state}.`;
}

/** Finds variables that are set but not read, by the property that they are probably meant for. */
function findMisnamed(env: System['env'], properties: readonly Property[]): Map<Property, string> {
  const byCore = new Map(properties.map((property) => [coreOf(variableName(property)), property]));
  const found = new Map<Property, string>();
  for (const name of Object.keys(env)) {
    const core = coreOf(name);
    if (
      KNOWN_VARIABLES.has(name) ||
      !RELATED_PREFIX.test(name.toUpperCase()) ||
      core.length < MIN_CORE_LENGTH
    )
      continue;
    const [near] = suggestions(core, [...byCore.keys()]);
    const property = near && byCore.get(near);
    if (property && !found.has(property) && env[name]?.trim()) found.set(property, name);
  }
  return found;
}

/**
 * A sentence with the variables that have the name of another program or a typo, and their correct names.
 * @param properties the properties without a value
 * @returns undefined if there are none
 */
export function misnamedVariables(env: System['env'], properties: readonly Property[]): string | undefined {
  const renamed = [...findMisnamed(env, properties)].map(
    ([property, name]) => `${variableName(property)} instead of ${name}`,
  );
  return renamed.length > 0 ? `Set ${renamed.join(', and ')}.` : undefined;
}

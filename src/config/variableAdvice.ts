/** Advice for a run that lacks a value: its variable is set but empty, or has another name. */
import { suggestions } from '../cli/suggest.ts';
import type { System } from '../system/system.ts';
import { type Property, READ_PROPERTIES } from './settings.ts';
import { PREFIXES, variableName } from './variable.ts';

/** How the names of variables for Atlas begin, in this program and in others. */
const RELATED_PREFIX = /^(?:MONGODB_?ATLAS|MONGODB|ATLAS|MCLI|MDB_MCP|MDB)_/;

/** A shorter core of a name says too little. */
const MIN_CORE_LENGTH = 3;

const namesOf = (property: string): string[] => PREFIXES.map((prefix) => prefix + property.toUpperCase());

/** Every variable that this program reads for itself. */
const KNOWN_VARIABLES: ReadonlySet<string> = new Set([...READ_PROPERTIES, 'profile'].flatMap(namesOf));

/** What is left of a name without what programs spell differently: `PUBLICKEY`, also of MONGODB_ATLAS_PUBLIC_KEY. */
const coreOf = (name: string): string =>
  name
    .toUpperCase()
    .replace(RELATED_PREFIX, '')
    .replace(/ORGANI[SZ]ATION/, 'ORG')
    .replace('GROUP', 'PROJECT')
    .replace('API', '')
    .replaceAll('_', '');

/** Names the variables of these properties that are set and hold nothing, in a sentence; undefined when none is. */
export function emptyVariables(env: System['env'], properties: readonly Property[]): string | undefined {
  const empty = properties.flatMap(namesOf).filter((name) => env[name]?.trim() === '');
  if (empty.length === 0) return undefined;
  const state = empty.every((name) => env[name] === '') ? 'empty' : 'blank';
  return `${empty.join(' and ')} ${empty.length > 1 ? 'are' : 'is'} set but ${state}.`;
}

/** The name of each variable that is set and not read, by the property that it is meant for. */
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
 * Names the variables that are set under the name of another program, or misspelled, with the right name, in a sentence.
 * @param properties those that have no value
 * @returns undefined when no variable is near
 */
export function misnamedVariables(env: System['env'], properties: readonly Property[]): string | undefined {
  const renamed = [...findMisnamed(env, properties)].map(
    ([property, name]) => `${variableName(property)} instead of ${name}`,
  );
  return renamed.length > 0 ? `Set ${renamed.join(', and ')}.` : undefined;
}

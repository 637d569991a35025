/** What is configured, and where each value came from: environment before profile. */
import { ConfigError } from '../base/errors.ts';
import type { System } from '../system/system.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import type { Profile } from './profile.ts';

export type Property = keyof Profile;

/** Where a value came from, for messages: a variable's name, a profile and its file, or how the user gave it. */
export type Origin =
  | { readonly kind: 'given'; readonly how: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string; readonly path: string };

export interface Setting {
  readonly value: string;
  readonly origin: Origin;
}

/** Both sources of settings, each asked on its own or in order. An empty value counts as none. */
export interface Settings {
  readonly profileName: string;
  /** The configuration file that was read; undefined when there is none. */
  readonly path: string | undefined;
  fromEnvironment(property: Property): Setting | undefined;
  fromProfile(property: Property): Setting | undefined;
  get(property: Property): Setting | undefined;
}

const DEFAULT_PROFILE = 'default';

/** How a command line names the profile, with a blank before it; the default one it need not name. */
export const profileFlag = (name: string): string => (name === DEFAULT_PROFILE ? '' : ` --profile ${name}`);

/** The origin as words: `MONGODB_ATLAS_ORG_ID`, `profile "ci" of /home/ada/.config/atlascli/config.toml`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'given':
      return origin.how;
    case 'variable':
      return origin.name;
    case 'profile':
      return `profile "${origin.name}" of ${origin.path}`;
  }
}

/** The variable's name and value; the newer prefix wins, an empty variable counts as not set. */
export function variable(env: System['env'], suffix: string): { name: string; value: string } | undefined {
  for (const prefix of ['MONGODB_ATLAS_', 'MCLI_']) {
    const name = prefix + suffix;
    const value = env[name];
    if (value) return { name, value };
  }
  return undefined;
}

/** A profile that was asked for, by flag or variable; else the only one there is; else `default`. */
export function chooseProfile(
  env: System['env'],
  flag: string | undefined,
  names: readonly string[],
): string {
  const asked = flag || variable(env, 'PROFILE')?.value;
  if (asked) return asked.toLowerCase();
  const [only] = names;
  return names.length === 1 && only !== undefined ? only : DEFAULT_PROFILE;
}

/** The line (from 1) that sets the profile's property; for a message, so a guess by its looks will do. */
function lineOf(text: string, profile: string, property: string): string {
  const lines = text.split('\n');
  const bare = (line: string) => line.toLowerCase().replace(/["'\s]/g, '');
  const header = lines.findIndex((line) => bare(line).startsWith(`[${profile}]`));
  const assignment = new RegExp(`^\\s*(.*\\.)?"?${property}"?\\s*=`, 'i');
  const at = lines.findIndex((line, index) => index > header && assignment.test(line));
  return at < 0 ? '' : `, line ${at + 1}`;
}

/** Whether it holds nothing but text: that is as the schema says, whatever the names are. */
const isText = (table: Readonly<Record<string, unknown>>): table is Readonly<Record<string, string>> =>
  Object.values(table).every((value) => typeof value === 'string');

/** @throws {ConfigError} for a property of the wrong type, with file and line */
async function checkedProfile(file: ConfigFile, name: string): Promise<Profile> {
  const table = file.profiles.get(name) ?? {};
  // The schema takes 0.9 ms to load, on the way to the request; for the answer it is loaded while Atlas is at work.
  if (isText(table)) return table;
  const { profileSchema } = await import('./profile.ts');
  const result = profileSchema.safeParse(table);
  if (result.success) return result.data;
  const property = String(result.error.issues[0]?.path[0]);
  throw new ConfigError(
    `cannot read ${file.path}${lineOf(file.text, name, property)}: ${property} must be text, in quotes`,
  );
}

/**
 * Reads environment and configuration file.
 * @param profileFlag what `--profile` was given; '' counts as not given, as in the reference
 * @throws {ConfigError} when the file cannot be used
 */
export async function loadSettings(system: System, profileFlag: string | undefined): Promise<Settings> {
  const file = await readConfigFile(system);
  const profileName = chooseProfile(system.env, profileFlag, [...(file?.profiles.keys() ?? [])]);
  const profile = file ? await checkedProfile(file, profileName) : {};
  const settings: Settings = {
    profileName,
    path: file?.path,
    fromEnvironment(property) {
      const found = variable(system.env, property.toUpperCase());
      return found && { value: found.value, origin: { kind: 'variable', name: found.name } };
    },
    fromProfile(property) {
      const value = profile[property];
      return value && file
        ? { value, origin: { kind: 'profile', name: profileName, path: file.path } }
        : undefined;
    },
    get: (property) => settings.fromEnvironment(property) ?? settings.fromProfile(property),
  };
  return settings;
}

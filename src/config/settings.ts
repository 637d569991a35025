/** What is configured, and where each value came from: environment before profile. */
import { CliError, ConfigError } from '../base/errors.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import type { Origin } from './origin.ts';
import { chooseProfile, DEFAULT_PROFILE, namedProfile, profileArgument } from './profileName.ts';
import { variable } from './variable.ts';

/** The properties of a profile that the program reads. Others stay in the file, unread. */
export const READ_PROPERTIES = [
  'org_id',
  'project_id',
  'public_api_key',
  'private_api_key',
  'access_token',
  'refresh_token',
  'client_id',
  'client_secret',
  'auth_type',
  'service',
  'ops_manager_url',
  'output',
] as const;

export type Property = (typeof READ_PROPERTIES)[number];

export interface Setting {
  readonly value: string;
  readonly origin: Origin;
}

/** Both sources of settings, each asked on its own or in order. An empty value counts as none. */
export interface Settings {
  readonly profileName: string;
  /** Makes an advised command use the same profile: ` --profile 'my team'`, or '' where it would without. */
  readonly profileArgument: string;
  readonly env: System['env'];
  /** The configuration file that was read; undefined when there is none. */
  readonly path: string | undefined;
  /** Why the configuration file could not be used, and has no settings here; the error where one of them is needed. */
  readonly problem: CliError | undefined;
  fromEnvironment(property: Property): Setting | undefined;
  /** @throws {ConfigError} when the property is there, but no text; with file and line */
  fromProfile(property: Property): Setting | undefined;
  /** @throws {ConfigError} likewise */
  get(property: Property): Setting | undefined;
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

/** What the configuration file holds, if there is one, or why it cannot be used. */
interface FileSettings {
  readonly profileName: string;
  readonly file?: ConfigFile | undefined;
  readonly problem?: CliError;
}

/**
 * Reads the configuration file. One that cannot be used is an error only when a profile was named, because all that a
 * run needs may come from flags and variables.
 */
async function readFileSettings(system: System, flag: string | undefined): Promise<FileSettings> {
  const named = namedProfile(system.env, flag);
  try {
    const file = await readConfigFile(system);
    return { file, profileName: chooseProfile(system.env, flag, [...(file?.profiles.keys() ?? [])]) };
  } catch (error) {
    if (named !== undefined || !(error instanceof CliError)) throw error;
    return { profileName: DEFAULT_PROFILE, problem: error };
  }
}

/**
 * Reads environment and configuration file.
 * @param flag what `--profile` was given; '' counts as not given, as in the Atlas CLI
 * @throws {CliError} when the profile that was named cannot be had
 */
export async function loadSettings(system: System, flag: string | undefined): Promise<Settings> {
  const { file, profileName, problem } = await readFileSettings(system, flag);
  const profile = file?.profiles.get(profileName) ?? {};
  const settings: Settings = {
    profileName,
    profileArgument: profileArgument(profileName, Boolean(flag)),
    env: system.env,
    path: file?.path,
    problem,
    fromEnvironment(property) {
      const found = variable(system.env, property.toUpperCase());
      return found && { value: found.value, origin: { kind: 'variable', name: found.name } };
    },
    fromProfile(property) {
      const value = profile[property];
      if (!file || value === undefined || value === '') return undefined;
      if (typeof value === 'string')
        return { value, origin: { kind: 'profile', name: profileName, path: file.path } };
      throw new ConfigError(
        `cannot read ${file.path}${lineOf(file.text, profileName, property)}: ${property} must be text, in quotes`,
      );
    },
    get: (property) => settings.fromEnvironment(property) ?? settings.fromProfile(property),
  };
  return settings;
}

/** Says that the configuration file was ignored, where a run goes on without it. */
export async function warnOfIgnoredFile(system: System, { problem }: Settings): Promise<void> {
  if (problem)
    await warn(system, `${problem.message}; config.toml is ignored, as this run needs nothing from it`);
}

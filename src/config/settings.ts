/** The settings of a run and their origin. The environment takes precedence over the profile. */
import { CliError, ConfigError } from '../base/errors.ts';
import type { KeyringError } from '../keyring/keyring.ts';
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import { KEYRING_VERSION } from './configVersion.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import type { Origin } from './origin.ts';
import { chooseProfile, DEFAULT_PROFILE, namedProfile, profileArgument } from './profileName.ts';
import { variable } from './variable.ts';

/** The properties of a profile that the program reads. */
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

/** Settings from the environment and the profile. An empty value counts as not set. */
export interface Settings {
  readonly profileName: string;
  /** Makes a suggested command use the same profile: ` --profile 'my team'`, or '' if no flag is necessary. */
  readonly profileArgument: string;
  readonly env: System['env'];
  /** The path of the configuration file; undefined if there is none. */
  readonly path: string | undefined;
  /** Why the configuration file is invalid. To be thrown if a setting is missing, which the file may contain. */
  readonly problem: CliError | undefined;
  /** Whether the secrets of the profile are in the keyring: the configuration file has version 2. */
  readonly usesKeyring: boolean;
  /** Why the keyring could not be read, if it was asked. */
  readonly keyringProblem: KeyringError | undefined;
  fromEnvironment(property: Property): Setting | undefined;
  /** @throws {ConfigError} with the file and line if the value is not a string */
  fromProfile(property: Property): Setting | undefined;
  /** @throws {ConfigError} as fromProfile does */
  get(property: Property): Setting | undefined;
}

/** The line (from 1) that sets the profile's property, found by its appearance, for a message. */
function lineOf(text: string, profile: string, property: string): string {
  const lines = text.split('\n');
  const bare = (line: string) => line.toLowerCase().replace(/["'\s]/g, '');
  const header = lines.findIndex((line) => bare(line).startsWith(`[${profile}]`));
  const assignment = new RegExp(`^\\s*(.*\\.)?"?${property}"?\\s*=`, 'i');
  const at = lines.findIndex((line, index) => index > header && assignment.test(line));
  return at < 0 ? '' : `, line ${at + 1}`;
}

type ReadConfigFile = (system: System) => Promise<ConfigFile | undefined>;

/** The configuration file if there is one, or why it is invalid. */
interface FileSettings {
  readonly profileName: string;
  readonly file?: ConfigFile | undefined;
  readonly problem?: CliError;
}

/**
 * Reads the configuration file. An invalid file is an error only if a profile was selected: otherwise flags and variables
 * may contain everything that the run needs.
 */
async function readFileSettings(
  system: System,
  flag: string | undefined,
  read: ReadConfigFile,
): Promise<FileSettings> {
  const named = namedProfile(system.env, flag);
  try {
    const file = await read(system);
    return { file, profileName: chooseProfile(system.env, flag, [...(file?.profiles.keys() ?? [])]) };
  } catch (error) {
    if (named !== undefined || !(error instanceof CliError)) throw error;
    return { profileName: DEFAULT_PROFILE, problem: error };
  }
}

/**
 * Reads the environment and the configuration file.
 * @param flag the value of `--profile`; '' counts as not set, as in the Atlas CLI
 * @param read loadConfigFile if the caller itself warns that other users can read the file
 * @throws {CliError} if a profile was selected but cannot be read
 */
export async function loadSettings(
  system: System,
  flag: string | undefined,
  read: ReadConfigFile = readConfigFile,
): Promise<Settings> {
  const { file, profileName, problem } = await readFileSettings(system, flag, read);
  const profile = file?.profiles.get(profileName) ?? {};
  const settings: Settings = {
    profileName,
    profileArgument: profileArgument(profileName, Boolean(flag)),
    env: system.env,
    path: file?.path,
    problem,
    usesKeyring: file?.version === KEYRING_VERSION,
    keyringProblem: undefined,
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
        `cannot read ${file.path}${lineOf(file.text, profileName, property)}: ${property} must be a string in quotes`,
      );
    },
    get: (property) => settings.fromEnvironment(property) ?? settings.fromProfile(property),
  };
  return settings;
}

/** Warns if the run ignores the configuration file because it is invalid. */
export async function warnOfIgnoredFile(system: System, { problem }: Settings): Promise<void> {
  if (problem)
    await warn(system, `${problem.message}; config.toml is ignored, because this run does not need it`);
}

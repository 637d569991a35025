/** `atlas config list` and `atlas config describe`: show the content of config.toml without its secrets. */
import * as z from 'zod/mini';
import { findProblem } from '../auth/credentialFields.ts';
import { fieldOfProperty } from '../auth/kinds/index.ts';
import { UsageError } from '../base/errors.ts';
import { trimInvisible } from '../base/words.ts';
import { KEYRING_PROPERTIES, KEYRING_VERSION } from '../config/file/configVersion.ts';
import { type ConfigFile, readConfigFile } from '../config/file/read.ts';
import { checkProfileName, chooseProfile } from '../config/profileName.ts';
import type { Setting } from '../config/settings.ts';
import { variable } from '../config/variable.ts';
import type { OutputDefinition } from '../output/format.ts';
import { hbs } from '../output/hbs.ts';
import { compileOutput } from '../output/index.ts';
import type { System } from '../system/system.ts';
import { print } from '../terminal/print.ts';
import { warn } from '../terminal/warnings.ts';
import '../base/zodConfig.ts';

/** The flags of both commands. */
export interface ShowFlags {
  readonly output?: string | undefined;
  readonly profile?: string | undefined;
}

const list: OutputDefinition = {
  schema: async () => z.array(z.string()),
  text: hbs`PROFILE NAME
{{#each this}}
{{this}}
{{/each}}
`,
};

const description: OutputDefinition = {
  schema: async () => z.record(z.string(), z.unknown()),
  text: hbs`SETTING\tVALUE
{{#each this}}
{{@key}}\t{{value this}}
{{/each}}
`,
};

/** The output format from the flag, the environment, or the selected profile. */
function outputSetting({ env }: System, file: ConfigFile | undefined, flags: ShowFlags): Setting | undefined {
  if (flags.output !== undefined) return { value: flags.output, origin: { kind: 'input', name: '--output' } };
  const fromEnvironment = variable(env, 'OUTPUT');
  if (fromEnvironment)
    return { value: fromEnvironment.value, origin: { kind: 'variable', name: fromEnvironment.name } };
  if (!file) return undefined;
  const name = chooseProfile(env, flags.profile, [...file.profiles.keys()]);
  const value = file.profiles.get(name)?.['output'];
  return typeof value === 'string'
    ? { value, origin: { kind: 'profile', name, path: file.path } }
    : undefined;
}

/** Prints a value that is made from the profiles. */
async function show(
  system: System,
  flags: ShowFlags,
  output: OutputDefinition,
  make: (file: ConfigFile | undefined) => unknown,
): Promise<void> {
  const file = await readConfigFile(system);
  const format = await compileOutput(outputSetting(system, file, flags), output, system);
  await print(system, format(await make(file)));
}

/** Whether the value is secret, or is not a valid public value: earlier versions saved values unchecked. */
function mustBeRedacted(name: string, value: unknown): boolean {
  const field = fieldOfProperty(name.toLowerCase());
  if (!field) return false;
  if (field.isSecret || typeof value !== 'string') return true;
  return findProblem(field, trimInvisible(value)) !== undefined;
}

/** Converts a property's value for printing. Tables are printed as JSON and can contain secrets too. */
function printable(name: string, value: unknown): unknown {
  if (mustBeRedacted(name, value)) return 'redacted';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return value;
  return JSON.stringify(value, (key, inner) =>
    mustBeRedacted(key, inner) ? 'redacted' : typeof inner === 'bigint' ? String(inner) : inner,
  );
}

/** Where each secret of a profile is, in the words of the Atlas CLI for files of version 2. */
async function describeSecrets(
  system: System,
  name: string,
  profile: Readonly<Record<string, unknown>>,
): Promise<(readonly [string, string])[]> {
  const { loadSecrets } = await import('../config/keyring/profileKeyring.ts');
  const { secrets, problem } = await loadSecrets(system, name);
  if (problem && problem.problem !== 'missing')
    await warn(system, `the secrets in the keyring are not shown: ${problem.message}`);
  return KEYRING_PROPERTIES.filter((property) => secrets.has(property) || profile[property]).map(
    (property) => [
      property,
      `[redacted - source: ${secrets.has(property) ? 'secure storage' : 'config file'}]`,
    ],
  );
}

/** Prints the names of all profiles. */
export const listProfiles = (system: System, flags: ShowFlags): Promise<void> =>
  show(system, flags, list, (file) => [...(file?.profiles.keys() ?? [])].sort());

/** Prints a profile's properties. @throws {UsageError} if there is no profile with this name, which is in lower case */
export async function describeProfile(system: System, name: string, flags: ShowFlags): Promise<void> {
  checkProfileName(name);
  await show(system, flags, description, async (file) => {
    const profile = file?.profiles.get(name);
    if (!profile) throw new UsageError(`you don't have a profile named '${name}'`);
    const printed = Object.entries(profile).map(
      ([property, value]) => [property, printable(property, value)] as const,
    );
    const places = file?.version === KEYRING_VERSION ? await describeSecrets(system, name, profile) : [];
    const entries = new Map([...printed, ...places]);
    return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The profile that a conversation fills. */
import { findProblem, trimField } from '../../auth/credentialFields.ts';
import { kindOf } from '../../auth/kinds/index.ts';
import type { Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { CliError, UsageError } from '../../base/errors.ts';
import { capitalize } from '../../base/words.ts';
import { changeConfigFile } from '../../config/change.ts';
import type { SetupContext } from './context.ts';

/** The properties that hold the credentials. */
function propertiesOf(credentials: Credentials): Readonly<Record<string, string>> {
  const [first, second] = kindOf(credentials).fields;
  return { [first.property]: credentials.owner, [second.property]: credentials.secret };
}

/**
 * A session may be replaced at any time; a key may be the only copy there is.
 * @throws {CliError} when the profile holds a key that is not to be replaced
 */
export async function confirmReplacement(
  { settings, options, dialogue }: SetupContext,
  { fields: [field], isSignIn }: CredentialsKind,
): Promise<void> {
  const held = trimField(settings.fromProfile(field.property));
  if (isSignIn || !held || options.isForced) return;
  // An earlier version kept whatever it was given, a private key for one.
  const shown = findProblem(field, held.value) ? `a ${field.name}` : held.value;
  const holds = `profile "${settings.profileName}" holds ${shown} already`;
  if (!dialogue.isInteractive) throw new UsageError(holds, { hint: 'Pass --force to replace it.' });
  if (!(await dialogue.confirm(`${capitalize(holds)}. Replace it?`)))
    throw new CliError(`${shown} stays in profile "${settings.profileName}"`);
}

/** What a profile is for, beside its credentials. */
export interface ProfileDefaults {
  readonly orgId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly output?: string | undefined;
}

/** Keeps the credentials, makes them the ones that are used, and keeps what they are used for. */
export async function saveProfile(
  { system, settings, isGov }: SetupContext,
  credentials: Credentials,
  { orgId, projectId, output }: ProfileDefaults,
): Promise<void> {
  const profile = settings.profileName;
  const properties = {
    ...propertiesOf(credentials),
    auth_type: credentials.kind,
    service: isGov ? 'cloudgov' : 'cloud',
    // The credentials are of that host: a run without the variable that named it must not send them elsewhere.
    ops_manager_url: settings.get('ops_manager_url')?.value,
    org_id: orgId,
    project_id: projectId,
    output,
  };
  await changeConfigFile(system, (config) => {
    // Another organization's project would be looked for in this one.
    if (orgId !== undefined && config.get(profile, 'org_id') !== orgId) config.remove(profile, 'project_id');
    for (const [property, value] of Object.entries(properties))
      if (value !== undefined) config.set(profile, property, value);
  });
}

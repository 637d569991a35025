/** Saves the result of the set-up in a profile. */
import { findProblem, trimField } from '../../auth/credentialFields.ts';
import { kindOf } from '../../auth/kinds/index.ts';
import type { Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { CliError, UsageError } from '../../base/errors.ts';
import { capitalize } from '../../base/words.ts';
import type { ConfigEditor } from '../../config/file/configEditor.ts';
import { editConfigFile } from '../../config/file/edit.ts';
import type { SetupContext } from './context.ts';

/** The properties and values for the credentials. */
function propertiesOf(credentials: Credentials): Readonly<Record<string, string>> {
  const [first, second] = kindOf(credentials).fields;
  return { [first.property]: credentials.identifier, [second.property]: credentials.secret };
}

/**
 * Asks before a key in the profile is replaced, because it may be the only copy. A session is replaced without asking.
 * @throws {CliError} if the key is not to be replaced
 */
export async function confirmReplacement(
  { settings, options, dialogue }: SetupContext,
  { fields: [field], isSignIn }: CredentialsKind,
): Promise<void> {
  const saved = trimField(settings.fromProfile(field.property));
  if (isSignIn || !saved || options.isForced) return;
  // Earlier versions did not check values, so this can be a private key.
  const shownKey = findProblem(field, saved.value) ? `a ${field.name}` : saved.value;
  const problem = `profile "${settings.profileName}" already has ${shownKey}`;
  if (!dialogue.isInteractive) throw new UsageError(problem, { hint: 'Pass --force to replace it.' });
  if (!(await dialogue.confirm(`${capitalize(problem)}. Replace it?`)))
    throw new CliError(`profile "${settings.profileName}" still has ${shownKey}`);
}

/** The values in a profile besides its credentials. */
export interface ProfileDefaults {
  readonly orgId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly output?: string | undefined;
}

/** Saves the credentials, selects them with auth_type, and saves the defaults that are given. */
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
    // Without it, a later run without the variable would send the credentials to another host.
    ops_manager_url: settings.get('ops_manager_url')?.value,
    org_id: orgId,
    project_id: projectId,
    output,
  };
  const edit = (config: ConfigEditor) => {
    // The project belongs to the previous organization.
    if (orgId !== undefined && config.get(profile, 'org_id') !== orgId) config.remove(profile, 'project_id');
    for (const [property, value] of Object.entries(properties))
      if (value !== undefined) config.set(profile, property, value);
  };
  await editConfigFile(system, edit, { secretsOf: () => [profile] });
}

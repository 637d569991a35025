/** The profile that a conversation fills. */
import type { Credentials } from '../../auth/credentials.ts';
import { CliError, UsageError } from '../../base/errors.ts';
import { capitalised } from '../../base/words.ts';
import { changeConfigFile } from '../../config/change.ts';
import type { Setup } from './context.ts';
import type { AuthType } from './credentials.ts';

const AUTH_TYPES: Readonly<Record<Credentials['kind'], AuthType>> = {
  apiKeys: 'api_keys',
  serviceAccount: 'service_account',
  userAccount: 'user_account',
};

/** The properties that hold the credentials. */
function propertiesOf(credentials: Credentials): Readonly<Record<string, string>> {
  switch (credentials.kind) {
    case 'apiKeys':
      return { public_api_key: credentials.publicKey, private_api_key: credentials.privateKey };
    case 'serviceAccount':
      return { client_id: credentials.clientId, client_secret: credentials.clientSecret };
    case 'userAccount':
      return { access_token: credentials.accessToken, refresh_token: credentials.refreshToken };
  }
}

/**
 * A session may be replaced at any time; a key may be the only copy there is.
 * @throws {CliError} when the profile holds a key that is not to be replaced
 */
export async function checkMayReplace({ settings, options, talk }: Setup, type: AuthType): Promise<void> {
  const held = settings.fromProfile(type === 'api_keys' ? 'public_api_key' : 'client_id');
  if (type === 'user_account' || !held || options.isForced) return;
  const holds = `profile "${settings.profileName}" holds ${held.value} already`;
  if (!talk.isPossible) throw new UsageError(holds, { hint: 'Pass --force to replace it.' });
  if (!(await talk.confirm(`${capitalised(holds)}. Replace it?`)))
    throw new CliError(`${held.value} stays in profile "${settings.profileName}"`);
}

/** What a profile is for, beside its credentials. */
export interface Use {
  readonly orgId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly output?: string | undefined;
}

/** Keeps the credentials, makes them the ones that are used, and keeps what they are used for. */
export async function saveProfile(
  { system, settings, isGov }: Setup,
  credentials: Credentials,
  { orgId, projectId, output }: Use,
): Promise<void> {
  const profile = settings.profileName;
  const properties = {
    ...propertiesOf(credentials),
    auth_type: AUTH_TYPES[credentials.kind],
    service: isGov ? 'cloudgov' : 'cloud',
    // The credentials are of that host: a run without the variable that named it must not send them elsewhere.
    ops_manager_url: settings.get('ops_manager_url')?.value,
    org_id: orgId,
    project_id: projectId,
    output,
  };
  await changeConfigFile(system, (config) => {
    // The project of another organisation would be asked for in this one.
    if (orgId !== undefined && config.get(profile, 'org_id') !== orgId) config.remove(profile, 'project_id');
    for (const [property, value] of Object.entries(properties))
      if (value !== undefined) config.set(profile, property, value);
  });
}

/** The commands that finish or undo a rotation by hand. */
import type { NewEntry } from '../api/resources/accessLists.ts';
import { quoteForShell } from '../base/words.ts';
import type { ProjectRoles } from './rotation.ts';

/** The organization of both keys, and the profile to use. */
interface Where {
  readonly orgId: string;
  readonly profileArgument: string;
}

export const deleteCommand = (id: string, { orgId, profileArgument }: Where): string =>
  `atlas organizations apiKeys delete ${quoteForShell(id)} --orgId ${quoteForShell(orgId)}${profileArgument}`;

export const accessListCommand = (
  id: string,
  entries: readonly NewEntry[],
  { orgId, profileArgument }: Where,
): string => {
  const flags = entries.map((entry) =>
    'ipAddress' in entry ? `--ip ${entry.ipAddress}` : `--cidr ${entry.cidrBlock}`,
  );
  return `atlas organizations apiKeys accessLists create --apiKey ${quoteForShell(id)} ${flags.join(' ')} --orgId ${quoteForShell(orgId)}${profileArgument}`;
};

export const assignCommand = (
  id: string,
  { projectId, roles }: ProjectRoles,
  { profileArgument }: Pick<Where, 'profileArgument'>,
): string => {
  const flags = roles.map((role) => `--role ${quoteForShell(role)}`);
  return `atlas projects apiKeys assign ${quoteForShell(id)} ${flags.join(' ')} --projectId ${quoteForShell(projectId)}${profileArgument}`;
};

/** Sets the key in the selected profile, from the recovery file. */
export const updateProfileCommand = (
  publicKey: string,
  file: string,
  { profileArgument }: Pick<Where, 'profileArgument'>,
): string =>
  `atlas config set public_api_key ${quoteForShell(publicKey)}${profileArgument} && jq -r .privateKey ${quoteForShell(file)} | atlas config set private_api_key -${profileArgument}`;

/** The flags of `config init` and `auth login` that answer their questions in a script. */
import { boolFlag, type Flags, stringFlag } from '../../cli/define.ts';

const answer = (usage: string, values?: readonly string[] | string) =>
  stringFlag({ extension: true, usage, ...(values && { values }) });

const secret = (what: string) => `${what}. The only valid value is -, which reads it from standard input.`;

export const setupFlags = {
  authType: answer('Kind of credentials to set up.', ['user_account', 'service_account', 'api_keys']),
  publicApiKey: answer('Public key of an API key.'),
  privateApiKey: answer(secret('Private key of an API key')),
  clientId: answer('Client ID of a service account.'),
  clientSecret: answer(secret('Client secret of a service account')),
  orgId: answer('ID of the organization to save in the profile.', 'organizations'),
  projectId: answer('ID of the project to save in the profile.', 'projects'),
  force: boolFlag({
    extension: true,
    usage: 'Replace a key that the profile already has, without asking for confirmation.',
  }),
} satisfies Flags;

/** What `config init` and `auth login` have in common: flags that answer their questions, for scripts. */
import { boolFlag, type Flags, stringFlag } from '../../cli/define.ts';

const answer = (usage: string, values?: readonly string[] | string) =>
  stringFlag({ extension: true, usage, ...(values && { values }) });

const secret = (what: string) => `${what}: - alone, and it is read from standard input.`;

export const setupFlags = {
  authType: answer('Kind of credentials, instead of a question.', [
    'user_account',
    'service_account',
    'api_keys',
  ]),
  publicApiKey: answer('Public half of an API key.'),
  privateApiKey: answer(secret('Private half of an API key')),
  clientId: answer('Client ID of a service account.'),
  clientSecret: answer(secret('Client secret of a service account')),
  orgId: answer('Organization to keep in the profile.', 'organizations'),
  projectId: answer('Project to keep in the profile.', 'projects'),
  force: boolFlag({ extension: true, usage: 'Replace a key that the profile holds already, unasked.' }),
} satisfies Flags;

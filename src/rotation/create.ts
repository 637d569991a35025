/** Creates the successor. */
import { createApiKey, newKeysOfOrganization } from '../api/resources/apiKeys.ts';
import { CliError } from '../base/errors.ts';
import type { Change } from '../runner/definition.ts';
import type { Journal } from '../runner/journal.ts';
import type { Clients, Plan, RotationInput, Successor } from './rotation.ts';

/** The create as a change, for messages about its outcome. */
export const describeCreation = ({ orgId, desc }: Plan): Change<RotationInput> => ({
  resource: 'API key',
  participle: 'created',
  verifyCommand: () => 'atlas organizations apiKeys list',
  newKeyQuery: (atlas) => newKeysOfOrganization(atlas, { orgId, desc }),
});

/** Creates the successor. @throws {CliError} if that fails or the outcome is unknown; the journal tells which */
export async function createSuccessor(
  { orgId, desc, roles }: Plan,
  clients: Clients,
  journal: Journal,
): Promise<Successor> {
  const response = await createApiKey(clients.asCaller(journal), { orgId, desc, roles });
  journal.proven();
  const { id, publicKey, privateKey } = response;
  if (!id || !publicKey || !privateKey)
    throw new CliError(`the response contains no ${id ? 'public key' : 'ID'}`);
  return { id, publicKey, privateKey, response };
}

/** Prints the requests of a rotation without sending them. Values from responses are in braces. */
import type { AtlasClient, Call } from '../api/client.ts';
import type { ApiKey } from '../api/responses/schemas.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import type { Flags, Invocation } from '../cli/define.ts';
import { type PlannedCall, printRequests } from '../runner/dryRun.ts';
import type { Preflight } from '../runner/preflight.ts';
import { createSuccessor } from './create.ts';
import type { Clients, RotateCommand, Rotation, RotationInput } from './rotation.ts';
import { stepsOf } from './steps.ts';
import { survey } from './survey.ts';

const PROJECT = '{projectId}';

/** A response for all calls, with everything that the steps read. */
const placeholderFor = (
  { reference, orgId }: RotationInput,
  { method, path }: Call,
  by: 'caller' | 'successor',
) => {
  const key = (isNew: boolean) => ({
    id: isNew ? '{newID}' : '{ID}',
    desc: '{desc}',
    publicKey: isNew ? '{newPublicKey}' : (reference ?? '{publicKey}'),
    privateKey: '{newPrivateKey}',
    orgId,
    roles: [
      { orgId, roleName: '{role}' },
      { groupId: PROJECT, roleName: '{projectRole}' },
    ],
  });
  const results = path.includes('/accessList') ? [{ cidrBlock: '{cidrBlock}' }] : [key(false)];
  return { ...key(method === 'POST'), apiKey: key(by === 'successor'), results };
};

/** Prints the requests. */
export async function printRotation<F extends Flags>(
  command: RotateCommand<F>,
  preflight: Preflight<RotationInput, ApiKey>,
  invocation: Invocation<F>,
  context: Pick<Rotation, 'system' | 'interruption' | 'journal' | 'destinations'>,
): Promise<void> {
  const { input, credentials } = preflight;
  const planned: PlannedCall[] = [];
  const recording = (by: 'caller' | 'successor', its: Credentials): AtlasClient => ({
    async send<T>(call: Call<T>) {
      planned.push({ call, credentials: its });
      return placeholderFor(input, call, by) as T;
    },
  });
  const clients: Clients = {
    asCaller: () => recording('caller', credentials),
    asSuccessor: ({ publicKey }) =>
      recording('successor', { ...credentials, kind: 'api_keys', identifier: publicKey }),
  };
  const plan = await survey(input, credentials, clients.asCaller());
  const successor = await createSuccessor(plan, clients, context.journal);
  const isOwn = input.reference === undefined || plan.isOwn;
  const rotation: Rotation = {
    ...context,
    ...preflight,
    clients,
    plan: { ...plan, isOwn },
    successor,
    isUntestable: false,
  };
  // Steps without a progress text store and print the key, and send no requests.
  for (const step of stepsOf(rotation))
    if (step.progress !== undefined) await step.run(rotation, context.journal);
  const { destinations, system } = context;
  await printRequests(command, preflight, invocation, destinations, planned, system);
}

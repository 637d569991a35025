/** The steps of a rotation after the successor is created, in order. */
import { addEntries } from '../api/resources/accessLists.ts';
import { addProjectApiKey } from '../api/resources/projectApiKeys.ts';
import { storeInAll } from '../delivery/destinations.ts';
import { withoutPrivateKey } from '../delivery/keyPair.ts';
import { print } from '../terminal/print.ts';
import { accessListCommand, assignCommand } from './commands.ts';
import { deletionStep } from './deletion.ts';
import { keyTest } from './keyTest.ts';
import type { ProjectRoles, Rotation, Step } from './rotation.ts';

/** The name of the step that stores the new key in its destinations. */
export const STORAGE = 'storage of the new API key';

/** The access list comes first, because until then the key can be used from anywhere. */
const accessListStep = ({ plan, successor, profileArgument }: Rotation): Step => ({
  name: 'access list',
  progress: 'Filling the access list',
  finishCommand: accessListCommand(successor.id, plan.entries, { orgId: plan.orgId, profileArgument }),
  async run({ clients }, progress) {
    const { orgId, entries } = plan;
    await addEntries(clients.asCaller(progress), { orgId, apiKeyId: successor.id, entries });
  },
});

const projectStep = ({ successor, profileArgument }: Rotation, project: ProjectRoles): Step => ({
  name: `roles in project ${project.projectId}`,
  progress: `Assigning the roles in project ${project.projectId}`,
  isOptional: true,
  finishCommand: assignCommand(successor.id, project, { profileArgument }),
  run: ({ clients }, progress) =>
    addProjectApiKey(clients.asCaller(progress), { ...project, apiKeyId: successor.id }),
});

const storageStep: Step = {
  name: STORAGE,
  async run({ successor, destinations, interruption, journal }) {
    await storeInAll(successor.response, destinations, interruption, (destination) =>
      journal.stored(destination),
    );
  },
};

const outputStep: Step = {
  name: 'output',
  async run({ system, interruption, successor, destinations, format, journal }) {
    const { response } = successor;
    const printable = destinations.length > 0 ? withoutPrivateKey(response, successor) : response;
    await interruption.race(print(system, format(printable)));
    journal.isDelivered = true;
  },
};

/** The steps that the rotation needs. */
export function stepsOf(rotation: Rotation): Step[] {
  const { plan, input, destinations } = rotation;
  return [
    ...(plan.entries.length > 0 ? [accessListStep(rotation)] : []),
    ...plan.projects.map((project) => projectStep(rotation, project)),
    ...(input.isTested ? [keyTest] : []),
    ...(destinations.length > 0 ? [storageStep] : []),
    outputStep,
    ...(input.deletesOld ? [deletionStep(rotation)] : []),
  ];
}

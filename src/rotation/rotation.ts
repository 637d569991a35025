/** The types of a rotation: the old key, its successor, and the progress. */

import type { AtlasClient, CallProgress } from '../api/client.ts';
import type { NewEntry } from '../api/resources/accessLists.ts';
import type { ApiKey } from '../api/responses/schemas.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import type { Flags } from '../cli/define.ts';
import type { KeyDestination } from '../delivery/keyDestination.ts';
import type { Formatter } from '../output/format.ts';
import type { CheckedCommand } from '../runner/definition.ts';
import type { Journal } from '../runner/journal.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';

/** The parsed command line. */
export interface RotationInput {
  readonly orgId: string;
  /** The ID or public key of the key to rotate; without it, the key that the run is authenticated with. */
  readonly reference: string | undefined;
  /** The description of the successor; by default, the one of the old key. */
  readonly desc: string | undefined;
  /** Additional entries for the access list of the successor. */
  readonly entries: readonly NewEntry[];
  readonly deletesOld: boolean;
  readonly isForced: boolean;
  readonly isTested: boolean;
  readonly updatesProfile: boolean;
}

/** The parts of the command's definition that the rotation uses. */
export type RotateCommand<F extends Flags> = CheckedCommand<F, RotationInput, ApiKey>;

/** The roles of the successor in one project. */
export interface ProjectRoles {
  readonly projectId: string;
  readonly roles: readonly string[];
}

/** The data that is read before the first change. */
export interface Plan {
  readonly orgId: string;
  readonly old: { readonly id: string; readonly publicKey: string; readonly name: string };
  /** Whether the old key is the one that the run is authenticated with. */
  readonly isOwn: boolean;
  readonly desc: string;
  /** Roles in the organization. */
  readonly roles: readonly string[];
  readonly projects: readonly ProjectRoles[];
  readonly entries: readonly NewEntry[];
}

/** The new key. */
export interface Successor {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** The response to the create. */
  readonly response: ApiKey;
}

/** Makes clients for both keys. */
export interface Clients {
  /** With the caller's credentials. */
  asCaller(progress?: CallProgress): AtlasClient;
  asSuccessor(successor: Successor, progress?: CallProgress): AtlasClient;
}

/** Whether a step was done. `unknown`: its request was sent, but no response proves the outcome. */
export type StepState = 'done' | 'notDone' | 'unknown';

/** One step of a rotation, after the successor exists. */
export interface Step {
  /** The name in reports: `access list`. */
  readonly name: string;
  /** The text of the spinner. A step without a spinner may ask questions. */
  readonly progress?: string;
  /** Whether a run with `--force` continues if Atlas refuses the step. */
  readonly isOptional?: true;
  /** A command that does the same by hand. */
  readonly finishCommand?: string;
  /** @param progress receives the progress of the call that makes a change */
  run(rotation: Rotation, progress: CallProgress): Promise<void>;
}

export interface Rotation {
  readonly system: System;
  readonly interruption: Interruption;
  readonly input: RotationInput;
  readonly credentials: Credentials;
  readonly clients: Clients;
  readonly destinations: readonly KeyDestination[];
  readonly format: Formatter;
  /** Appended to suggested commands. */
  readonly profileArgument: string;
  /** Records the create, and where the key was stored. */
  readonly journal: Journal;
  readonly plan: Plan;
  readonly successor: Successor;
  /** Set by the test if this machine is not on the key's access list: the key can still work on other machines. */
  isUntestable: boolean;
}

/** What is known of one rotation: the old key, its successor, and how far the run has come. */
import type { NewEntry } from '../api/accessLists.ts';
import type { AtlasClient, CallProgress } from '../api/client.ts';
import type { ApiKey } from '../api/schemas.ts';
import type { Credentials } from '../auth/kinds/kind.ts';
import type { Flags } from '../cli/define.ts';
import type { KeyDestination } from '../handover/keyDestination.ts';
import type { Formatter } from '../output/format.ts';
import type { CheckedCommand } from '../runner/definition.ts';
import type { Journal } from '../runner/journal.ts';
import type { System } from '../system/system.ts';
import type { Interruption } from '../terminal/interruption.ts';

/** What the command line asks for. */
export interface RotationInput {
  readonly orgId: string;
  /** The ID or public key of the key to rotate; without it, the key that the run itself uses. */
  readonly reference: string | undefined;
  /** The description of the successor, if it is not the old one. */
  readonly desc: string | undefined;
  /** Entries for the access list of the successor, beside those of the old key. */
  readonly entries: readonly NewEntry[];
  readonly deletesOld: boolean;
  readonly isForced: boolean;
  readonly isTested: boolean;
  readonly updatesProfile: boolean;
}

/** The command, as far as it is data. */
export type RotateCommand<F extends Flags> = CheckedCommand<F, RotationInput, ApiKey>;

/** The roles of the successor in one project. */
export interface ProjectRoles {
  readonly projectId: string;
  readonly roles: readonly string[];
}

/** All that is read before the first change. */
export interface Plan {
  readonly orgId: string;
  readonly old: { readonly id: string; readonly publicKey: string; readonly name: string };
  /** Whether the old key is the one that the run itself uses. */
  readonly isOwn: boolean;
  readonly desc: string;
  /** Roles in the organization. */
  readonly roles: readonly string[];
  readonly projects: readonly ProjectRoles[];
  readonly entries: readonly NewEntry[];
}

/** The new key, which certainly exists. */
export interface Successor {
  readonly id: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** The response to its creation. */
  readonly response: ApiKey;
}

/** Makes clients for both keys. */
export interface Clients {
  /** With the credentials of the run. */
  asCaller(progress?: CallProgress): AtlasClient;
  asSuccessor(successor: Successor, progress?: CallProgress): AtlasClient;
}

/** Whether a step was done. `unknown`: its request was sent, and no response proves what became of it. */
export type StepState = 'done' | 'notDone' | 'unknown';

/** One step of a rotation, after the successor exists. */
export interface Step {
  /** What the report calls it: `access list`. */
  readonly name: string;
  /** What the spinner says; a step without a spinner may talk to the user itself. */
  readonly progress?: string;
  /** Whether the run goes on with `--force` when Atlas refuses. */
  readonly isOptional?: true;
  /** The command that does the same by hand. */
  readonly finishCommand?: string;
  /** @param progress is told of the call that changes something */
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
  /** Added to commands that the user is told. */
  readonly profileArgument: string;
  /** Of the creation, and of where the key has gone since. */
  readonly journal: Journal;
  readonly plan: Plan;
  readonly successor: Successor;
  /** Set by the test: a key can be refused here and work elsewhere. */
  isUntestable: boolean;
}

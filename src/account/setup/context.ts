/** What all steps of the set-up share. */
import { withSecrets } from '../../auth/credentials.ts';
import { baseUrlOf, isGovernment } from '../../config/host.ts';
import { loadSettings, type Settings } from '../../config/settings.ts';
import type { System } from '../../system/system.ts';
import { type Dialogue, openDialogue } from '../../terminal/dialogue.ts';
import type { Interruption } from '../../terminal/interruption.ts';
import { type AnswerFlags, type Answers, readAnswers } from './answers.ts';

export interface SetupOptions {
  /** `signIn` asks fewer questions in a script: being signed in is enough. */
  readonly purpose: 'profile' | 'signIn';
  /** The value of `--profile`. */
  readonly profile: string | undefined;
  /** Whether to use Atlas for Government; if false, the settings decide. */
  readonly isGov: boolean;
  readonly opensBrowser: boolean;
  /** Whether to replace a key in the profile without confirmation. */
  readonly isForced: boolean;
  readonly flags: AnswerFlags;
}

export interface SetupContext {
  readonly system: System;
  readonly options: SetupOptions;
  readonly settings: Settings;
  readonly interruption: Interruption;
  readonly answers: Answers;
  readonly dialogue: Dialogue;
  /** The base URL, with a final slash. */
  readonly url: string;
  readonly isGov: boolean;
  /** The IDs in the profile. They are read before the sign-in, so that an invalid value cannot make it fail afterwards. */
  readonly savedIds: { readonly orgId: string | undefined; readonly projectId: string | undefined };
}

/** The settings, with the service that `--gov` selects. */
const withService = (settings: Settings, isGov: boolean): Settings => ({
  ...settings,
  get: (property) =>
    property === 'service' && isGov
      ? { value: 'cloudgov', origin: { kind: 'input', name: '--gov' } }
      : settings.get(property),
});

/** @throws {CliError} for invalid settings and flags */
export async function prepareSetupContext(
  system: System,
  options: SetupOptions,
  interruption: Interruption,
): Promise<SetupContext> {
  const settings = withService(
    await withSecrets(system, await loadSettings(system, options.profile)),
    options.isGov,
  );
  return {
    system,
    options,
    settings,
    interruption,
    answers: readAnswers(system, options.flags, settings),
    dialogue: openDialogue(system, interruption),
    url: baseUrlOf(settings),
    isGov: isGovernment(settings),
    savedIds: {
      orgId: settings.fromProfile('org_id')?.value,
      projectId: settings.fromProfile('project_id')?.value,
    },
  };
}

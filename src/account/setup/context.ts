/** What all parts of a conversation need. */
import { baseUrl, isGovernment } from '../../config/host.ts';
import { loadSettings, type Settings } from '../../config/settings.ts';
import type { System } from '../../system/system.ts';
import { type Dialogue, openDialogue } from '../../terminal/dialogue.ts';
import type { Interruption } from '../../terminal/interruption.ts';
import { type AnswerFlags, type Answers, readAnswers } from './answers.ts';

export interface SetupOptions {
  /** What the user wants: a whole profile, or to be signed in, which a script may leave at that. */
  readonly purpose: 'profile' | 'signIn';
  /** What `--profile` was given. */
  readonly profile: string | undefined;
  /** Whether Atlas for Government was asked for; otherwise the settings say. */
  readonly isGov: boolean;
  readonly opensBrowser: boolean;
  /** Whether a key that the profile holds may be replaced unasked. */
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
  /** The host, with a final slash. */
  readonly url: string;
  readonly isGov: boolean;
  /** The IDs that the profile holds so far. They are read first: a value that is no text must not end a finished sign-in. */
  readonly savedIds: { readonly orgId: string | undefined; readonly projectId: string | undefined };
}

/** The settings, with the service that was asked for. */
const withService = (settings: Settings, isGov: boolean): Settings => ({
  ...settings,
  get: (property) =>
    property === 'service' && isGov
      ? { value: 'cloudgov', origin: { kind: 'given', how: '--gov' } }
      : settings.get(property),
});

/** @throws {CliError} for settings and flags that cannot be used */
export async function prepareSetupContext(
  system: System,
  options: SetupOptions,
  interruption: Interruption,
): Promise<SetupContext> {
  const settings = withService(await loadSettings(system, options.profile), options.isGov);
  return {
    system,
    options,
    settings,
    interruption,
    answers: readAnswers(system, options.flags, settings),
    dialogue: openDialogue(system, interruption),
    url: baseUrl(settings),
    isGov: isGovernment(settings),
    savedIds: {
      orgId: settings.fromProfile('org_id')?.value,
      projectId: settings.fromProfile('project_id')?.value,
    },
  };
}

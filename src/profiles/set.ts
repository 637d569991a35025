/** `atlas config set`: sets a property of a profile, or a global property. */

import { checkId } from '../api/ids.ts';
import { describeTypedProblem, findProblem } from '../auth/credentialFields.ts';
import type { CredentialField } from '../auth/kinds/kind.ts';
import { UsageError } from '../base/errors.ts';
import { trimInvisible } from '../base/words.ts';
import { didYouMean, isOnlyCapitalized } from '../cli/suggest.ts';
import { editConfigFile } from '../config/file/edit.ts';
import { redactUserInfo } from '../config/host.ts';
import { chooseProfile, profileArgument } from '../config/profileName.ts';
import { quote } from '../go/quote.ts';
import { formatHint, parseFormat } from '../output/formats.ts';
import type { System } from '../system/system.ts';
import { canPrompt } from '../terminal/confirm.ts';
import { escapeControls } from '../terminal/escapeControls.ts';
import { withInterruption } from '../terminal/interruption.ts';
import { print, printNotice } from '../terminal/print.ts';
import { FROM_STANDARD_INPUT, readSecret } from '../terminal/secret.ts';
import { PROPERTIES, type SettableProperty } from './properties.ts';

/** The values that the Atlas CLI reads as true. All others are false. */
const TRUE = /^(1|t|true|y|yes)$/i;

const FALSE = /^(0|f|false|n|no)$/i;

/** Checks a base URL, in the order and with the messages of the Atlas CLI. @throws {UsageError} */
function checkUrl(value: string): string {
  const shown = redactUserInfo(value);
  if (!value.endsWith('/')) throw new UsageError(`'${shown}' must have a trailing slash`);
  if (!URL.canParse(value)) throw new UsageError(`'${shown}' is not a valid URL`);
  const { protocol, username, password, search, hash } = new URL(value);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new UsageError(`'${shown}' must begin with https:// or http://`);
  if (username || password) throw new UsageError(`'${shown}' must not contain a user name or password`);
  if (search || hash) throw new UsageError(`'${shown}' must not contain a query or fragment`);
  return value;
}

/** Returns the trimmed value. @throws {UsageError} if it cannot be this field; the message contains no part of it */
function checkCredentialField(field: CredentialField, given: string): string {
  const value = trimInvisible(given);
  const problem = findProblem(field, value);
  if (!problem) return value;
  throw new UsageError(`${field.property} cannot contain ${problem.found}`, {
    hint: problem.hint((property) => property),
  });
}

function checked({ kind, field }: SettableProperty, value: string): string | boolean {
  if (field) return checkCredentialField(field, value);
  if (kind === 'id') return checkId(value);
  if (kind === 'url') return checkUrl(value);
  return kind === 'boolean' ? TRUE.test(value) : value;
}

/**
 * Prompts for a secret without echo at a terminal; otherwise reads it from standard input.
 * @param command the command line, for hints
 */
async function secretFrom(system: System, field: CredentialField, command: string): Promise<string> {
  const name = field.property;
  if (!canPrompt(system)) return readSecret(system, name, `… | ${command}`);
  const { openDialogue } = await import('../terminal/dialogue.ts');
  return withInterruption(system, (interruption) =>
    openDialogue(system, interruption).ask({
      kind: 'secret',
      message: `${name}:`,
      problem: (text) => describeTypedProblem(field, text),
      subject: name,
      alternative: 'it on standard input',
    }),
  );
}

/** A notice about the saved value. @param command a command line that prompts for the value */
function noticeFor(
  { name, kind, field }: SettableProperty,
  given: string,
  command: string,
): string | undefined {
  if (field?.isSecret && given !== FROM_STANDARD_INPUT)
    return `The value is now in your shell history. Next time, enter it at a prompt: ${command}`;
  if (kind === 'boolean' && !TRUE.test(given) && !FALSE.test(given))
    return 'Anything but true or false counts as false.';
  if (name === 'output' && given !== '' && !parseFormat(given))
    return `There is no output format "${escapeControls(given)}": commands will refuse it. ${formatHint(given)}`;
  return undefined;
}

/** Finds a property. @throws {UsageError} with the Atlas CLI's message if it does not exist */
function findProperty(system: System, name: string): SettableProperty {
  const property = PROPERTIES.find((candidate) => candidate.name === name);
  if (property) return property;
  const names = PROPERTIES.map((candidate) => candidate.name);
  const isForPeople = names.some((candidate) => isOnlyCapitalized(name, candidate));
  throw new UsageError(`invalid property: ${quote(name)}`, {
    hint: isForPeople && !system.stderr.isTerminal ? undefined : didYouMean(name, names),
  });
}

/**
 * Sets a property and prints a confirmation.
 * @param flags the global flags
 * @throws {UsageError} if the property does not exist or cannot have the value
 */
export async function setProperty(
  system: System,
  name: string,
  given: string,
  flags: { readonly profile?: string | undefined },
): Promise<void> {
  const property = findProperty(system, name);
  const { field } = property;
  const profile = flags.profile ? profileArgument(flags.profile, true) : '';
  const command = `atlas config set ${name} -${profile}`;
  const isReadSeparately = field?.isSecret && given === FROM_STANDARD_INPUT;
  const value = checked(property, isReadSeparately ? await secretFrom(system, field, command) : given);
  const chosen = (names: readonly string[]) => chooseProfile(system.env, flags.profile, names);
  await editConfigFile(
    system,
    (config) => {
      if (property.isGlobal) config.setGlobal(name, value);
      else config.set(chosen(config.profileNames()), name, String(value));
    },
    field && { secretsOf: (names) => [chosen(names)] },
  );
  await print(system, `Updated property '${name}'\n`);
  await printNotice(system, noticeFor(property, given, command));
}

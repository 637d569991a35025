/** Sets up a profile: gets credentials, tests them against Atlas, and asks for the organization, project and output format. */
import { completeCredentials, incompletePair, withSecrets } from '../../auth/credentials.ts';
import { describeCredentials, kindOf } from '../../auth/kinds/index.ts';
import type { Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { userAccount } from '../../auth/kinds/userAccount.ts';
import { describeCredentialProblem } from '../../auth/noCredentials.ts';
import { addHint, CliError } from '../../base/errors.ts';
import { editConfigFile } from '../../config/file/edit.ts';
import { loadSettings, type Settings } from '../../config/settings.ts';
import { FORMATS } from '../../output/formats.ts';
import { chooseFormat } from '../../output/index.ts';
import type { System } from '../../system/system.ts';
import { openDialogue } from '../../terminal/dialogue.ts';
import { withInterruption } from '../../terminal/interruption.ts';
import { print, printNotice } from '../../terminal/print.ts';
import { warn, warnOfPlainHttp } from '../../terminal/warnings.ts';
import { signIn } from '../signIn.ts';
import { type Item, listAccessibleOrganizations, listAccessibleProjects } from './accessibleItems.ts';
import { offerToReplaceBrokenConfig } from './brokenConfig.ts';
import { chooseScope, ORGANIZATION, PROJECT } from './chooseScope.ts';
import { prepareSetupContext, type SetupContext, type SetupOptions } from './context.ts';
import { chooseKind } from './credentials.ts';
import { confirmReplacement, type ProfileDefaults, saveProfile } from './profile.ts';
import { callAtlas, getTestedKey, isAtlasFailure } from './testCredentials.ts';

/** Signs the user in. */
async function signInForCredentials({
  system,
  url,
  isGov,
  interruption,
  options,
}: SetupContext): Promise<Credentials> {
  const tokens = await signIn(system, { baseUrl: url, isGov }, options.opensBrowser, interruption);
  return {
    kind: userAccount.authType,
    identifier: tokens.accessToken,
    secret: tokens.refreshToken,
    isGov,
    origin: { kind: 'input', name: 'this sign-in' },
  };
}

/** Chooses the organization, and a project in it. */
async function chooseScopes(
  setup: SetupContext,
  credentials: Credentials,
  organizations: readonly Item[],
): Promise<ProfileDefaults> {
  const { savedIds, options } = setup;
  const orgId = await chooseScope(setup, ORGANIZATION, organizations, {
    isNeeded: options.purpose === 'profile',
    initial: savedIds.orgId,
  });
  if (orgId === undefined) return {};
  const projects = await callAtlas(setup, credentials, (atlas) => listAccessibleProjects(atlas, orgId));
  // Not needed, because many scripts use no project.
  const projectId = await chooseScope(setup, PROJECT, projects, {
    isNeeded: false,
    initial: savedIds.projectId,
  });
  return { orgId, projectId };
}

async function chooseOutput({ answers, dialogue, options }: SetupContext): Promise<string | undefined> {
  const answer = await answers.get('output');
  if (answer || options.purpose === 'signIn' || !dialogue.isInteractive) return answer?.value;
  return dialogue.ask({
    kind: 'choice',
    message: 'How should results be printed, unless --output says otherwise?',
    choices: FORMATS.filter(({ argument }) => argument === undefined).map(({ name, description }) => ({
      value: name,
      name: description,
    })),
    subject: 'the output format',
    alternative: answers.howToAnswer('output'),
  });
}

async function chooseDefaults(
  setup: SetupContext,
  credentials: Credentials,
  organizations: readonly Item[],
): Promise<ProfileDefaults> {
  const scopes = await chooseScopes(setup, credentials, organizations);
  return { ...scopes, output: await chooseOutput(setup) };
}

/** Signs in and saves the session first, so that the user stays signed in even if a later step fails. */
async function setUpUserAccount(setup: SetupContext): Promise<Credentials> {
  const { system, settings, options, dialogue } = setup;
  const credentials = await signInForCredentials(setup);
  await saveProfile(setup, credentials, {});
  try {
    const organizations = await callAtlas(setup, credentials, listAccessibleOrganizations);
    await saveProfile(setup, credentials, await chooseDefaults(setup, credentials, organizations));
  } catch (error) {
    if (options.purpose === 'signIn' && isAtlasFailure(error))
      await warn(system, `you are signed in, but your organizations could not be listed: ${error.message}`);
    else if (error instanceof CliError && dialogue.isInteractive)
      throw addHint(error, `You are signed in: profile "${settings.profileName}" has the session.`);
    else throw error;
  }
  return credentials;
}

async function setUpKey(setup: SetupContext, kind: CredentialsKind): Promise<Credentials> {
  const { dialogue } = setup;
  try {
    await confirmReplacement(setup, kind);
    const { credentials, organizations } = await getTestedKey(setup, kind);
    await saveProfile(setup, credentials, await chooseDefaults(setup, credentials, organizations));
    return credentials;
  } catch (error) {
    throw error instanceof CliError && dialogue.isInteractive ? addHint(error, 'Nothing was saved.') : error;
  }
}

/** Why the saved credentials will not be used; undefined if they will be. */
function reasonNotUsed(saved: Settings, credentials: Credentials): string | undefined {
  const name = saved.profileName;
  try {
    const used = completeCredentials(saved);
    if (!used)
      return `profile "${name}" is not used: ${describeCredentialProblem(saved, incompletePair(saved))?.replace(/\.$/, '')}`;
    return used.origin.kind === 'variable' && credentials.origin.kind === 'input'
      ? `${used.origin.name} is set and overrides profile "${name}"`
      : undefined;
  } catch (error) {
    if (error instanceof CliError) return `profile "${name}" is not used: ${error.message}`;
    throw error;
  }
}

/** Prints the result, and a warning if the saved credentials will not be used. */
async function reportResult(
  { system, settings, options }: SetupContext,
  credentials: Credentials,
): Promise<void> {
  const name = settings.profileName;
  const kind = kindOf(credentials);
  const user = kind.isSignIn ? kind.ownerName(credentials) : describeCredentials(credentials);
  const done =
    options.purpose === 'signIn' ? `Successfully logged in as ${user}.` : `Profile '${name}' is ready.`;
  await print(system, `${done}\n`);
  const problem = reasonNotUsed(await withSecrets(system, await loadSettings(system, name)), credentials);
  if (problem) await warn(system, problem);
  await printNotice(system, `Try it: atlas organizations list${settings.profileArgument}`);
}

/**
 * Runs `atlas config init` and `atlas auth login`.
 * @throws {CliError} if the set-up fails; at a terminal, the hint says what was saved
 */
export async function runSetup(system: System, options: SetupOptions): Promise<void> {
  await withInterruption(system, async (interruption) => {
    await offerToReplaceBrokenConfig(system, openDialogue(system, interruption));
    const setup = await prepareSetupContext(system, options, interruption);
    chooseFormat(await setup.answers.get('output'));
    // Changes nothing: it checks that the file can be changed, and unlocks the keyring, before the user answers questions.
    await editConfigFile(system, () => {}, { secretsOf: () => [setup.settings.profileName] });
    await warnOfPlainHttp(system, setup.url, 'the credentials');
    const kind = await chooseKind(setup);
    const credentials = kind.isSignIn ? await setUpUserAccount(setup) : await setUpKey(setup, kind);
    await reportResult(setup, credentials);
  });
}

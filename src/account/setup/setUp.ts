/** From nothing to a working profile: credentials, tried against Atlas, then what they are used for. */
import { completeCredentials, incompletePair } from '../../auth/credentials.ts';
import { describeCredentials, kindOf } from '../../auth/kinds/index.ts';
import type { Credentials, CredentialsKind } from '../../auth/kinds/kind.ts';
import { userAccount } from '../../auth/kinds/userAccount.ts';
import { whatIsWrong } from '../../auth/noCredentials.ts';
import { advise, CliError } from '../../base/errors.ts';
import { changeConfigFile } from '../../config/change.ts';
import { loadSettings, type Settings } from '../../config/settings.ts';
import { FORMATS } from '../../output/formats.ts';
import { chooseFormat } from '../../output/index.ts';
import type { System } from '../../system/system.ts';
import { dialogue } from '../../terminal/dialogue.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { print, tell } from '../../terminal/print.ts';
import { warn, warnOfPlainHttp } from '../../terminal/warnings.ts';
import { signIn } from '../signIn.ts';
import { prepareSetup, type Setup, type SetupOptions } from './context.ts';
import { chooseKind } from './credentials.ts';
import { makeWay } from './freshStart.ts';
import { choosePlace, ORGANIZATION, PROJECT } from './place.ts';
import { checkMayReplace, saveProfile, type Use } from './profile.ts';
import { askAtlas, isAboutAtlas, triedKey } from './trial.ts';
import { type Item, visibleOrganizations, visibleProjects } from './visibleItems.ts';

/** Somebody who signs in now. */
async function session({ system, url, isGov, interruption, options }: Setup): Promise<Credentials> {
  const tokens = await signIn(system, { baseUrl: url, isGov }, options.opensBrowser, interruption);
  return {
    kind: userAccount.authType,
    owner: tokens.accessToken,
    secret: tokens.refreshToken,
    isGov,
    origin: { kind: 'given', how: 'this sign-in' },
  };
}

/** Organization and project: those that were given, the only ones, or those that the person chooses. */
async function choosePlaces(
  setup: Setup,
  credentials: Credentials,
  organizations: readonly Item[],
): Promise<Use> {
  const { held, options } = setup;
  const orgId = await choosePlace(setup, ORGANIZATION, organizations, {
    isNeeded: options.purpose === 'profile',
    initial: held.orgId,
  });
  if (orgId === undefined) return {};
  const projects = await askAtlas(setup, credentials, (atlas) => visibleProjects(atlas, orgId));
  // Many scripts need no project.
  const projectId = await choosePlace(setup, PROJECT, projects, {
    isNeeded: false,
    initial: held.projectId,
  });
  return { orgId, projectId };
}

async function chooseOutput({ answers, talk, options }: Setup): Promise<string | undefined> {
  const given = await answers.get('output');
  if (given || options.purpose === 'signIn' || !talk.isPossible) return given?.value;
  return talk.ask({
    kind: 'choice',
    message: 'How should results be printed, unless --output says otherwise?',
    choices: FORMATS.filter(({ argument }) => argument === undefined).map(({ name, description }) => ({
      value: name,
      name: description,
    })),
    what: 'the output format',
    instead: answers.insteadOf('output'),
  });
}

async function chooseUse(
  setup: Setup,
  credentials: Credentials,
  organizations: readonly Item[],
): Promise<Use> {
  const places = await choosePlaces(setup, credentials, organizations);
  return { ...places, output: await chooseOutput(setup) };
}

/** A session is kept at once: whoever has signed in is signed in, whatever comes after it. */
async function signInAndUse(setup: Setup): Promise<Credentials> {
  const { system, settings, options, talk } = setup;
  const credentials = await session(setup);
  await saveProfile(setup, credentials, {});
  try {
    const organizations = await askAtlas(setup, credentials, visibleOrganizations);
    await saveProfile(setup, credentials, await chooseUse(setup, credentials, organizations));
  } catch (error) {
    if (options.purpose === 'signIn' && isAboutAtlas(error))
      await warn(system, `signed in, but the organizations could not be looked up: ${error.message}`);
    else if (error instanceof CliError && talk.isPossible)
      throw advise(
        error,
        `You are signed in all the same: profile "${settings.profileName}" holds the session.`,
      );
    else throw error;
  }
  return credentials;
}

async function tryAndUseKey(setup: Setup, kind: CredentialsKind): Promise<Credentials> {
  const { talk } = setup;
  try {
    await checkMayReplace(setup, kind);
    const { credentials, organizations } = await triedKey(setup, kind);
    await saveProfile(setup, credentials, await chooseUse(setup, credentials, organizations));
    return credentials;
  } catch (error) {
    throw error instanceof CliError && talk.isPossible ? advise(error, 'Nothing was saved.') : error;
  }
}

/** Why other credentials than those that were saved will be used, or none; undefined when nothing is in their way. */
function obstacle(saved: Settings, credentials: Credentials): string | undefined {
  const name = saved.profileName;
  try {
    const used = completeCredentials(saved);
    if (!used)
      return `profile "${name}" is not used: ${whatIsWrong(saved, incompletePair(saved))?.replace(/\.$/, '')}`;
    return used.origin.kind === 'variable' && credentials.origin.kind === 'given'
      ? `${used.origin.name} is set, and wins over profile "${name}"`
      : undefined;
  } catch (error) {
    if (error instanceof CliError) return `profile "${name}" is not used: ${error.message}`;
    throw error;
  }
}

/** Says what has come of it, and what stands in its way. */
async function conclude({ system, settings, options }: Setup, credentials: Credentials): Promise<void> {
  const name = settings.profileName;
  const kind = kindOf(credentials);
  const who = kind.isSignIn ? kind.ownerName(credentials) : describeCredentials(credentials);
  const done =
    options.purpose === 'signIn' ? `Successfully logged in as ${who}.` : `Profile '${name}' is ready.`;
  await print(system, `${done}\n`);
  const problem = obstacle(await loadSettings(system, name), credentials);
  if (problem) await warn(system, problem);
  await tell(system, `Try it: atlas organizations list${settings.profileArgument}`);
}

/**
 * Sets a profile up, or signs in: `atlas config init`, `atlas auth login`.
 * @throws {CliError} when it came to nothing; a person is told what has been saved
 */
export async function setUp(system: System, options: SetupOptions): Promise<void> {
  await interruptible(system, async (interruption) => {
    await makeWay(system, dialogue(system, interruption));
    const setup = await prepareSetup(system, options, interruption);
    chooseFormat(await setup.answers.get('output'));
    // What cannot be kept need not be asked for: this only tries whether the file can be changed.
    await changeConfigFile(system, () => {});
    await warnOfPlainHttp(system, setup.url, 'the credentials');
    const kind = await chooseKind(setup);
    const credentials = kind.isSignIn ? await signInAndUse(setup) : await tryAndUseKey(setup, kind);
    await conclude(setup, credentials);
  });
}

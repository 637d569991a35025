/** Signs a user in, and keeps the session in a profile. */
import { checkAnswer } from '../atlas/answer.ts';
import { answerSchema } from '../atlas/answerSchema.ts';
import { type AtlasClient, atlasClient } from '../atlas/client.ts';
import { listOrganizations } from '../atlas/organizations.ts';
import { LARGEST_PAGE } from '../atlas/paging.ts';
import { listProjects } from '../atlas/projects.ts';
import type { ItemName } from '../atlas/schemas.ts';
import { changeConfigFile } from '../config/change.ts';
import { baseUrl } from '../config/host.ts';
import { describeOrigin, loadSettings, type Settings } from '../config/settings.ts';
import { CliError } from '../errors.ts';
import { print } from '../output/print.ts';
import { visible } from '../output/visible.ts';
import { type Interruption, listenForInterruption } from '../runner/interruption.ts';
import { Journal } from '../runner/journal.ts';
import { startSpinner } from '../runner/spinner.ts';
import type { System } from '../system/system.ts';
import { warn, warnOfPlainHttp } from '../warnings.ts';
import { completeCredentials } from './credentials.ts';
import { type Authorization, requestCode, type Service, waitForSession } from './deviceFlow.ts';
import type { Session } from './userAccount.ts';
import { ownerOf } from './whoami.ts';

export interface LoginOptions {
  /** What `--profile` was given. */
  readonly profile: string | undefined;
  /** Whether Atlas for Government was asked for; otherwise the settings say. */
  readonly isGov: boolean;
  readonly opensBrowser: boolean;
}

/** An organisation or a project. */
export interface Item {
  readonly id: string;
  readonly name?: string | undefined;
}

/** Codes of eight characters are shown in two halves, which are easier to read and to type. */
const inHalves = (code: string): string =>
  /^\w{8}$/.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : code;

const minutes = (milliseconds: number): string => {
  const count = Math.max(1, Math.round(milliseconds / 60_000));
  return `${count} minute${count > 1 ? 's' : ''}`;
};

/** Says what has to be typed where. On standard error: it is nothing that a script would want to read. */
async function showCode(system: System, { userCode, page, endsAt }: Authorization): Promise<void> {
  await system.stderr.write(
    `To sign in, open ${visible(page)} in a browser and enter this code:\n\n    ${visible(inHalves(userCode))}\n\nIt can be used for ${minutes(endsAt - system.now())}.\n`,
  );
}

/**
 * Signs in by the device flow: shows the code, opens a browser where there is a terminal, and waits.
 * @throws {TokenError} when nobody signs in, or the service refuses
 */
export async function signIn(
  system: System,
  service: Service,
  opensBrowser: boolean,
  { race, signal }: Interruption,
): Promise<Session> {
  const authorization = await race(requestCode(system, service, signal));
  await showCode(system, authorization);
  if (opensBrowser && system.stderr.isTerminal && !(await race(system.openBrowser(authorization.page))))
    await system.stderr.write('No browser could be opened: open the address yourself, here or elsewhere.\n');
  const stopSpinner = startSpinner(system, 'Waiting for you to sign in');
  try {
    return await race(waitForSession(system, service, authorization, signal));
  } finally {
    stopSpinner();
  }
}

/** Puts the session into the profile, and makes it the one that is used there. */
export const saveSession = (
  system: System,
  profile: string,
  { isGov, url }: { readonly isGov: boolean; readonly url: string | undefined },
  { accessToken, refreshToken }: Session,
): Promise<void> =>
  changeConfigFile(system, (config) => {
    config.set(profile, 'access_token', accessToken);
    config.set(profile, 'refresh_token', refreshToken);
    config.set(profile, 'auth_type', 'user_account');
    config.set(profile, 'service', isGov ? 'cloudgov' : 'cloud');
    // The session is of that host: a run without the variable that named it must not send it elsewhere.
    if (url !== undefined) config.set(profile, 'ops_manager_url', url);
  });

async function itemsOf(kind: ItemName, page: Promise<unknown>): Promise<readonly Item[]> {
  const answer = checkAnswer(await answerSchema(kind, 'page')(), await page);
  return (answer as { results?: readonly Item[] }).results ?? [];
}

/** The organisations that the credentials see, 500 at most. */
export const visibleOrganizations = (atlas: AtlasClient): Promise<readonly Item[]> =>
  itemsOf(
    'organization',
    listOrganizations(atlas, { name: '', limit: LARGEST_PAGE, page: 1, omitCount: false }),
  );

/** An organisation's projects, 500 at most. The page's number is the one that the reference asks for. */
export const visibleProjects = (atlas: AtlasClient, orgId: string): Promise<readonly Item[]> =>
  itemsOf('project', listProjects(atlas, { orgId, limit: LARGEST_PAGE, page: 0, omitCount: false }));

/** Organisation and project, where there is no choice. */
async function onlyOnes(atlas: AtlasClient): Promise<{ org_id?: string; project_id?: string }> {
  const organizations = await visibleOrganizations(atlas);
  const [organization] = organizations;
  if (!organization || organizations.length > 1) return {};
  const projects = await visibleProjects(atlas, organization.id);
  const [project] = projects;
  return {
    org_id: organization.id,
    ...(project && projects.length === 1 && { project_id: project.id }),
  };
}

/** Keeps organisation and project in the profile where there is only one; the sign-in holds without them. */
async function saveOnlyOnes(system: System, settings: Settings, url: string): Promise<void> {
  const credentials = completeCredentials({ ...settings, fromEnvironment: () => undefined });
  if (!credentials) return;
  try {
    const found = await onlyOnes(atlasClient(system, url, credentials, new Journal()));
    await changeConfigFile(system, (config) => {
      for (const [property, id] of Object.entries(found)) config.set(settings.profileName, property, id);
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    await warn(system, `signed in, but the organisations could not be looked up: ${error.message}`);
  }
}

/** The settings, with the service that was asked for. */
export const withService = (settings: Settings, isGov: boolean): Settings => ({
  ...settings,
  get: (property) =>
    property === 'service' && isGov
      ? { value: 'cloudgov', origin: { kind: 'given', how: '--gov' } }
      : settings.get(property),
});

/**
 * `atlas auth login`: signs in and keeps the session, and the organisation and project where there is only one.
 * @throws {CliError} when the configuration cannot be changed (before anybody is asked), or nobody has signed in
 */
export async function login(system: System, options: LoginOptions): Promise<void> {
  const settings = withService(await loadSettings(system, options.profile), options.isGov);
  const service = { baseUrl: baseUrl(settings), isGov: settings.get('service')?.value === 'cloudgov' };
  // What cannot be kept need not be asked for: this only tries whether the file can be changed.
  await changeConfigFile(system, () => {});
  await warnOfPlainHttp(system, service.baseUrl, 'the session');
  const interruption = listenForInterruption(system, () => {});
  try {
    const session = await signIn(system, service, options.opensBrowser, interruption);
    const url = settings.get('ops_manager_url')?.value;
    await saveSession(system, settings.profileName, { isGov: service.isGov, url }, session);
    const saved = await loadSettings(system, settings.profileName);
    await interruption.race(saveOnlyOnes(system, saved, service.baseUrl));
    await print(system, `Successfully logged in as ${ownerOf(session.accessToken)}.\n`);
    const used = completeCredentials(saved);
    if (used?.origin.kind === 'variable')
      await warn(system, `${describeOrigin(used.origin)} is set, and wins over this sign-in`);
  } finally {
    interruption.stop();
  }
}

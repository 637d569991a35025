/** From nothing to a working profile: credentials, tried against Atlas, then what they are used for. */
import { ApiError } from '../atlas/apiError.ts';
import { atlasClient } from '../atlas/client.ts';
import { NetworkError } from '../atlas/networkError.ts';
import { type Credentials, completeCredentials } from '../auth/credentials.ts';
import { type Item, signIn, visibleOrganizations, visibleProjects, withService } from '../auth/login.ts';
import { TokenError } from '../auth/tokenError.ts';
import { describeCredentials, ownerOf } from '../auth/whoami.ts';
import { type ConfigEditor, changeConfigFile } from '../config/change.ts';
import { baseUrl } from '../config/host.ts';
import { describeOrigin, loadSettings, type Settings } from '../config/settings.ts';
import { configPath } from '../config/store.ts';
import { CliError, UsageError } from '../errors.ts';
import { print, tell } from '../output/print.ts';
import { advise, withHint } from '../runner/failure.ts';
import { type Interruption, listenForInterruption } from '../runner/interruption.ts';
import { Journal } from '../runner/journal.ts';
import { startSpinner } from '../runner/spinner.ts';
import type { System } from '../system/system.ts';
import { warn, warnOfPlainHttp } from '../warnings.ts';
import { type AnswerFlags, type Answers, givenAnswers, insteadOf } from './answers.ts';
import { type AuthType, chooseAuthType, getKey, type KeyType, propertiesOf } from './credentials.ts';
import { type Dialogue, dialogue } from './dialogue.ts';
import { choosePlace, ORGANIZATION, PROJECT } from './place.ts';

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

/** One conversation, and all that its parts need. */
class Setup {
  /** What holds when the conversation ends early. */
  private saved = 'Nothing was saved.';
  private readonly talk: Dialogue;
  private readonly answers: Answers;
  private readonly url: string;
  private readonly isGov: boolean;

  constructor(
    private readonly system: System,
    private readonly options: SetupOptions,
    private readonly settings: Settings,
    private readonly interruption: Interruption,
  ) {
    this.talk = dialogue(system, interruption);
    this.answers = givenAnswers(system, options.flags, settings);
    this.url = baseUrl(settings);
    this.isGov = settings.get('service')?.value === 'cloudgov';
  }

  async run(): Promise<void> {
    try {
      await this.converse();
    } catch (error) {
      throw error instanceof CliError ? advise(error, this.saved) : error;
    }
  }

  private async converse(): Promise<void> {
    const { system, options, talk, answers, url } = this;
    // What cannot be kept need not be asked for: this only tries whether the file can be changed.
    await changeConfigFile(system, () => {});
    await warnOfPlainHttp(system, url, 'the credentials');
    const type = await chooseAuthType(
      answers,
      talk,
      options.purpose === 'signIn' ? 'user_account' : undefined,
    );
    await this.checkMayReplace(type);
    const { credentials, organizations } = await this.credentialsOf(type);
    const place = await this.choosePlace(credentials, organizations);
    const output = await this.chooseOutput();
    await this.save(credentials, type, { ...place, output });
    await this.conclude(credentials);
  }

  /** @throws {CliError} when the profile holds a key that is not to be replaced */
  private async checkMayReplace(type: AuthType): Promise<void> {
    const { settings, options, talk } = this;
    const held = settings.fromProfile(type === 'api_keys' ? 'public_api_key' : 'client_id');
    if (type === 'user_account' || !held || options.isForced) return;
    const holds = `profile "${settings.profileName}" holds ${held.value} already`;
    if (!talk.isPossible) throw new UsageError(holds, { hint: 'Pass --force to replace it.' });
    if (!(await talk.confirm(`${holds.replace(/^p/, 'P')}. Replace it?`)))
      throw new CliError(`${held.value} stays in profile "${settings.profileName}"`);
  }

  /** Credentials that Atlas knows, and the organisations that they see. */
  private async credentialsOf(
    type: AuthType,
  ): Promise<{ credentials: Credentials; organizations: readonly Item[] }> {
    if (type !== 'user_account') return this.triedKey(type);
    const { system, url, isGov, interruption, options } = this;
    const session = await signIn(system, { baseUrl: url, isGov }, options.opensBrowser, interruption);
    const origin = { kind: 'given', how: 'this sign-in' } as const;
    const credentials: Credentials = { kind: 'userAccount', ...session, isGov, origin };
    await this.save(credentials, type, {});
    this.saved = `The sign-in itself holds: it is kept in profile "${this.settings.profileName}".`;
    return { credentials, organizations: await this.ask(credentials, visibleOrganizations) };
  }

  /** A key that Atlas took; a person may correct one that it did not take. */
  private async triedKey(
    type: KeyType,
  ): Promise<{ credentials: Credentials; organizations: readonly Item[] }> {
    const { answers, talk } = this;
    let key = await getKey(type, answers, talk);
    for (;;) {
      try {
        return {
          credentials: key.credentials,
          organizations: await this.ask(key.credentials, visibleOrganizations),
        };
      } catch (error) {
        const isRefusal = error instanceof ApiError || error instanceof TokenError;
        if (!talk.isPossible || !key.isTyped || !(isRefusal || error instanceof NetworkError)) throw error;
        await talk.say(`Error: ${error.message}${error.hint ? `\n${error.hint}` : ''}`);
        const next = await talk.ask({
          kind: 'choice',
          message: 'What now?',
          choices: [
            { value: 'other', name: 'Type the key again' },
            { value: 'same', name: 'Try the same key once more' },
            { value: 'stop', name: 'Stop' },
          ],
          initial: isRefusal ? 'other' : 'same',
          what: 'a key that Atlas takes',
          instead: insteadOf('auth_type'),
        });
        if (next === 'stop') throw new CliError('Atlas did not take the key');
        if (next === 'other') key = await getKey(type, answers, talk);
      }
    }
  }

  /** Asks Atlas something with the credentials, and shows the waiting. */
  private async ask<T>(
    credentials: Credentials,
    question: (atlas: ReturnType<typeof atlasClient>) => Promise<T>,
  ): Promise<T> {
    const { system, url, interruption } = this;
    const stopSpinner = startSpinner(system, 'Asking Atlas what these credentials see');
    try {
      return await interruption.race(question(atlasClient(system, url, credentials, new Journal())));
    } catch (error) {
      throw error instanceof ApiError
        ? withHint(error, {}, { credentials, scope: undefined, input: undefined })
        : error;
    } finally {
      stopSpinner();
    }
  }

  private async choosePlace(
    credentials: Credentials,
    organizations: readonly Item[],
  ): Promise<{ orgId?: string; projectId?: string }> {
    const { answers, talk, settings, options } = this;
    const choice = { answers, dialogue: talk, isNeeded: options.purpose === 'profile' };
    const now = (property: 'org_id' | 'project_id') => settings.fromProfile(property)?.value;
    const orgId = await choosePlace(ORGANIZATION, organizations, { ...choice, initial: now('org_id') });
    if (orgId === undefined) return {};
    const projects = await this.ask(credentials, (atlas) => visibleProjects(atlas, orgId));
    // Many scripts need no project.
    const projectChoice = { ...choice, isNeeded: false, initial: now('project_id') };
    const projectId = await choosePlace(PROJECT, projects, projectChoice);
    return { orgId, ...(projectId !== undefined && { projectId }) };
  }

  private async chooseOutput(): Promise<string | undefined> {
    const { answers, talk, options } = this;
    const given = await answers.get('output');
    if (given || options.purpose === 'signIn' || !talk.isPossible) return given?.value;
    return talk.ask({
      kind: 'choice',
      message: 'How should results be printed, unless --output says otherwise?',
      choices: [
        { value: 'plaintext', name: 'As text, for people' },
        { value: 'json', name: 'As JSON, for programs' },
      ],
      what: 'the output format',
      instead: insteadOf('output'),
    });
  }

  private async save(
    credentials: Credentials,
    type: AuthType,
    { orgId, projectId, output }: { orgId?: string; projectId?: string; output?: string | undefined },
  ): Promise<void> {
    const { settings, isGov } = this;
    const profile = settings.profileName;
    const url = settings.get('ops_manager_url')?.value;
    const properties = {
      ...propertiesOf(credentials),
      auth_type: type,
      service: isGov ? 'cloudgov' : 'cloud',
      // The credentials are of that host: a run without the variable that named it must not send them elsewhere.
      ...(url !== undefined && { ops_manager_url: url }),
      ...(orgId !== undefined && { org_id: orgId }),
      ...(projectId !== undefined && { project_id: projectId }),
      ...(output !== undefined && { output }),
    };
    await changeConfigFile(this.system, (config: ConfigEditor) => {
      // A project of another organisation would be asked for in this one.
      if (orgId !== undefined && config.get(profile, 'org_id') !== orgId)
        config.remove(profile, 'project_id');
      for (const [property, value] of Object.entries(properties)) config.set(profile, property, value);
    });
  }

  private async conclude(credentials: Credentials): Promise<void> {
    const { system, settings, options } = this;
    const name = settings.profileName;
    const who =
      credentials.kind === 'userAccount'
        ? ownerOf(credentials.accessToken)
        : describeCredentials(credentials);
    if (options.purpose === 'signIn') await print(system, `Successfully logged in as ${who}.\n`);
    else await print(system, `Profile '${name}' is ready.\n`);
    const used = completeCredentials(await loadSettings(system, name));
    if (used?.origin.kind === 'variable' && used.origin.name !== describeOrigin(credentials.origin))
      await warn(
        system,
        `${used.origin.name} is set, and wins over profile "${name}" of ${configPath(system)}`,
      );
    const flag = name === 'default' ? '' : ` --profile ${name}`;
    await tell(system, `Try it: atlas organizations apiKeys list${flag}`);
  }
}

/**
 * Sets a profile up, or signs in: `atlas config init`, `atlas auth login`.
 * @throws {CliError} when it came to nothing; what has been saved is said
 */
export async function setUp(system: System, options: SetupOptions): Promise<void> {
  const settings = withService(await loadSettings(system, options.profile), options.isGov);
  const interruption = listenForInterruption(system, () => {});
  try {
    await new Setup(system, options, settings, interruption).run();
  } finally {
    interruption.stop();
  }
}

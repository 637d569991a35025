/**
 * The keyring of a Linux desktop (gnome-keyring, KWallet, KeePassXC): the service org.freedesktop.secrets on the session
 * bus, https://specifications.freedesktop.org/secret-service-spec/. Collections, attributes and labels are those of Go's
 * go-keyring 0.2.8, so that the Atlas CLI finds what is written here.
 */
import { BusConnection, BusError, type Connect } from './dbus/connection.ts';
import type { Variant } from './dbus/message.ts';
import {
  type EntryName,
  type Keyring,
  KeyringError,
  type KeyringOptions,
  PROMPT_TIMEOUT_MS,
} from './keyring.ts';

const SERVICE = 'org.freedesktop.secrets';
const ROOT = '/org/freedesktop/secrets';
const LOGIN_COLLECTION = `${ROOT}/collection/login`;
const DEFAULT_COLLECTION = `${ROOT}/aliases/default`;

/** The path of no object, which means that no prompt is necessary. */
const NONE = '/';

const INTERFACE = {
  service: 'org.freedesktop.Secret.Service',
  collection: 'org.freedesktop.Secret.Collection',
  item: 'org.freedesktop.Secret.Item',
  prompt: 'org.freedesktop.Secret.Prompt',
  properties: 'org.freedesktop.DBus.Properties',
} as const;

/** Errors of the bus that say that nobody offers the service, or that it has no collection. */
const MISSING =
  /\.(ServiceUnknown|NameHasNoOwner|UnknownMethod|UnknownObject|UnknownInterface|Spawn\.[A-Za-z.]+|NoSuchObject)$/;

const IS_LOCKED = /\.IsLocked$/;

type Values = readonly unknown[];

export interface SecretServiceOptions extends KeyringOptions {
  readonly connect: Connect;
  readonly sockets: readonly string[];
  readonly userId: number;
}

class SecretService implements Keyring {
  private constructor(
    private readonly bus: BusConnection,
    private readonly options: KeyringOptions,
    private readonly session: string,
    private readonly collection: string,
  ) {}

  /** @throws {KeyringError} if there is no keyring, or it does not reply */
  static async open(options: SecretServiceOptions): Promise<SecretService> {
    const bus = await BusConnection.open(options.connect, options.sockets, options.userId);
    const service = { destination: SERVICE, path: ROOT };
    try {
      const [[, session], [collections]] = await Promise.all([
        bus.call({
          ...service,
          interface: INTERFACE.service,
          member: 'OpenSession',
          signature: 'sv',
          body: ['plain', { signature: 's', value: '' } satisfies Variant],
        }),
        bus.call({
          ...service,
          interface: INTERFACE.properties,
          member: 'Get',
          signature: 'ss',
          body: [INTERFACE.service, 'Collections'],
        }),
      ]);
      const paths = (collections as Variant).value as readonly string[];
      const collection = paths.includes(LOGIN_COLLECTION) ? LOGIN_COLLECTION : DEFAULT_COLLECTION;
      return new SecretService(bus, options, session as string, collection);
    } catch (error) {
      bus.close();
      throw problemOf(error);
    }
  }

  async read(service: string, users: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.guarded(async () => {
      // KWallet finds nothing in a closed wallet, so it is unlocked before the search.
      await this.unlock([this.collection]);
      const found = await Promise.all(users.map((user) => this.search({ service, user })));
      const items = users.flatMap((user, at) => {
        const item = found[at]?.[0];
        return item === undefined ? [] : [{ user, item }];
      });
      if (items.length === 0) return new Map();
      // KeePassXC requires unlocking each item too.
      await this.unlock(items.map(({ item }) => item));
      const secrets = await Promise.all(items.map(({ item }) => this.secretOf(item)));
      return new Map(items.map(({ user }, at) => [user, secrets[at] ?? '']));
    });
  }

  write({ service, user }: EntryName, value: string): Promise<void> {
    return this.guarded(async () => {
      await this.unlock([this.collection]);
      const properties = {
        [`${INTERFACE.item}.Label`]: { signature: 's', value: `Password for '${user}' on '${service}'` },
        [`${INTERFACE.item}.Attributes`]: { signature: 'a{ss}', value: { username: user, service } },
      };
      const secret = [this.session, [], new TextEncoder().encode(value), 'text/plain; charset=utf8'];
      const [, prompt] = await this.bus.call({
        destination: SERVICE,
        path: this.collection,
        interface: INTERFACE.collection,
        member: 'CreateItem',
        signature: 'a{sv}(oayays)b',
        body: [properties, secret, true],
      });
      await this.prompt(prompt as string);
    });
  }

  remove(name: EntryName): Promise<void> {
    return this.guarded(async () => {
      await this.unlock([this.collection]);
      for (const item of await this.search(name)) {
        const [prompt] = await this.callItem(item, 'Delete');
        await this.prompt(prompt as string);
      }
    });
  }

  close(): void {
    this.bus.close();
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw problemOf(error);
    }
  }

  private async search({ service, user }: EntryName): Promise<readonly string[]> {
    const [items] = await this.bus.call({
      destination: SERVICE,
      path: this.collection,
      interface: INTERFACE.collection,
      member: 'SearchItems',
      signature: 'a{ss}',
      body: [{ username: user, service }],
    });
    return items as readonly string[];
  }

  private callItem(path: string, member: string, signature = '', body: Values = []): Promise<Values> {
    return this.bus.call({ destination: SERVICE, path, interface: INTERFACE.item, member, signature, body });
  }

  private async secretOf(item: string): Promise<string> {
    const [secret] = await this.callItem(item, 'GetSecret', 'o', [this.session]);
    const [, , value] = secret as [unknown, unknown, Uint8Array];
    return new TextDecoder('utf-8', { fatal: true }).decode(value);
  }

  private async unlock(paths: readonly string[]): Promise<void> {
    const [, prompt] = await this.bus.call({
      destination: SERVICE,
      path: ROOT,
      interface: INTERFACE.service,
      member: 'Unlock',
      signature: 'ao',
      body: [paths],
    });
    await this.prompt(prompt as string);
  }

  /** Lets the desktop ask its user, if the service says that it must. */
  private async prompt(path: string): Promise<void> {
    if (path === NONE) return;
    this.options.onPrompt();
    const completed = { path, interface: INTERFACE.prompt, member: 'Completed' };
    const [isDismissed] = await this.bus.signal(completed, PROMPT_TIMEOUT_MS, async () => {
      const call = { destination: SERVICE, path, interface: INTERFACE.prompt, member: 'Prompt' };
      // A service may not reply until the user has answered the prompt.
      await this.bus.call({ ...call, signature: 's', body: [''] }, PROMPT_TIMEOUT_MS);
    });
    if (isDismissed === true) throw new KeyringError('locked', 'the keyring is locked');
  }
}

/** Converts an error to a KeyringError, without text from the service. */
function problemOf(error: unknown): KeyringError {
  if (error instanceof KeyringError) return error;
  if (!(error instanceof BusError))
    return new KeyringError('failed', 'the response of the keyring is invalid', { cause: error });
  if (MISSING.test(error.code)) return new KeyringError('missing', 'there is no keyring');
  if (IS_LOCKED.test(error.code)) return new KeyringError('locked', 'the keyring is locked');
  return new KeyringError('failed', `the keyring answered ${error.code}`);
}

/**
 * Opens the keyring of the desktop that the user is signed in to.
 * @throws {KeyringError} if there is none, or it does not reply in time
 */
export const openSecretService = (options: SecretServiceOptions): Promise<Keyring> =>
  SecretService.open(options);

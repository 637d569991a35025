/** A keyring in memory, which can fail like a real one. */
import {
  type Keyring,
  KeyringError,
  type KeyringOptions,
  ValueTooLongError,
} from '../../../src/keyring/keyring.ts';

export interface FakeKeyring {
  /** The values by `service:user`: `atlascli_ci:private_api_key`. */
  readonly entries: Map<string, string>;
  /** What opening it fails with. */
  fails?: KeyringError;
  /** Whether the desktop asks its user to unlock it. */
  isLocked?: boolean;
  /** The longest value that fits. */
  longest?: number;
  /** Writing this user's entries fails. */
  writeFails?: string;
  /** Removing this user's entries fails. */
  removeFails?: string;
  /** Called when an entry is written. */
  onWrite?: () => void;
  /** Called when an entry is removed. */
  onRemove?: () => void;
  /** What was done, in order: `open`, `read atlascli_ci`, `write atlascli_ci:client_id`, `close`. */
  readonly log: string[];
}

export const fakeKeyring = (entries: Readonly<Record<string, string>> = {}): FakeKeyring => ({
  entries: new Map(Object.entries(entries)),
  log: [],
});

export async function openFakeKeyring(
  fake: FakeKeyring | undefined,
  { onPrompt }: KeyringOptions,
): Promise<Keyring> {
  if (!fake) throw new KeyringError('missing', 'there is no keyring');
  const { entries, log } = fake;
  log.push('open');
  if (fake.fails) throw fake.fails;
  if (fake.isLocked) onPrompt();
  fake.isLocked = false;
  return {
    async read(service, users) {
      log.push(`read ${service}`);
      const found = users.flatMap((user) => {
        const value = entries.get(`${service}:${user}`);
        return value === undefined ? [] : [[user, value] as const];
      });
      return new Map(found);
    },
    async write({ service, user }, value) {
      log.push(`write ${service}:${user}`);
      fake.onWrite?.();
      if (fake.longest !== undefined && value.length > fake.longest)
        throw new ValueTooLongError(`the keyring cannot hold a ${user} of that length`);
      if (fake.writeFails === user)
        throw new KeyringError('failed', 'the keyring answered org.example.Error');
      entries.set(`${service}:${user}`, value);
    },
    async remove({ service, user }) {
      log.push(`remove ${service}:${user}`);
      fake.onRemove?.();
      if (fake.removeFails === user)
        throw new KeyringError('failed', 'the keyring answered org.example.Error');
      entries.delete(`${service}:${user}`);
    },
    close: () => void log.push('close'),
  };
}

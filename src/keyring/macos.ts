/**
 * The keychain of macOS, through /usr/bin/security as Go's go-keyring 0.2.8 uses it: entries trust that tool, so reading
 * them another way would ask the user. No secret is ever an argument of a process.
 */
import { type EntryName, type Keyring, KeyringError, ValueTooLongError } from './keyring.ts';

const SECURITY = '/usr/bin/security';

/** What `security -i` reads as one command, in bytes. */
const LONGEST_COMMAND_BYTES = 4096;

const BASE64_PREFIX = 'go-keyring-base64:';
/** Older versions of go-keyring wrote hexadecimal digits. */
const HEX_PREFIX = 'go-keyring-encoded:';

export interface ProgramResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with this text on its standard input; rejects when it cannot be started or takes too long. */
export type RunProgram = (program: string, args: readonly string[], stdin: string) => Promise<ProgramResult>;

/** A word as `security -i` splits its input: as a POSIX shell does. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;

const encodedValue = (value: string): string => BASE64_PREFIX + Buffer.from(value, 'utf8').toString('base64');

function decodedValue(text: string): string {
  if (text.startsWith(BASE64_PREFIX))
    return Buffer.from(text.slice(BASE64_PREFIX.length), 'base64').toString('utf8');
  if (text.startsWith(HEX_PREFIX)) return Buffer.from(text.slice(HEX_PREFIX.length), 'hex').toString('utf8');
  return text;
}

const isNotFound = ({ stderr }: ProgramResult): boolean => stderr.includes('could not be found');

/** @param run starts the tool; tests replace it */
export function openKeychain(run: RunProgram): Keyring {
  async function security(args: readonly string[], stdin = ''): Promise<ProgramResult> {
    try {
      return await run(SECURITY, args, stdin);
    } catch (error) {
      if (error instanceof KeyringError) throw error;
      throw new KeyringError('missing', `cannot run ${SECURITY}`, { cause: error });
    }
  }

  const failed = ({ status }: ProgramResult) =>
    new KeyringError('failed', `${SECURITY} ended with status ${status}`);

  return {
    async read(service, users) {
      const values = new Map<string, string>();
      for (const user of users) {
        const result = await security(['find-generic-password', '-s', service, '-wa', user]);
        if (result.status === 0) values.set(user, decodedValue(result.stdout.replace(/\n$/, '')));
        else if (!isNotFound(result)) throw failed(result);
      }
      return values;
    },
    async write({ service, user }: EntryName, value) {
      const words = ['add-generic-password', '-U', '-s', service, '-a', user, '-w', encodedValue(value)];
      const command = `${words.map(quoted).join(' ')}\n`;
      if (Buffer.byteLength(command) > LONGEST_COMMAND_BYTES)
        throw new ValueTooLongError(`the keychain cannot hold a ${user} of that length`);
      const result = await security(['-i'], command);
      if (result.status !== 0) throw failed(result);
    },
    async remove({ service, user }: EntryName) {
      const result = await security(['delete-generic-password', '-s', service, '-a', user]);
      if (result.status !== 0 && !isNotFound(result)) throw failed(result);
    },
    close() {},
  };
}

/** A new key as a file of variables, which shells, Docker and CI systems read. */
import { CliError, codeOf, messageOf, UsageError } from '../errors.ts';
import type { System } from '../system/system.ts';
import type { KeyPair } from './keyPair.ts';
import type { KeyPlace } from './keyPlace.ts';

/** What every reader of such files takes as it stands: shells expand the rest, Docker knows no quotes. */
const PLAIN = /^[\w.:/+@%=-]+$/;

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'there is one already, and it is not overwritten',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is not a folder',
  EACCES: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the name is too long',
};

const reason = (error: unknown): string => REASONS[codeOf(error) ?? ''] ?? messageOf(error);

/** @throws {CliError} for a value that some reader would take for something else */
function line(name: string, value: string): string {
  if (!PLAIN.test(value))
    throw new CliError('the new key holds characters that cannot stand in an environment file');
  return `${name}=${value}\n`;
}

const textOf = ({ publicKey, privateKey }: KeyPair): string =>
  line('MONGODB_ATLAS_PUBLIC_API_KEY', publicKey) + line('MONGODB_ATLAS_PRIVATE_API_KEY', privateKey);

/**
 * Makes the file, empty and for its owner only (0600), so that nothing can be wrong with it later.
 * @throws {CliError} when it cannot be made, or is there already
 */
export function openEnvFile(path: string, system: System): KeyPlace {
  if (path === '') throw new UsageError('--envFile needs the path of a new file');
  let file: ReturnType<System['files']['openPrivate']>;
  try {
    file = system.files.openPrivate(path);
  } catch (error) {
    throw new CliError(`cannot create the file ${path}: ${reason(error)}`, {
      hint: 'Nothing was created. Name a new file in a folder that exists.',
    });
  }
  let holdsKey = false;
  return {
    name: `file ${path}`,
    async store(pair) {
      const text = textOf(pair);
      try {
        file.finish(text);
      } catch (error) {
        throw new CliError(`cannot write the file ${path}: ${reason(error)}`, { cause: error });
      }
      holdsKey = true;
    },
    discard() {
      if (!holdsKey) file.remove();
    },
  };
}

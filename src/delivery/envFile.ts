/** Writes a new key to an environment file, which shells, Docker and CI systems can read. */
import { CliError, UsageError } from '../base/errors.ts';
import { reasonOf } from '../system/reasons.ts';
import type { OpenedFile, System } from '../system/system.ts';
import { windowsNameProblem } from '../system/windowsNames.ts';
import type { KeyDestination } from './keyDestination.ts';
import type { KeyPair } from './keyPair.ts';
import { readersWarning } from './readers.ts';

/** Values that all readers of such files read unchanged. Shells expand other characters, and Docker does not remove quotes. */
const PLAIN = /^[\w.:/+@%=-]+$/;

const NEW_FILE = {
  EEXIST: 'it already exists and is not overwritten',
  ENOENT: 'its folder does not exist',
};

/** @throws {CliError} if some readers would change the value */
function line(name: string, value: string): string {
  if (!PLAIN.test(value))
    throw new CliError('the new key contains characters that are not allowed in an environment file');
  return `${name}=${value}\n`;
}

const textOf = ({ publicKey, privateKey }: KeyPair): string =>
  line('MONGODB_ATLAS_PUBLIC_API_KEY', publicKey) + line('MONGODB_ATLAS_PRIVATE_API_KEY', privateKey);

/** @throws {CliError} if the file exists or cannot be created */
function createFile(path: string, system: System): OpenedFile {
  const createError = (reason: string) =>
    new CliError(`cannot create the file ${path}: ${reason}`, {
      hint: 'Nothing was created. Specify a new file in an existing folder.',
    });
  const problem = system.platform === 'win32' ? windowsNameProblem(path) : undefined;
  if (problem !== undefined) throw createError(problem);
  try {
    return system.files.openPrivate(path);
  } catch (error) {
    throw createError(reasonOf(error, NEW_FILE));
  }
}

/**
 * Creates an empty file that only its owner can read (0600), so that most errors occur before the key is created.
 * @throws {CliError} if the file exists or cannot be created
 */
export function openEnvFileDestination(path: string, system: System): KeyDestination {
  if (path === '') throw new UsageError('--envFile requires the path of a new file');
  const file = createFile(path, system);
  let holdsKey = false;
  return {
    kind: 'file',
    name: `file ${path}`,
    warning: readersWarning(path, system),
    async store(pair) {
      const text = textOf(pair);
      try {
        file.writeAndClose(text);
      } catch (error) {
        throw new CliError(`cannot write the file ${path}: ${reasonOf(error)}`, { cause: error });
      }
      holdsKey = true;
    },
    discard() {
      if (!holdsKey) file.remove();
    },
  };
}

/** A new key as a file of variables, which shells, Docker and CI systems read. */
import { CliError, UsageError } from '../base/errors.ts';
import { reasonOf } from '../system/reasons.ts';
import type { OpenedFile, System } from '../system/system.ts';
import { windowsNameProblem } from '../system/windowsNames.ts';
import type { KeyDestination } from './keyDestination.ts';
import type { KeyPair } from './keyPair.ts';
import { readersWarning } from './readers.ts';

/** What every reader of such files takes as it stands: shells expand the rest, Docker knows no quotes. */
const PLAIN = /^[\w.:/+@%=-]+$/;

const NEW_FILE = {
  EEXIST: 'there is one already, and it is not overwritten',
  ENOENT: 'its folder does not exist',
};

/** @throws {CliError} for a value that some reader would take for something else */
function line(name: string, value: string): string {
  if (!PLAIN.test(value))
    throw new CliError('the new key holds characters that cannot stand in an environment file');
  return `${name}=${value}\n`;
}

const textOf = ({ publicKey, privateKey }: KeyPair): string =>
  line('MONGODB_ATLAS_PUBLIC_API_KEY', publicKey) + line('MONGODB_ATLAS_PRIVATE_API_KEY', privateKey);

/** @throws {CliError} when the file cannot be created, or exists */
function createFile(path: string, system: System): OpenedFile {
  const createError = (reason: string) =>
    new CliError(`cannot create the file ${path}: ${reason}`, {
      hint: 'Nothing was created. Name a new file in a folder that exists.',
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
 * Creates the file, empty and for its owner only (0600), so that nothing can be wrong with it later.
 * @throws {CliError} when it cannot be created, or exists
 */
export function openEnvFileDestination(path: string, system: System): KeyDestination {
  if (path === '') throw new UsageError('--envFile needs the path of a new file');
  const file = createFile(path, system);
  let holdsKey = false;
  return {
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

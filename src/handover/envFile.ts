/** A new key as a file of variables, which shells, Docker and CI systems read. */
import { CliError, UsageError } from '../base/errors.ts';
import { reasonOf } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import type { KeyPair } from './keyPair.ts';
import type { KeyPlace } from './keyPlace.ts';

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
    throw new CliError(`cannot create the file ${path}: ${reasonOf(error, NEW_FILE)}`, {
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
        throw new CliError(`cannot write the file ${path}: ${reasonOf(error)}`, { cause: error });
      }
      holdsKey = true;
    },
    discard() {
      if (!holdsKey) file.remove();
    },
  };
}

/** The Atlas CLI's warning about secrets in a file of version 2, when there is no keyring. */
import type { System } from '../../system/system.ts';
import { warn } from '../../terminal/warnings.ts';
import { variable } from '../variable.ts';

/** The values that Go's strconv.ParseBool and viper read as true. */
const TRUE = /^(1|t|true|y|yes)$/i;

/** Whether the user has silenced the warning, by a variable or a global property. */
export const isSilenced = (root: Readonly<Record<string, unknown>>, env: System['env']): boolean =>
  TRUE.test(variable(env, 'SILENCE_STORAGE_WARNING')?.value ?? String(root['silence_storage_warning'] ?? ''));

export const warnOfInsecureStorage = (system: System): Promise<void> =>
  warn(system, 'Secure storage is not available, falling back to insecure storage');

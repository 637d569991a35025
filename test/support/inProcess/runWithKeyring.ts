/** Runs commands with a profile whose secrets are in a keyring in memory. */

import { CONFIG, HOME, ORG_ID, PRIVATE_KEY, PUBLIC_KEY } from '../fixtures.ts';
import type { FakeKeyring } from './fakeKeyring.ts';
import type { FakeOptions } from './fakeSystem.ts';
import { type CommandRun, run } from './runCommand.ts';

export const PAIR = {
  'atlascli_ci:public_api_key': PUBLIC_KEY,
  'atlascli_ci:private_api_key': PRIVATE_KEY,
};
export const VERSION_2 = `version = 2\n\n[ci]\nauth_type = 'api_keys'\norg_id = '${ORG_ID}'\n`;

export interface Given extends FakeOptions {
  /** config.toml; undefined for none. */
  readonly config?: string;
}

export const runWith = (argv: readonly string[], { config, ...options }: Given): Promise<CommandRun> =>
  run(argv, { env: HOME, ...(config !== undefined && { files: { [CONFIG]: config } }), ...options });

export const configOf = ({ system }: CommandRun): string | undefined => system.disk.get(CONFIG)?.text;
export const entriesOf = ({ entries }: FakeKeyring) => Object.fromEntries(entries);

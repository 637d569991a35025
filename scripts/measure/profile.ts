/** A profile for measurements, which include reading it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The variables of the sandbox, by their property. */
const PROPERTIES = {
  ops_manager_url: 'MONGODB_ATLAS_OPS_MANAGER_URL',
  public_api_key: 'MONGODB_ATLAS_PUBLIC_API_KEY',
  private_api_key: 'MONGODB_ATLAS_PRIVATE_API_KEY',
  org_id: 'MONGODB_ATLAS_ORG_ID',
};

/**
 * Writes the values of the variables to the default profile.
 * @param folder the value for XDG_CONFIG_HOME
 */
export function writeProfile(folder: string, env: Readonly<Record<string, string>>): void {
  const lines = Object.entries(PROPERTIES).map(([name, variable]) => `${name} = "${env[variable] ?? ''}"\n`);
  mkdirSync(join(folder, 'atlascli'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'atlascli/config.toml'), `[default]\n${lines.join('')}`, { mode: 0o600 });
}

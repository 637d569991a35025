/** The properties of config.toml that can be set by their name, in the order in which a shell offers them. */

export interface PropertyDefinition {
  readonly name: string;
  /** Whether it stands before all profiles. */
  readonly isGlobal?: true;
  readonly kind?: 'id' | 'url' | 'boolean';
  readonly isSecret?: true;
  /** The reference reads it, but sets it at sign-in only: it is taken here, and not offered. */
  readonly isExtension?: true;
}

export const PROPERTIES: readonly PropertyDefinition[] = [
  { name: 'access_token', isSecret: true },
  { name: 'api_version' },
  { name: 'auth_type', isExtension: true },
  { name: 'base_url', kind: 'url' },
  { name: 'client_id', isExtension: true },
  { name: 'client_secret', isSecret: true, isExtension: true },
  { name: 'ops_manager_url', kind: 'url' },
  { name: 'org_id', kind: 'id' },
  { name: 'output' },
  { name: 'private_api_key', isSecret: true },
  { name: 'project_id', kind: 'id' },
  { name: 'public_api_key' },
  { name: 'refresh_token', isSecret: true },
  { name: 'service' },
  { name: 'local_deployment_image', isGlobal: true },
  { name: 'mongosh_path', isGlobal: true },
  { name: 'skip_update_check', isGlobal: true, kind: 'boolean' },
  { name: 'telemetry_enabled', isGlobal: true, kind: 'boolean' },
];

/** What stands before all profiles, so that no profile can have its name; the reference sets the last two itself. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...PROPERTIES.filter(({ isGlobal }) => isGlobal).map(({ name }) => name),
  'version',
  'silence_storage_warning',
]);

/** Properties whose values are never shown. */
export const SECRETS: ReadonlySet<string> = new Set(
  PROPERTIES.filter(({ isSecret }) => isSecret).map(({ name }) => name),
);

/** The properties of config.toml that `config set` accepts, except those of credentials, which are in src/auth/kinds. */

export interface PropertyDefinition {
  readonly name: string;
  /** Whether the property is outside all profiles. */
  readonly isGlobal?: true;
  readonly kind?: 'id' | 'url' | 'boolean';
  /** `config set` accepts the property, but its help and completion do not list it, like those of the Atlas CLI. */
  readonly isExtension?: true;
}

export const PROFILE_PROPERTIES: readonly PropertyDefinition[] = [
  { name: 'api_version' },
  { name: 'auth_type', isExtension: true },
  { name: 'base_url', kind: 'url' },
  { name: 'ops_manager_url', kind: 'url' },
  { name: 'org_id', kind: 'id' },
  { name: 'output' },
  { name: 'project_id', kind: 'id' },
  { name: 'service' },
];

export const GLOBAL_PROPERTIES: readonly PropertyDefinition[] = [
  { name: 'local_deployment_image', isGlobal: true },
  { name: 'mongosh_path', isGlobal: true },
  { name: 'silence_storage_warning', isGlobal: true, kind: 'boolean', isExtension: true },
  { name: 'skip_update_check', isGlobal: true, kind: 'boolean' },
  { name: 'telemetry_enabled', isGlobal: true, kind: 'boolean' },
];

/** The names of all global properties, which no profile can have. The Atlas CLI sets the version itself. */
export const GLOBALS: ReadonlySet<string> = new Set([
  ...GLOBAL_PROPERTIES.map(({ name }) => name),
  'version',
]);

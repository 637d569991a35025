import { defineCommand } from '../../cli/define.ts';
import type { System } from '../../system/system.ts';

// A test compares them with src/profiles/properties.ts, which is not loaded at every start.
const names = [
  'access_token',
  'api_version',
  'base_url',
  'ops_manager_url',
  'org_id',
  'output',
  'private_api_key',
  'project_id',
  'public_api_key',
  'refresh_token',
  'service',
  'local_deployment_image',
  'mongosh_path',
  'silence_storage_warning',
  'skip_update_check',
  'telemetry_enabled',
];

export const setCommand = defineCommand<System, Record<never, never>>({
  name: 'set',
  summary: 'Set a property of a profile.',
  description: `Creates the profile if it does not exist. The rest of the configuration file stays unchanged.
The value of a secret (access_token, client_secret, private_api_key, refresh_token) can be -, which reads it from standard input or asks for it at a terminal.`,
  examples: [
    {
      about: 'Set the organization of the profile ci to 5a1b39eec902201990f12345:',
      line: 'atlas config set org_id 5a1b39eec902201990f12345 --profile ci',
    },
    {
      about: 'Set a private key without leaving it in the shell history or the process list:',
      line: 'pass show atlas/ci | atlas config set private_api_key - --profile ci',
    },
  ],
  args: ['<propertyName>', '<value>'],
  argumentUsages: [
    `Name of the property: ${names.join(', ')}.`,
    'New value of the property. For a secret, - reads it from standard input or asks for it.',
  ],
  argumentValues: names,
  flags: {},
  action: async ({ args: [name = '', value = ''], values }, system) =>
    (await import('../../profiles/set.ts')).setProperty(system, name, value, values),
});

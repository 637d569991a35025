/** Flags that several commands share. */
import { type Flags, stringFlag } from '../cli/define.ts';

export const orgIdFlag = stringFlag({
  usage:
    'Organization ID to use. This option overrides the settings in the configuration file or environment variable.',
});

export const outputFlag = stringFlag({
  short: 'o',
  usage:
    'Output format. Valid values are json, json-path, go-template, or go-template-file. To see the full output, use the -o json option.',
});

/** What every command takes. */
export const globalFlags = {
  profile: stringFlag({
    short: 'P',
    usage:
      'Name of the profile to use from your configuration file. To learn about profiles for the Atlas CLI, see https://dochub.mongodb.org/core/atlas-cli-save-connection-settings.',
  }),
} satisfies Flags;

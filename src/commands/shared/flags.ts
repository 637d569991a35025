/** Flags that several commands share. */

import { FIRST_PAGE } from '../../api/paging.ts';
import { ORGANIZATION_ROLES } from '../../api/roles.ts';
import { boolFlag, type Flags, intFlag, stringFlag, stringsFlag } from '../../cli/define.ts';
import { FORMATS } from '../../output/formats.ts';

export const orgIdFlag = stringFlag({
  values: 'organizations',
  usage:
    'Organization ID to use. This option overrides the settings in the configuration file or environment variable.',
});

export const projectIdFlag = stringFlag({
  values: 'projects',
  usage:
    'Project ID to use, 24 hexadecimal digits. It wins over the environment variable and the configuration file.',
});

const documented = FORMATS.filter(({ isDocumented }) => isDocumented).map(({ name }) => name);

export const outputFlag = stringFlag({
  short: 'o',
  values: documented,
  completesFiles: FORMATS.some(({ isFile }) => isFile),
  usage: `Output format. Valid values are ${documented.slice(0, -1).join(', ')}, or ${documented.at(-1)}. To see the full output, use the -o json option.`,
});

/** The format that a profile keeps: one that fits every command, so none with an argument. */
export const savedOutputFlag = stringFlag({
  extension: true,
  values: FORMATS.filter(({ argument }) => argument === undefined).map(({ name }) => name),
  usage: 'Output format to keep in the profile.',
});

/** Which part of a long list is shown. */
export const pagingFlags = {
  limit: intFlag({ usage: 'Number of items on a page, at most 500.', default: FIRST_PAGE.limit }),
  page: intFlag({ usage: 'Number of the page to show.', default: FIRST_PAGE.page }),
  omitCount: boolFlag({ usage: 'Leave the total number of items (totalCount) out of the answer.' }),
} satisfies Flags;

export const compactFlag = boolFlag({
  short: 'c',
  usage: 'Print the list alone, without what the service says about it.',
});

export const forceFlag = boolFlag({ usage: 'Delete without asking first.' });

/** What a command that takes one key as its argument says of it. */
export const apiKeyArgument = 'The API key, by its ID (24 hexadecimal digits) or its public key.';

export const apiKeyFlag = stringFlag({
  usage: apiKeyArgument,
  required: true,
});

export const organizationRoleFlag = stringsFlag({
  values: ORGANIZATION_ROLES,
  usage: 'Role in the organization, like ORG_MEMBER; several with commas, or the flag again.',
});

export const projectRoleFlag = stringsFlag({
  usage: 'Role in the project, like GROUP_READ_ONLY; several with commas, or the flag again.',
  required: true,
});

/** What every command takes. */
export const globalFlags = {
  profile: stringFlag({
    short: 'P',
    values: 'profiles',
    usage:
      'Name of the profile to use from your configuration file. To learn about profiles for the Atlas CLI, see https://dochub.mongodb.org/core/atlas-cli-save-connection-settings.',
  }),
} satisfies Flags;

/** Flags that several commands share. */

import { FIRST_PAGE } from '../../api/paging.ts';
import { ORGANIZATION_ROLES } from '../../api/resources/roles.ts';
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
    'Project ID to use. This option overrides the settings in the configuration file or environment variable.',
});

const documented = FORMATS.filter(({ isDocumented }) => isDocumented).map(({ name }) => name);

export const outputFlag = stringFlag({
  short: 'o',
  values: documented,
  completesFiles: FORMATS.some(({ isFile }) => isFile),
  usage: `Output format. Valid values are ${documented.slice(0, -1).join(', ')}, or ${documented.at(-1)}. To see the full output, use the -o json option.`,
});

/** The format to save in a profile. Completion offers those that suit every command, so none with an argument. */
export const savedOutputFlag = stringFlag({
  extension: true,
  values: FORMATS.filter(({ argument }) => argument === undefined).map(({ name }) => name),
  usage: 'Output format to save in the profile.',
});

/** The flags that select a page of a list. */
export const pagingFlags = {
  limit: intFlag({ usage: 'Number of items per page, 500 at most.', default: FIRST_PAGE.limit }),
  page: intFlag({ usage: 'Number of the page to return.', default: FIRST_PAGE.page }),
  omitCount: boolFlag({ usage: 'Omit the total number of items (totalCount) from the response.' }),
} satisfies Flags;

export const compactFlag = boolFlag({
  short: 'c',
  usage: 'Print only the list, without its links and total count.',
});

export const forceFlag = boolFlag({ usage: 'Delete without asking for confirmation.' });

/** The description of an argument or flag that identifies an API key. */
export const apiKeyArgument = 'ID (24 hexadecimal digits) or public key of the API key.';

export const apiKeyFlag = stringFlag({
  usage: apiKeyArgument,
  required: true,
});

export const organizationRoleFlag = stringsFlag({
  values: ORGANIZATION_ROLES,
  usage:
    'Role in the organization, such as ORG_MEMBER. To specify more than one, separate them with commas or repeat the flag.',
});

export const projectRoleFlag = stringsFlag({
  usage:
    'Role in the project, such as GROUP_READ_ONLY. To specify more than one, separate them with commas or repeat the flag.',
  required: true,
});

/** The flags that every command takes. */
export const globalFlags = {
  profile: stringFlag({
    short: 'P',
    values: 'profiles',
    // Like the Atlas CLI, which returns the default directive here.
    completesFiles: true,
    usage:
      'Name of the profile to use from your configuration file. To learn about profiles for the Atlas CLI, see https://dochub.mongodb.org/core/atlas-cli-save-connection-settings.',
  }),
} satisfies Flags;

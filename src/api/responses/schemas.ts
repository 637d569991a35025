/**
 * The schemas of the Admin API's responses. Fields are sorted by name, the order in which the Atlas CLI prints them; it does
 * not print fields that are missing here. Null is the same as absent, as for Go's pointers.
 */
import * as z from 'zod/mini';
import { goTimestamp } from '../../go/time.ts';
import type { Page } from '../paging.ts';
import { goNameOf, named, TIME } from './goNames.ts';
import '../../base/zodConfig.ts';

const optional = <T extends z.core.SomeType>(type: T) => z.nullish(type);

/** An object schema with the name of its type in the Atlas CLI. */
const namedObject = <Fields extends z.core.$ZodLooseShape>(name: string, fields: Fields) =>
  named(name, z.object(fields));

const timestamp = () => named(TIME, z.string().check(z.overwrite(goTimestamp)));

const link = namedObject('Link', { href: optional(z.string()), rel: optional(z.string()) });

const roleAssignment = namedObject('CloudAccessRoleAssignment', {
  groupId: optional(z.string()),
  orgId: optional(z.string()),
  roleName: optional(z.string()),
});

const apiKeySchema = namedObject('ApiKeyUserDetails', {
  desc: optional(z.string()),
  id: optional(z.string()),
  links: optional(z.array(link)),
  privateKey: optional(z.string()),
  publicKey: optional(z.string()),
  roles: optional(z.array(roleAssignment)),
});

const accessListEntrySchema = () =>
  namedObject('UserAccessListResponse', {
    cidrBlock: optional(z.string()),
    count: optional(z.int()),
    created: optional(timestamp()),
    ipAddress: optional(z.string()),
    lastUsed: optional(timestamp()),
    lastUsedAddress: optional(z.string()),
    links: optional(z.array(link)),
  });

const organizationSchema = () =>
  namedObject('AtlasOrganization', {
    id: optional(z.string()),
    isDeleted: optional(z.boolean()),
    links: optional(z.array(link)),
    name: optional(z.string()),
    skipDefaultAlertsSettings: optional(z.boolean()),
  });

const tag = () => namedObject('ResourceTag', { key: optional(z.string()), value: optional(z.string()) });

const projectSchema = () =>
  namedObject('Group', {
    clusterCount: optional(z.int()),
    created: optional(timestamp()),
    id: optional(z.string()),
    links: optional(z.array(link)),
    name: optional(z.string()),
    orgId: optional(z.string()),
    regionUsageRestrictions: optional(z.string()),
    tags: optional(z.array(tag())),
    withDefaultAlertsSettings: optional(z.boolean()),
  });

/** The type name of a page, by the type name of its items. */
const PAGES: Readonly<Record<string, string>> = {
  ApiKeyUserDetails: 'PaginatedApiApiUser',
  AtlasOrganization: 'PaginatedOrganization',
  Group: 'PaginatedAtlasGroup',
  UserAccessListResponse: 'PaginatedApiUserAccessListResponse',
};

/** The schema of a page. */
const pageOf = <T extends z.ZodMiniType>(item: T) =>
  namedObject(PAGES[goNameOf(item) ?? ''] ?? 'Page', {
    links: optional(z.array(link)),
    results: optional(z.array(item)),
    totalCount: optional(z.int()),
  });

/** The response of `ipinfo`. */
const callerSchema = () => z.object({ currentIpv4Address: z.string() });

/** The status of Atlas. The response to an API key contains that key. */
const systemStatusSchema = () =>
  z.object({ apiKey: optional(z.object({ id: z.string(), publicKey: z.string() })) });

const ITEMS = {
  apiKey: () => apiKeySchema,
  systemStatus: systemStatusSchema,
  accessListEntry: accessListEntrySchema,
  organization: organizationSchema,
  project: projectSchema,
  caller: callerSchema,
  deletedKey: () => z.object({ id: z.string() }),
  deletedEntry: () => z.object({ entry: z.string() }),
} satisfies Record<string, () => z.ZodMiniType>;

export type ItemName = keyof typeof ITEMS;

export const ITEM_NAMES = Object.keys(ITEMS) as readonly ItemName[];

/** One item, a page of items with links and a total, or a plain list of items. */
export const RESPONSE_FORMS = ['one', 'page', 'list'] as const;

export type ResponseForm = (typeof RESPONSE_FORMS)[number];

type Item<N extends ItemName> = z.infer<ReturnType<(typeof ITEMS)[N]>>;

/** The type of a response. */
export type ResponseOf<N extends ItemName, F extends ResponseForm = 'one'> = F extends 'one'
  ? Item<N>
  : F extends 'page'
    ? Page<Item<N>>
    : Item<N>[];

export type ApiKey = z.infer<typeof apiKeySchema>;

/** The schema of a response. */
export function schemaOf<N extends ItemName, F extends ResponseForm>(
  name: N,
  form?: F,
): z.ZodMiniType<ResponseOf<N, F>> {
  const item: z.ZodMiniType = ITEMS[name]();
  const schema = form === 'page' ? pageOf(item) : form === 'list' ? z.array(item) : item;
  // The type describes for each form what the line above creates.
  return schema as z.ZodMiniType as z.ZodMiniType<ResponseOf<N, F>>;
}

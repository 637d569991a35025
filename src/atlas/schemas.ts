/**
 * What the Admin API answers. Fields stand in the order in which the reference prints them (by name); what is not
 * named here it does not print. A null counts as absent, as it does for Go's pointers. Most are made when they are
 * asked for: each costs a start that may not need it 0.2 ms.
 */
import * as z from 'zod/mini';
import { goTimestamp } from '../goTime.ts';

const optional = <T extends z.core.SomeType>(type: T) => z.nullish(type);

const link = z.object({ href: optional(z.string()), rel: optional(z.string()) });

const timestamp = () => z.string().check(z.overwrite(goTimestamp));

const roleAssignment = z.object({
  groupId: optional(z.string()),
  orgId: optional(z.string()),
  roleName: optional(z.string()),
});

export const apiKeySchema = z.object({
  desc: optional(z.string()),
  id: optional(z.string()),
  links: optional(z.array(link)),
  privateKey: optional(z.string()),
  publicKey: optional(z.string()),
  roles: optional(z.array(roleAssignment)),
});

export const accessListEntrySchema = () =>
  z.object({
    cidrBlock: optional(z.string()),
    count: optional(z.int()),
    created: optional(timestamp()),
    ipAddress: optional(z.string()),
    lastUsed: optional(timestamp()),
    lastUsedAddress: optional(z.string()),
    links: optional(z.array(link)),
  });

export const organizationSchema = () =>
  z.object({
    id: optional(z.string()),
    isDeleted: optional(z.boolean()),
    links: optional(z.array(link)),
    name: optional(z.string()),
    skipDefaultAlertsSettings: optional(z.boolean()),
  });

const tag = () => z.object({ key: optional(z.string()), value: optional(z.string()) });

export const projectSchema = () =>
  z.object({
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

/** One page of a list. */
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({
    links: optional(z.array(link)),
    results: optional(z.array(item)),
    totalCount: optional(z.int()),
  });

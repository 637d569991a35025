/**
 * What the Admin API answers. Fields stand in the order in which the reference prints them (by name); what is not
 * named here it does not print. A null counts as absent, as it does for Go's pointers.
 */
import * as z from 'zod/mini';

const optional = <T extends z.core.SomeType>(type: T) => z.nullish(type);

const link = z.object({ href: optional(z.string()), rel: optional(z.string()) });

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

/**
 * What the Admin API answers. Fields stand in the order in which the reference prints them (by name); what is not
 * named here it does not print. A null counts as absent, as it does for Go's pointers.
 */
import * as z from 'zod/mini';
import { goNames } from './goNames.ts';

const optional = <T extends z.core.SomeType>(type: T) => z.nullish(type);

/** An object that the reference has a type for, by that name. */
const named = <Fields extends z.core.$ZodLooseShape>(name: string, fields: Fields) =>
  z.object(fields).register(goNames, { name });

const link = named('Link', { href: optional(z.string()), rel: optional(z.string()) });

const roleAssignment = named('CloudAccessRoleAssignment', {
  groupId: optional(z.string()),
  orgId: optional(z.string()),
  roleName: optional(z.string()),
});

export const apiKeySchema = named('ApiKeyUserDetails', {
  desc: optional(z.string()),
  id: optional(z.string()),
  links: optional(z.array(link)),
  privateKey: optional(z.string()),
  publicKey: optional(z.string()),
  roles: optional(z.array(roleAssignment)),
});

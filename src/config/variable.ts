/** The environment variables for properties. */
import type { System } from '../system/system.ts';

/** The Atlas CLI's prefix, and its older one. */
export const PREFIXES = ['MONGODB_ATLAS_', 'MCLI_'] as const;

/** The variable that sets a property, for messages: `MONGODB_ATLAS_ORG_ID`. */
export const variableName = (property: string): string => `${PREFIXES[0]}${property.toUpperCase()}`;

/** The name and value of the variable. The newer prefix takes precedence. An empty variable counts as not set. */
export function variable(env: System['env'], suffix: string): { name: string; value: string } | undefined {
  for (const prefix of PREFIXES) {
    const name = prefix + suffix;
    const value = env[name];
    if (value) return { name, value };
  }
  return undefined;
}

/** The environment variables that stand for properties. */
import type { System } from '../system/system.ts';

/** The variable's name and value; the newer prefix wins, an empty variable counts as not set. */
export function variable(env: System['env'], suffix: string): { name: string; value: string } | undefined {
  for (const prefix of ['MONGODB_ATLAS_', 'MCLI_']) {
    const name = prefix + suffix;
    const value = env[name];
    if (value) return { name, value };
  }
  return undefined;
}

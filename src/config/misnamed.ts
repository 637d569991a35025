/** Finds environment variables whose names resemble one that the program reads. */
import { nearest } from '../cli/suggest.ts';
import type { System } from '../system/system.ts';
import { PROPERTIES } from './properties.ts';
import type { Property } from './settings.ts';

/** Prefixes that are meant for Atlas, in any case. The program reads MONGODB_ATLAS_ and MCLI_. */
const PREFIX = /^(?:MONGODB_?ATLAS|MONGODB|ATLAS|MCLI)_/i;

/**
 * A hint for a property that is missing, if a variable is set that was probably meant for it.
 * @returns `MONGODB_ATLAS_ORGID is set. Did you mean MONGODB_ATLAS_ORG_ID?`
 */
export function misnamedVariable(env: System['env'], property: Property): string | undefined {
  const wanted = property.toUpperCase();
  const suffixes = ['PROFILE', ...PROPERTIES.map(({ name }) => name.toUpperCase())];
  const isRead = (name: string) =>
    suffixes.some((suffix) => name === `MONGODB_ATLAS_${suffix}` || name === `MCLI_${suffix}`);
  const found = Object.keys(env).find(
    (name) =>
      PREFIX.test(name) &&
      !isRead(name) &&
      env[name] &&
      nearest(name.replace(PREFIX, ''), suffixes) === wanted,
  );
  return found && `${found} is set. Did you mean MONGODB_ATLAS_${wanted}?`;
}

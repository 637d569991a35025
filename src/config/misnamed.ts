/** Variables of the environment whose names only resemble one that is read. */
import { nearest } from '../cli/suggest.ts';
import type { System } from '../system/system.ts';
import { PROPERTIES } from './properties.ts';
import type { Property } from './settings.ts';

/** How names begin that are meant for Atlas, in any case; the program reads MONGODB_ATLAS_ and MCLI_. */
const PREFIX = /^(?:MONGODB_?ATLAS|MONGODB|ATLAS|MCLI)_/i;

const SUFFIXES = ['PROFILE', ...PROPERTIES.map(({ name }) => name.toUpperCase())];

const READ: ReadonlySet<string> = new Set(
  SUFFIXES.flatMap((suffix) => [`MONGODB_ATLAS_${suffix}`, `MCLI_${suffix}`]),
);

/**
 * A variable that is set, and that somebody may have meant for a property.
 * @returns a hint, such as `MONGODB_ATLAS_ORGID is set. Did you mean MONGODB_ATLAS_ORG_ID?`
 */
export function misnamedVariable(env: System['env'], property: Property): string | undefined {
  const wanted = property.toUpperCase();
  const found = Object.keys(env).find(
    (name) =>
      PREFIX.test(name) &&
      !READ.has(name) &&
      env[name] &&
      nearest(name.replace(PREFIX, ''), SUFFIXES) === wanted,
  );
  return found && `${found} is set. Did you mean MONGODB_ATLAS_${wanted}?`;
}

/** Where a value came from. */
import { toCamelCase } from '../base/words.ts';
import { variableName } from './variable.ts';

export type Origin =
  /** `name` is the flag, or describes the input: `--clientId`, `what you typed`. */
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string; readonly path: string }
  | { readonly kind: 'keyring'; readonly name: string };

/** The origin for messages: `MONGODB_ATLAS_ORG_ID`, `profile "ci" of /home/ada/.config/atlascli/config.toml`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'input':
      return origin.name;
    case 'variable':
      return origin.name;
    case 'profile':
      return `profile "${origin.name}" of ${origin.path}`;
    case 'keyring':
      return `profile "${origin.name}" in the keyring`;
  }
}

/** The name of another property in the same place: `MONGODB_ATLAS_CLIENT_ID`, `--clientId` or `client_id`. */
export function propertyNameAt(origin: Origin, property: string): string {
  if (origin.kind === 'variable') return variableName(property);
  return origin.kind === 'input' && origin.name.startsWith('--') ? `--${toCamelCase(property)}` : property;
}

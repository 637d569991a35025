/** All properties that `config set` accepts. */
import { KINDS } from '../auth/kinds/index.ts';
import type { CredentialField } from '../auth/kinds/kind.ts';
import { GLOBAL_PROPERTIES, PROFILE_PROPERTIES, type PropertyDefinition } from '../config/properties.ts';

export interface SettableProperty extends PropertyDefinition {
  /** The field of credentials that the property contains; undefined for other properties. */
  readonly field?: CredentialField;
}

const CREDENTIAL_PROPERTIES: readonly SettableProperty[] = KINDS.flatMap(({ fields }) => fields).map(
  (field) => ({
    name: field.property,
    field,
    ...(field.isExtension && { isExtension: true }),
  }),
);

export const PROPERTIES: readonly SettableProperty[] = [
  ...PROFILE_PROPERTIES,
  ...CREDENTIAL_PROPERTIES,
  ...GLOBAL_PROPERTIES,
];

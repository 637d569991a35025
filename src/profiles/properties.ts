/** All properties that `config set` takes. */
import { KINDS } from '../auth/kinds/index.ts';
import type { Half } from '../auth/kinds/kind.ts';
import { GLOBAL_PROPERTIES, PROFILE_PROPERTIES, type PropertyDefinition } from '../config/properties.ts';

export interface SettableProperty extends PropertyDefinition {
  /** Which half of credentials it holds, if it holds one. */
  readonly half?: Half;
}

const HALVES: readonly SettableProperty[] = KINDS.flatMap(({ halves }) => halves).map((half) => ({
  name: half.property,
  half,
  ...(half.isExtension && { isExtension: true }),
}));

export const PROPERTIES: readonly SettableProperty[] = [
  ...PROFILE_PROPERTIES,
  ...HALVES,
  ...GLOBAL_PROPERTIES,
];

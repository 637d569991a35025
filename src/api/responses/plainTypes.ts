/** The types of responses as plain data. The build fills them in (scripts/plainTypes.ts); without them, zod checks alone. */
import type { PlainType } from './plainType.ts';
import type { ItemName, ResponseForm } from './schemas.ts';

/** Makes the type of a response in each form. */
export const plainTypes: Partial<
  Readonly<Record<ItemName, Readonly<Record<ResponseForm, () => PlainType>>>>
> = {};

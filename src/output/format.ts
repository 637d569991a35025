/** What an output format is; the registry of index.ts holds one entry for each. */
import type { LazySchema } from '../api/responseSchema.ts';
import type { System } from '../system/system.ts';
import type { PrecompiledTemplate } from './hbs.ts';

/** What a command's output is made of. */
export interface OutputDefinition {
  /** The shape of the value, for formats that check what they are asked for, and for the order of JSON. */
  readonly schema: LazySchema;
  /** The look of the `text` format. */
  readonly text: PrecompiledTemplate;
}

/** Turns a command's value into text (or its bytes); a failure in here comes too late to undo the command. */
export type Formatter = (value: unknown) => string | Uint8Array;

/** A format, asked before the request: whatever can be wrong with `argument` is found here. */
export interface Format {
  /** @param argument what stands behind the `=` of `-o name=argument`; undefined without one */
  compile(
    argument: string | undefined,
    output: OutputDefinition,
    system: System,
  ): Formatter | Promise<Formatter>;
}

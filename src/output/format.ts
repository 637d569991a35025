/** What an output format does; formats.ts says which there are. */
import type { LazySchema } from '../api/responses/responseSchema.ts';
import type { System } from '../system/system.ts';
import type { PrecompiledTemplate } from './hbs.ts';

/** What the formats know of a command's output. */
export interface OutputDefinition {
  /** The schema of the value, for formats that check their argument against it. */
  readonly schema: LazySchema;
  /** The template of the text format. */
  readonly text: PrecompiledTemplate;
}

/** Makes text, or bytes, of a command's value. An error in here comes too late to undo the command. */
export type Formatter = (value: unknown) => string | Uint8Array;

/** The code of a format. */
export interface Format {
  /**
   * Runs before the request, so that nothing has been created yet if the argument is wrong.
   * @param argument what follows `NAME=` in `--output`; undefined for a format without an argument
   * @throws {UsageError} for an argument that cannot work
   */
  compile(
    argument: string | undefined,
    output: OutputDefinition,
    system: System,
  ): Formatter | Promise<Formatter>;
}

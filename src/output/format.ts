/** The interface of output formats, which formats.ts lists. */
import type { LazySchema } from '../api/responses/responseSchema.ts';
import type { System } from '../system/system.ts';
import type { PrecompiledTemplate } from './hbs.ts';

/** What the formats know about a command's output. */
export interface OutputDefinition {
  /** The schema of the value, for formats that check their argument against it. */
  readonly schema: LazySchema;
  /** The template of the text format. */
  readonly text: PrecompiledTemplate;
}

/** Formats a command's value as text or bytes. Runs after the response, so an error here cannot prevent a change. */
export type Formatter = (value: unknown) => string | Uint8Array;

/** An output format. */
export interface Format {
  /**
   * Runs before the request, so that nothing has been created if the argument is invalid.
   * @param argument what follows `NAME=` in `--output`; undefined for a format without an argument
   * @throws {UsageError} if the argument is invalid
   */
  compile(
    argument: string | undefined,
    output: OutputDefinition,
    system: System,
  ): Formatter | Promise<Formatter>;
}

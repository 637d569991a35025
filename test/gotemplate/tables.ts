/** The tables that oracle/main.go records. */
import {
  executeTemplate,
  type GoType,
  parseTemplate,
  pointerTo,
  sprintf,
  TemplateError,
  typedValue,
} from '../../src/gotemplate/index.ts';
import { doc, tableValue } from './types.ts';

/** What the library does, and what Go did. */
interface Row {
  readonly title: string;
  readonly run: () => string;
  readonly expected: string;
}

type Argument = readonly [kind: string, json: unknown];

/** The output of a template, or the message of its error. */
export function outcome(source: string, type: GoType, json: unknown): string {
  try {
    return executeTemplate(parseTemplate('output', source), typedValue(type, json));
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

/** The rows of templates.table.json. */
export function parseTemplates(table: {
  readonly data: Readonly<Record<string, unknown>>;
  /** Template, name of the data, output and error; one of the last two is null. */
  readonly rows: readonly (readonly (string | null)[])[];
}): Row[] {
  return table.rows.map(([source, data, output, error]) => ({
    title: `${source} over ${data}`,
    run: () => outcome(source ?? '', pointerTo(doc), table.data[data ?? '']),
    expected: output ?? error ?? '',
  }));
}

/** The rows of printf.table.json. */
export function parseFormats(table: readonly unknown[]): Row[] {
  return (table as [format: string, args: Argument[], output: string][]).map(([format, args, expected]) => ({
    title: `${format} with ${JSON.stringify(args)}`,
    run: () => sprintf(format, args.map(tableValue)),
    expected,
  }));
}

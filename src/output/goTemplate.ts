/** `-o go-template=…` and `-o go-template-file=…`: Go's template language over the answer, parsed and checked before the request. */
import type * as z from 'zod/mini';
import { goNames } from '../atlas/goNames.ts';
import { codeOf, messageOf, UsageError } from '../errors.ts';
import {
  ANY,
  BOOL,
  checkTemplate,
  executeTemplate,
  FLOAT,
  type GoField,
  type GoType,
  goBytes,
  INT,
  parseTemplate,
  pointerTo,
  STRING,
  TemplateError,
  typedValue,
  valueOrEmptySlice,
} from '../gotemplate/index.ts';
import type { System } from '../system/system.ts';
import type { Format, Formatter, OutputDefinition } from './format.ts';
import { isOptional, shapeOf } from './shape.ts';
import { alignTabs } from './tabwriter.ts';

/** The reference's name for the template, which stands in its messages. */
const NAME = 'output';

/** Go's name of a field: the JSON name with its first letter raised. */
const goFieldName = (json: string): string => json.charAt(0).toUpperCase() + json.slice(1);

/** The Go type that the reference decodes a value of this schema into. */
function goType(schema: z.core.$ZodType): GoType {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'object':
      return {
        kind: 'struct',
        name: `admin.${goNames.get(shape.schema)?.name ?? 'Answer'}`,
        fields: Object.entries(shape.fields).map(
          ([json, field]): GoField => ({
            json,
            name: goFieldName(json),
            type: goType(field),
            pointer: isOptional(field),
          }),
        ),
      };
    case 'array':
      return { kind: 'slice', elem: goType(shape.element) };
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    case 'integer':
      return INT;
    case 'number':
      return FLOAT;
    default:
      return ANY;
  }
}

function compileTemplate(text: string, { schema }: OutputDefinition): Formatter {
  if (text === '') throw new UsageError('the template is empty');
  const type = pointerTo(goType(schema));
  try {
    const template = parseTemplate(NAME, text, { functions: { valueOrEmptySlice } });
    checkTemplate(template, type);
    return (value) => goBytes(alignTabs(executeTemplate(template, typedValue(type, value))));
  } catch (error) {
    if (error instanceof TemplateError) throw new UsageError(error.message);
    throw error;
  }
}

/** How Go's os package words why a file cannot be read. */
const REASONS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
};

function readTemplate(path: string, system: System): string {
  try {
    return system.files.read(path).text;
  } catch (error) {
    const code = codeOf(error) ?? '';
    const operation = code === 'EISDIR' ? 'read' : 'open';
    throw new UsageError(
      `error loading template: ${path}, ${operation} ${path}: ${REASONS[code] ?? messageOf(error)}`,
    );
  }
}

export const goTemplateFormat: Format = {
  compile: (text = '', output) => compileTemplate(text, output),
};

export const goTemplateFileFormat: Format = {
  compile: (path = '', output, system) => {
    if (path === '') throw new UsageError('go-template-file: the name of the file is missing');
    return compileTemplate(readTemplate(path, system), output);
  },
};

/** `-o go-template=…` and `-o go-template-file=…`: Go templates, parsed and checked before the request. */

import { type Schema, shapeOf } from '../api/responses/shape.ts';
import { codeOf, messageOf, UsageError } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import { nearest } from '../cli/suggest.ts';
import { toBytes } from '../go/byteString.ts';
import { alignTabs } from '../go/tabwriter.ts';
import { goTimeText } from '../go/time.ts';
import {
  ANY,
  BOOL,
  checkTemplate,
  executeTemplate,
  FLOAT64,
  type GoField,
  type GoType,
  INT,
  parseTemplate,
  pointee,
  pointerTo,
  STRING,
  type StructType,
  TemplateError,
  typedValue,
} from '../gotemplate/index.ts';
import { conversionHint } from '../system/reasons.ts';
import type { System } from '../system/system.ts';
import { EncodingError } from '../system/utf8.ts';
import { fieldHint } from './fieldHints.ts';
import type { Format, Formatter, OutputDefinition } from './format.ts';
import { sdkMethods } from './sdkMethods.ts';
import { valueOrEmptySlice } from './valueOrEmptySlice.ts';

/** The name that the Atlas CLI gives the template; error messages contain it. */
const NAME = 'output';

const TIME_TYPE: GoType = { kind: 'time' };

/** Whether values of this type contain times. */
function hasTimes(type: GoType): boolean {
  switch (type.kind) {
    case 'pointer':
    case 'slice':
      return hasTimes(type.elem);
    case 'struct':
      return type.fields.some((field) => hasTimes(field.type));
    default:
      return type.kind === 'time';
  }
}

/** The data with its times as Go prints them, which is not how they are written in JSON. */
function withTimes(type: GoType, value: unknown): unknown {
  if (value === undefined || value === null) return value;
  switch (type.kind) {
    case 'time':
      return goTimeText(String(value));
    case 'pointer':
      return withTimes(type.elem, value);
    case 'slice':
      return (value as unknown[]).map((element) => withTimes(type.elem, element));
    case 'struct': {
      const converted = { ...(value as Record<string, unknown>) };
      for (const { json, name, type: fieldType } of type.fields)
        if (fieldType.kind !== 'string')
          converted[json ?? name] = withTimes(fieldType, converted[json ?? name]);
      return converted;
    }
    default:
      return value;
  }
}

/** The Go type into which the Atlas CLI decodes a value of this schema. */
function goType(schema: Schema): GoType {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'object': {
      const fields = Object.entries(shape.fields).map(
        ([json, field]): GoField => ({
          json,
          name: capitalize(json),
          type: shape.optional.has(json) ? pointerTo(goType(field)) : goType(field),
        }),
      );
      const name = `admin.${shape.goName ?? 'Answer'}`;
      return { kind: 'struct', name, fields, method: sdkMethods(fields) };
    }
    case 'array':
      return { kind: 'slice', elem: goType(shape.element) };
    case 'time':
      return TIME_TYPE;
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    case 'integer':
      return INT;
    case 'number':
      return FLOAT64;
    default:
      return ANY;
  }
}

const namesIn = ({ fields }: StructType): string[] => fields.map(({ name }) => name);

/** The hint for a field that a type does not have. */
function hintFor({ message, unknownField }: TemplateError): string | undefined {
  if (!unknownField) return undefined;
  const { name: field, type, candidates } = unknownField;
  const loop = (list: string, name: string) => `{{range valueOrEmptySlice ${list}}}{{.${name}}}{{end}}`;
  if (type.kind === 'slice') {
    // Go's message names the place: `at <.Roles.RoleName>`.
    const [, list, asked] = /at <([^>]+)\.(\w+)>/.exec(message) ?? [];
    const name = type.elem.kind === 'struct' ? nearest(field, namesIn(type.elem)) : undefined;
    return list && name && asked === field ? `Did you mean ${loop(list, name)}?` : undefined;
  }
  if (type.kind !== 'struct') return undefined;
  const lists = type.fields.flatMap(({ name, type: fieldType }) => {
    const list = pointee(fieldType);
    return list.kind === 'slice' && list.elem.kind === 'struct' ? [{ name, names: namesIn(list.elem) }] : [];
  });
  const fields = { names: candidates, lists };
  return fieldHint(field, fields, {
    field: (name) => `.${name}`,
    inList: (list, name) => loop(`.${list}`, name),
  });
}

async function compileTemplate(text: string, { schema }: OutputDefinition): Promise<Formatter> {
  if (text === '') throw new UsageError('the template is empty');
  const valueType = goType(await schema());
  const type = valueType.kind === 'struct' ? pointerTo(valueType) : valueType;
  try {
    const template = parseTemplate(NAME, text, { functions: { valueOrEmptySlice } });
    checkTemplate(template, type);
    const prepare = hasTimes(type) ? (value: unknown) => withTimes(type, value) : (value: unknown) => value;
    return (value) => toBytes(alignTabs(executeTemplate(template, typedValue(type, prepare(value)))));
  } catch (error) {
    if (error instanceof TemplateError) throw new UsageError(error.message, { hint: hintFor(error) });
    throw error;
  }
}

/** The messages of Go's os package for a file that cannot be read. */
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
    if (error instanceof EncodingError)
      throw new UsageError(`error loading template: ${path}, line ${error.line}: ${error.message}`, {
        hint: conversionHint(path, error, system.platform),
      });
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
    if (path === '')
      throw new UsageError('error loading template: , open : no such file or directory', {
        hint: 'Name the file of the template: --output go-template-file=FILE.',
      });
    return compileTemplate(readTemplate(path, system), output);
  },
};

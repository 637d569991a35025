/** The output of a command with the names of fields instead of their values, for its reference page. */
import Handlebars from 'handlebars/runtime';
import { type Schema, shapeOf } from '../api/responses/shape.ts';
import { messageOf } from '../base/errors.ts';
import { capitalize } from '../base/words.ts';
import type { Definition } from '../cli/define.ts';
import { alignTabs } from '../go/tabwriter.ts';
import type { OutputDefinition } from '../output/format.ts';
import { helpers } from '../output/helpers.ts';
import type { CommandOutput } from '../runner/definition.ts';

/** An object that throws when a template asks it for a field that it does not have. */
const strict = (fields: Readonly<Record<string, unknown>>): unknown =>
  new Proxy(fields, {
    get(target, name, receiver) {
      if (typeof name === 'string' && !Object.hasOwn(target, name))
        throw new Error(`the schema has no field ${name}`);
      return Reflect.get(target, name, receiver);
    },
  });

/** A value of this schema: texts are the name of their field, `<PublicKey>`, and lists have one element. */
function placeholder(schema: Schema, field: string): unknown {
  const shape = shapeOf(schema);
  if (shape.kind === 'array') return [placeholder(shape.element, field)];
  if (shape.kind !== 'object') return `<${capitalize(field)}>`;
  const entries = Object.entries(shape.fields);
  return strict(Object.fromEntries(entries.map(([name, inner]) => [name, placeholder(inner, name)])));
}

/** @throws {Error} when the template asks for a field that the schema does not have */
async function sampleOutput({ schema, text }: OutputDefinition): Promise<string> {
  const data = placeholder(await schema(), 'value');
  // The real helper would not print a placeholder, which is not a time.
  return alignTabs(Handlebars.template(text)(data, { helpers: { ...helpers, time: String } }));
}

/**
 * What a command prints by default; undefined for a command that does not print a response of Atlas.
 * @throws {Error} when its text output asks for a field that the schema does not have
 */
export async function sampleOf<C>(definition: Definition<C>): Promise<string | undefined> {
  const { output } = definition as { output?: CommandOutput | ((flags: object) => CommandOutput) };
  if (output === undefined) return undefined;
  try {
    return await sampleOutput(typeof output === 'function' ? output({}) : output);
  } catch (error) {
    throw new Error(`the text output of the command ${definition.name} is wrong: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

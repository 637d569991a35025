/** Output formats: `-o` names one, and it is compiled before the request is sent. */
import type { System } from '../system/system.ts';
import { warn } from '../terminal/warnings.ts';
import type { Format, Formatter, OutputDefinition } from './format.ts';

interface Entry {
  /** Whether something must stand behind `name=`; without it the reference does not know the name. */
  readonly takesArgument: boolean;
  /** Loads the format: a run pays for the one it uses. */
  load(): Promise<Format>;
}

const text: Entry = { takesArgument: false, load: async () => (await import('./text.ts')).textFormat };

const registry: Readonly<Record<string, Entry>> = {
  json: { takesArgument: false, load: async () => (await import('./json.ts')).jsonFormat },
  'json-path': { takesArgument: true, load: async () => (await import('./jsonPath.ts')).jsonPathFormat },
  'go-template': {
    takesArgument: true,
    load: async () => (await import('./goTemplate.ts')).goTemplateFormat,
  },
  'go-template-file': {
    takesArgument: true,
    load: async () => (await import('./goTemplate.ts')).goTemplateFileFormat,
  },
  plaintext: text,
};

/** The formats that help names. */
const DOCUMENTED = 'json, json-path, go-template, or go-template-file';

/**
 * The formatter for what `-o` was given, or the profile's `output`. The reference prints text for a format that it
 * does not know; so does this, and says so.
 * @param specification `json`, `go-template={{.Id}}`; '' or undefined for text
 */
export async function compileOutput(
  specification: string | undefined,
  output: OutputDefinition,
  system: System,
): Promise<Formatter> {
  if (!specification) return (await text.load()).compile(undefined, output, system);
  const equals = specification.indexOf('=');
  const name = equals < 0 ? specification : specification.slice(0, equals);
  const argument = equals < 0 ? undefined : specification.slice(equals + 1);
  const entry = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (entry && entry.takesArgument === (argument !== undefined))
    return (await entry.load()).compile(argument, output, system);
  await warn(
    system,
    `there is no output format "${specification}", so this is text; valid are ${DOCUMENTED}`,
  );
  return (await text.load()).compile(undefined, output, system);
}

/** Describes the output formats. Help, completion, messages, and prompts use these descriptions. */
import { didYouMean } from '../cli/suggest.ts';
import type { Format } from './format.ts';

export interface FormatDescriptor {
  /** The name in `--output NAME`. */
  readonly name: string;
  /** The placeholder of what must follow `NAME=`; undefined if nothing may follow the name. */
  readonly argument?: string;
  /** Whether the argument is the path of a file, which a shell can complete. */
  readonly isFile?: true;
  /** What the format is for, to choose it from a list. */
  readonly description: string;
  /** Whether the help of `--output` names it; the Atlas CLI's help leaves out its default, text. */
  readonly isDocumented: boolean;
  /** Loads the code of the format; a run loads only the one that it uses. */
  load(): Promise<Format>;
}

export const TEXT: FormatDescriptor = {
  name: 'plaintext',
  description: 'Text, for people',
  isDocumented: false,
  load: async () => (await import('./text.ts')).textFormat,
};

export const FORMATS: readonly FormatDescriptor[] = [
  TEXT,
  {
    name: 'json',
    description: 'JSON, for programs',
    isDocumented: true,
    load: async () => (await import('./json.ts')).jsonFormat,
  },
  {
    name: 'json-path',
    argument: 'EXPRESSION',
    description: 'The values that a JSONPath expression selects',
    isDocumented: true,
    load: async () => (await import('./jsonPath.ts')).jsonPathFormat,
  },
  {
    name: 'go-template',
    argument: 'TEMPLATE',
    description: 'The text that a Go template makes of the response',
    isDocumented: true,
    load: async () => (await import('./goTemplate.ts')).goTemplateFormat,
  },
  {
    name: 'go-template-file',
    argument: 'FILE',
    isFile: true,
    description: 'The text that the Go template in a file makes of the response',
    isDocumented: true,
    load: async () => (await import('./goTemplate.ts')).goTemplateFileFormat,
  },
];

/** How to write a format: `json`, `json-path=EXPRESSION`. */
export const formatUsage = ({ name, argument }: FormatDescriptor): string =>
  argument === undefined ? name : `${name}=${argument}`;

/** A format, and what follows `NAME=`. */
export interface ChosenFormat {
  readonly format: FormatDescriptor;
  readonly argument: string | undefined;
}

/**
 * Reads the value of `--output`.
 * @param specification `json`, `go-template={{.Id}}`
 * @returns undefined when there is no such format, or its argument is missing or superfluous
 */
export function parseFormat(specification: string): ChosenFormat | undefined {
  const equals = specification.indexOf('=');
  const name = equals < 0 ? specification : specification.slice(0, equals);
  const argument = equals < 0 ? undefined : specification.slice(equals + 1);
  const format = FORMATS.find((candidate) => candidate.name === name);
  return format && (format.argument === undefined) === (argument === undefined)
    ? { format, argument }
    : undefined;
}

/** The hint for an invalid format: the most similar format, and all formats. */
export function formatHint(specification: string): string {
  const [name = ''] = specification.split('=');
  const usages = new Map(FORMATS.map((format) => [format.name, formatUsage(format)]));
  const meant = didYouMean(name, [...usages.keys()], (found) => usages.get(found) ?? found);
  const all = [...usages.values()];
  const valid = `Valid formats are ${all.slice(0, -1).join(', ')}, and ${all.at(-1)}.`;
  return meant === undefined ? valid : `${meant} ${valid}`;
}

/** What a reference page says, as data; its look is in pageText.ts. */
import type { Definition, Example, Flag, Flags } from '../cli/define.ts';
import { flagsAt, ownFlags, type Path, usageOf, wordsOf } from '../cli/tree.ts';
import type { CommandOutput } from '../runner/definition.ts';
import { sampleOutput } from './sample.ts';

/** A row of a table of options or arguments. */
interface Row {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** A page; what it does not have is empty. */
export interface Page {
  /** Names the page for references, and its file. */
  readonly label: string;
  readonly title: string;
  readonly about: string;
  readonly syntax: string;
  readonly aliases: readonly string[];
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  /** The lines of the sample. */
  readonly sample: readonly string[];
  readonly examples: readonly Example[];
  readonly related: readonly { readonly label: string; readonly name: string; readonly summary: string }[];
}

const TYPE_NAMES: Record<Flag['kind'], string> = {
  string: 'string',
  strings: 'strings',
  int: 'int',
  bool: '',
};

/** What the reference's pages say of a default; pflag has none for zero. */
const describeFlag = (flag: Flag): string =>
  flag.kind === 'int' && flag.default !== 0
    ? `${flag.usage} This value defaults to ${flag.default}.`
    : flag.usage;

const flagRows = (flags: Flags): Row[] =>
  Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, flag]) => ({
      name: `${flag.short ? `-${flag.short}, ` : ''}--${name}`,
      type: TYPE_NAMES[flag.kind],
      required: flag.required ?? false,
      description: describeFlag(flag),
    }));

const flagsWhere = (flags: Flags, isWanted: (flag: Flag) => boolean): Flags =>
  Object.fromEntries(Object.entries(flags).filter(([, flag]) => isWanted(flag)));

function argumentRows<C>(definition: Definition<C>): Row[] {
  if (definition.kind === 'group' || definition.args === 'any') return [];
  return definition.args.map((name, index) => ({
    name: name.replace(/^<(.*)>$/, '$1'),
    type: 'string',
    required: true,
    description: definition.argumentUsages?.[index] ?? '',
  }));
}

/** The sample's lines, of a command that prints what Atlas answers. */
function sampleLines<C>(definition: Definition<C>): string[] {
  const { output } = definition as { output?: CommandOutput | ((flags: object) => CommandOutput) };
  if (output === undefined) return [];
  return sampleOutput(typeof output === 'function' ? output({}) : output).split('\n');
}

/** A paragraph before an indented one: in reStructuredText a second colon makes that one literal. */
const literalBlocks = (text: string): string => text.replace(/:(?=\n\n +)/g, '::');

const labelOf = <C>(path: Path<C>): string => wordsOf(path).replaceAll(' ', '-');

/** The pages that are not flags beyond what the command mirrors. */
export function pageOf<C>(path: Path<C>): Page {
  const [program, ...rest] = path;
  const definition = rest.at(-1) ?? program;
  const { summary, description, aliases = [], examples = [] } = definition;
  const children = definition.kind === 'group' ? definition.commands.filter(hasPage) : [];
  return {
    label: labelOf(path),
    title: wordsOf(path),
    about: literalBlocks(description ? `${summary}\n\n${description}` : summary),
    syntax: definition.kind === 'command' ? usageOf(path).replace('[flags]', '[options]') : '',
    aliases,
    tables: [
      { title: 'Arguments', rows: argumentRows(definition) },
      { title: 'Options', rows: flagRows(flagsWhere(ownFlags(path), (flag) => !flag.extension)) },
      { title: 'Inherited Options', rows: rest.length === 0 ? [] : flagRows(program.globalFlags) },
    ].filter(({ rows }) => rows.length > 0),
    sample: sampleLines(definition),
    examples,
    related: children.map((child) => ({
      label: labelOf([...path, child]),
      name: child.name,
      summary: child.summary,
    })),
  };
}

/** The page of the flags that go beyond what a command mirrors; undefined when it has none. */
export function extensionPageOf<C>(path: Path<C>): Page | undefined {
  const rows = flagRows(flagsWhere(flagsAt(path), (flag) => flag.extension === true));
  if (rows.length === 0) return undefined;
  return {
    label: `${labelOf(path)}-extensions`,
    title: `${wordsOf(path)}: additional options`,
    about: `The official program does not have these options. All others are described in :ref:\`${labelOf(path)}\`.`,
    syntax: '',
    aliases: [],
    tables: [{ title: 'Options', rows }],
    sample: [],
    examples: [],
    related: [],
  };
}

/** Whether a definition is documented; `help` is not, as in the reference, nor another way to a command that is. */
export const hasPage = <C>(definition: Definition<C>): boolean =>
  definition.isHidden !== true && (definition.kind === 'group' || definition.args !== 'any');

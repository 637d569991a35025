/** The content of a reference page. The layouts are in pageText.ts, markdownPage.ts, and manualPage.ts. */
import type { Definition, Example, Flag, Flags } from '../cli/define.ts';
import { flagsAt, ownFlags, type Path, usageOf, wordsOf } from '../cli/tree.ts';
import { sampleOf } from './sample.ts';

/** A row in a table of options or arguments. */
interface Row {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
  /** Whether the Atlas CLI does not have it. */
  readonly extension: boolean;
}

/** A page. Parts that do not apply are empty. */
export interface Page {
  /** The target of references to the page, and the name of its file. */
  readonly label: string;
  readonly title: string;
  readonly summary: string;
  /** What follows the summary, in paragraphs; code is indented by two spaces. */
  readonly description: string;
  readonly syntax: string;
  readonly aliases: readonly string[];
  readonly tables: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  /** The lines of the sample output. */
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

/** The usage with the default, as on the pages of the Atlas CLI. For pflag, zero is not a default. */
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
      extension: flag.extension ?? false,
    }));

const flagsWhere = (flags: Flags, isWanted: (flag: Flag) => boolean): Flags =>
  Object.fromEntries(Object.entries(flags).filter(([, flag]) => isWanted(flag)));

function argumentRows<C>(definition: Definition<C>): Row[] {
  if (definition.kind === 'group' || definition.args === 'any') return [];
  return definition.args.map((name, index) => ({
    name: name.replace(/^[<[](.*)[>\]]$/, '$1'),
    type: 'string',
    required: !name.startsWith('['),
    description: definition.argumentUsages?.[index] ?? '',
    extension: false,
  }));
}

/** The name of a page's file, without its ending. */
export const labelOf = <C>(path: Path<C>): string => wordsOf(path).replaceAll(' ', '-');

/**
 * The page of a command or group.
 * @param which the options that it lists: all, or only those of the Atlas CLI
 */
export async function pageOf<C>(path: Path<C>, which: 'all' | 'mirrored'): Promise<Page> {
  const [program, ...rest] = path;
  const definition = rest.at(-1) ?? program;
  const { summary, description, aliases = [], examples = [] } = definition;
  const children = definition.kind === 'group' ? definition.commands.filter(hasPage) : [];
  return {
    label: labelOf(path),
    title: wordsOf(path),
    summary,
    description: description ?? '',
    syntax: definition.kind === 'command' ? usageOf(path).replace('[flags]', '[options]') : '',
    aliases,
    tables: [
      { title: 'Arguments', rows: argumentRows(definition) },
      {
        title: 'Options',
        rows: flagRows(flagsWhere(ownFlags(path), (flag) => which === 'all' || !flag.extension)),
      },
      { title: 'Inherited Options', rows: rest.length === 0 ? [] : flagRows(program.globalFlags) },
    ].filter(({ rows }) => rows.length > 0),
    sample: (await sampleOf(definition))?.split('\n') ?? [],
    examples,
    related: children.map((child) => ({
      label: labelOf([...path, child]),
      name: child.name,
      summary: child.summary,
    })),
  };
}

/** The page of the options that the Atlas CLI does not have; undefined if there are none. */
export function extensionPageOf<C>(path: Path<C>): Page | undefined {
  const rows = flagRows(flagsWhere(flagsAt(path), (flag) => flag.extension === true));
  if (rows.length === 0) return undefined;
  return {
    label: `${labelOf(path)}-extensions`,
    title: `${wordsOf(path)}: additional options`,
    summary: `These options extend \`\`${wordsOf(path)}\`\`. For its other options, see :ref:\`${labelOf(path)}\`.`,
    description: '',
    syntax: '',
    aliases: [],
    tables: [{ title: 'Options', rows }],
    sample: [],
    examples: [],
    related: [],
  };
}

/** Whether a definition has a page. As in the Atlas CLI, `help` has none; nor has a hidden command. */
export const hasPage = <C>(definition: Definition<C>): boolean =>
  definition.isHidden !== true && (definition.kind === 'group' || definition.args !== 'any');

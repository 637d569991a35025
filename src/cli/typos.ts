/** Finds a typo in a command line that was refused. Loaded only then. */
import type { Flag, Flags, Program } from './define.ts';
import { findByShorthand } from './parse.ts';
import { allNearest, isOnlyCapitalized, isSameName } from './suggest.ts';
import { flagsAt } from './tree.ts';
import { walk } from './walk.ts';

export interface Typo {
  /** What to write instead, as a sentence. */
  readonly hint: string;
  /**
   * A spelling that makes the typo obvious when the error quotes it, such as `--Role` or `-role`. The Atlas CLI prints
   * only that error, and scripts compare it, so the hint is then for people only.
   */
  readonly correction?: string | undefined;
}

/** Hyphens, and the dashes that web pages and word processors replace them with. */
const DASHES = /^[-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]+/;

/** A value that begins with a quotation mark that means nothing to a shell. */
const TYPOGRAPHIC_QUOTE = /^[\u2018\u201a\u201c\u201d\u201e\u00ab]/;

const QUOTES_HINT = 'The shell takes typographic quotes as letters. Use " or \' instead.';

/** The typo in a word that looks like a long flag, but is not a flag of the command. */
function flagTypo(flags: Flags, word: string, dashes: string, name: string): Typo | undefined {
  const hint = (spellings: readonly string[]) => `Did you mean ${spellings.join(' or ')}?`;
  const isTypographic = /[^-]/.test(dashes);
  const explained = (text: string) => (isTypographic ? `${text} The dash in ${word} is not a hyphen.` : text);
  if (isTypographic && findByShorthand(flags, name)) return { hint: explained(hint([`-${name}`])) };
  const near = allNearest(name, Object.keys(flags));
  if (near.length === 0) return undefined;
  return {
    hint: explained(hint(near.map((flag) => `--${flag}`))),
    correction: near.some((flag) => isOnlyCapitalized(name, flag)) ? `--${name}` : undefined,
  };
}

interface Shorthands {
  readonly typo?: Typo | undefined;
  /** The last flag, if its value is the next word. */
  readonly open?: Flag | undefined;
}

/** Reads shorthands such as `-hcojson` as pflag does. A long flag after a single dash, such as `-output`, is a typo. */
function readShorthands(flags: Flags, letters: string): Shorthands {
  const [name = ''] = letters.split('=');
  const long = name.length > 1 ? Object.keys(flags).find((flag) => isSameName(name, flag)) : undefined;
  for (let index = 0; index < letters.length; index++) {
    const letter = letters.charAt(index);
    const flag = findByShorthand(flags, letter)?.[1];
    const hint = long && `Did you mean --${long}?`;
    if (!flag) {
      const otherCase = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      if (hint) return { typo: { hint, correction: `-${letters}` } };
      return { typo: findByShorthand(flags, otherCase) && { hint: `Did you mean -${otherCase}?` } };
    }
    if (flag.kind === 'bool') continue;
    return hint ? { typo: { hint } } : { open: index === letters.length - 1 ? flag : undefined };
  }
  return {};
}

/**
 * The first typo in a line: a misspelled flag, a single dash before a long flag, or dashes and quotes from a web page.
 * @param words the arguments, without the program's own name
 */
export function findTypo<C>(program: Program<C>, words: readonly string[]): Typo | undefined {
  const { path, remainingWords } = walk(program, words);
  const flags = flagsAt(path);
  for (let index = 0; index < remainingWords.length; index++) {
    const word = remainingWords[index] ?? '';
    if (word === '--') return undefined;
    const dashes = DASHES.exec(word)?.[0] ?? '';
    const [name = ''] = word.slice(dashes.length).split('=');
    const flag = dashes === '--' && Object.hasOwn(flags, name) ? flags[name] : undefined;
    let value = dashes === '' ? word : '';
    if (flag) {
      if (word.includes('=')) value = word.slice(word.indexOf('=') + 1);
      else if (flag.kind !== 'bool') value = remainingWords[++index] ?? '';
    } else if (dashes === '-') {
      const { typo, open } = readShorthands(flags, word.slice(1));
      if (typo) return typo;
      if (open) value = remainingWords[++index] ?? '';
    } else if (dashes !== '') {
      const typo = flagTypo(flags, word, dashes, name);
      if (typo || dashes === '--') return typo;
    }
    if (TYPOGRAPHIC_QUOTE.test(value)) return { hint: QUOTES_HINT };
  }
  return undefined;
}

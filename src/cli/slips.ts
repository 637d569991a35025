/** What somebody may have meant by a command line that was refused. Loaded when one was. */
import type { Flag, Flags, Program } from './define.ts';
import { findByShorthand } from './parse.ts';
import { allNearest, isOnlyCapitalized, isSameName } from './suggest.ts';
import { flagsAt } from './tree.ts';
import { walk } from './walk.ts';

export interface Slip {
  /** What to write instead, as a sentence. */
  readonly hint: string;
  /** Whether only a person should see it; see isOnlyCapitalized. */
  readonly isForPeople?: boolean;
}

/** Hyphens, and the dashes that word processors and web pages put in their place. */
const DASHES = /^[-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]+/;

/** Quotation marks that mean nothing to a shell, where a value begins. */
const TYPOGRAPHIC_QUOTE = /^[\u2018\u201a\u201c\u201d\u201e\u00ab]/;

const QUOTES_HINT = 'The shell takes typographic quotes as letters. Use " or \' instead.';

/** A flag that the line names in a way that pflag does not understand. */
function flagSlip(flags: Flags, word: string, dashes: string, name: string): Slip | undefined {
  const hint = (spellings: readonly string[]) => `Did you mean ${spellings.join(' or ')}?`;
  const isTypographic = /[^-]/.test(dashes);
  const explained = (text: string) => (isTypographic ? `${text} The dash in ${word} is not a hyphen.` : text);
  if (isTypographic && findByShorthand(flags, name)) return { hint: explained(hint([`-${name}`])) };
  const near = allNearest(name, Object.keys(flags));
  if (near.length === 0) return undefined;
  return {
    hint: explained(hint(near.map((flag) => `--${flag}`))),
    isForPeople: !isTypographic && near.some((flag) => isOnlyCapitalized(name, flag)),
  };
}

interface Shorthands {
  readonly slip?: Slip | undefined;
  /** The flag at the end that takes the next word as its value. */
  readonly open?: Flag | undefined;
}

/** Reads `-hcojson` as pflag does; a long flag behind one dash, like `-output`, is a slip. */
function readShorthands(flags: Flags, letters: string): Shorthands {
  const [name = ''] = letters.split('=');
  const long = name.length > 1 ? Object.keys(flags).find((flag) => isSameName(name, flag)) : undefined;
  for (let at = 0; at < letters.length; at++) {
    const letter = letters.charAt(at);
    const flag = findByShorthand(flags, letter)?.[1];
    const hint = long && `Did you mean --${long}?`;
    if (!flag) {
      const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      if (hint) return { slip: { hint, isForPeople: true } };
      return { slip: findByShorthand(flags, other) && { hint: `Did you mean -${other}?` } };
    }
    if (flag.kind === 'bool') continue;
    return hint ? { slip: { hint } } : { open: at === letters.length - 1 ? flag : undefined };
  }
  return {};
}

/**
 * The first word of the line that looks like a slip: a misspelled flag, one dash before a long flag, a dash or quotes
 * from a word processor.
 * @param words the arguments, without the program's own name
 */
export function findSlip<C>(program: Program<C>, words: readonly string[]): Slip | undefined {
  const { path, rest } = walk(program, words);
  const flags = flagsAt(path);
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (word === '--') return undefined;
    const dashes = DASHES.exec(word)?.[0] ?? '';
    const [name = ''] = word.slice(dashes.length).split('=');
    const known = dashes === '--' && Object.hasOwn(flags, name) ? flags[name] : undefined;
    let value = dashes === '' ? word : '';
    if (known) {
      if (word.includes('=')) value = word.slice(word.indexOf('=') + 1);
      else if (known.kind !== 'bool') value = rest[++at] ?? '';
    } else if (dashes === '-') {
      const { slip, open } = readShorthands(flags, word.slice(1));
      if (slip) return slip;
      if (open) value = rest[++at] ?? '';
    } else if (dashes !== '') {
      const slip = flagSlip(flags, word, dashes, name);
      if (slip || dashes === '--') return slip;
    }
    if (TYPOGRAPHIC_QUOTE.test(value)) return { hint: QUOTES_HINT };
  }
  return undefined;
}

/**
 * Arguments and variables as the system passed them. Both runtimes put U+FFFD in the place of bytes that are not UTF-8:
 * the file `k\xe9y.env` would be written under another name. Linux still has the bytes, which tell such a word from one
 * in which somebody typed U+FFFD.
 */
import { ConfigError, UsageError } from '../base/errors.ts';
import { fs } from './builtins.ts';
import { procSelf } from './procfs.ts';
import { isUtf8 } from './utf8.ts';

const REPLACEMENT = '\uFFFD';

/** Names of flags and variables whose values must not be repeated. */
const SECRET = /key|secret|token|client|proxy/i;

const HINT = 'It must be UTF-8: check the encoding of the terminal or script that it comes from.';

/** Bytes, a character each: Latin-1 loses none. */
type Bytes = string;

/** The words of the process's `cmdline` or `environ`, each of which ends in a NUL; none where the system does not tell. */
function wordsOf(name: 'cmdline' | 'environ'): Bytes[] {
  const path = procSelf(name);
  try {
    return path === undefined ? [] : fs.readFileSync(path, 'latin1').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** Whether a word with U+FFFD in it was written so. On Windows it was: there, words are not bytes. */
const isIntended = (bytes: Bytes | undefined): boolean =>
  process.platform === 'win32' || (bytes !== undefined && isUtf8(Buffer.from(bytes, 'latin1')));

/** The bytes in bash's quotes: `$'k\xe9y.env'`. */
const quoted = (bytes: Bytes): string =>
  `$'${bytes.replace(/[^ -~]|['\\]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;

/** @param name of the flag or variable @param bytes its value, where the system tells */
const problem = (what: string, name: string, bytes: Bytes | undefined): string =>
  `${what} is not UTF-8${bytes !== undefined && !SECRET.test(name) ? `: ${quoted(bytes)}` : ''}`;

/** An argument as a person finds it again: by the flag in it or before it, else by its place. */
function argumentProblem(words: readonly string[], at: number, bytes: Bytes | undefined): string {
  const [, flag] = /^(--?\w+)=/.exec(words[at] ?? '') ?? [];
  if (flag) return problem(`the value of ${flag}`, flag, bytes?.slice(flag.length + 1));
  const before = words[at - 1] ?? '';
  if (/^--?\w+$/.test(before)) return problem(`the value of ${before}`, before, bytes);
  // It may be a secret: config set takes one.
  return problem(`argument ${at + 1}`, '', undefined);
}

/**
 * @param argv the arguments, without the program's own name
 * @throws {UsageError} when one of them is not UTF-8
 */
export function checkArguments(argv: readonly string[]): void {
  const raw = wordsOf('cmdline').slice(-argv.length);
  argv.forEach((word, at) => {
    if (word.includes(REPLACEMENT) && !isIntended(raw[at]))
      throw new UsageError(argumentProblem(argv, at, raw[at]), { hint: HINT });
  });
}

/** The environment, but that reading a variable which is not UTF-8 throws a ConfigError that names it. */
export const strictEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  new Proxy(env, {
    get(target, key) {
      const name = String(key);
      const value = target[name];
      if (!value?.includes(REPLACEMENT)) return value;
      const bytes = wordsOf('environ')
        .find((word) => word.startsWith(`${name}=`))
        ?.slice(name.length + 1);
      if (isIntended(bytes)) return value;
      throw new ConfigError(problem(name, name, bytes), { hint: HINT });
    },
  });

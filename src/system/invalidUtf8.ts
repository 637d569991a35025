/**
 * Refuses arguments and variables that are not UTF-8. Both runtimes replace invalid bytes with U+FFFD, so that the file
 * `k\xe9y.env` would get another name. On Linux, the original bytes are available, so a U+FFFD that the user typed can be
 * distinguished.
 */
import { ConfigError, UsageError } from '../base/errors.ts';
import { fs } from './builtins.ts';
import { procSelf } from './procfs.ts';
import { isUtf8 } from './utf8.ts';

const REPLACEMENT = '\uFFFD';

/** The names of flags and variables whose values messages must not contain. */
const SECRET = /key|secret|token|client|proxy/i;

const HINT = 'It must be UTF-8: check the encoding of the terminal or script that it comes from.';

/** Bytes, decoded as Latin-1, so that each is one character. */
type Bytes = string;

/** The words of /proc/self/cmdline or environ, which end with NUL; none if the file is not available. */
function wordsOf(name: 'cmdline' | 'environ'): Bytes[] {
  const path = procSelf(name);
  try {
    return path === undefined ? [] : fs.readFileSync(path, 'latin1').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** Whether a word with U+FFFD was typed that way. On Windows, it was, because words are not bytes there. */
const isIntended = (bytes: Bytes | undefined): boolean =>
  process.platform === 'win32' || (bytes !== undefined && isUtf8(Buffer.from(bytes, 'latin1')));

/** Quotes bytes for bash: `$'k\xe9y.env'`. */
const quoted = (bytes: Bytes): string =>
  `$'${bytes.replace(/[^ -~]|['\\]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)}'`;

/** The error message. @param name the flag or variable @param bytes its value, if available */
const problem = (what: string, name: string, bytes: Bytes | undefined): string =>
  `${what} is not UTF-8${bytes !== undefined && !SECRET.test(name) ? `: ${quoted(bytes)}` : ''}`;

/** The error message for an argument. Names it by the flag in it or before it, otherwise by its position. */
function argumentProblem(words: readonly string[], index: number, bytes: Bytes | undefined): string {
  const [, flag] = /^(--?\w+)=/.exec(words[index] ?? '') ?? [];
  if (flag) return problem(`the value of ${flag}`, flag, bytes?.slice(flag.length + 1));
  const before = words[index - 1] ?? '';
  if (/^--?\w+$/.test(before)) return problem(`the value of ${before}`, before, bytes);
  // The value is not shown, because it can be a secret: `config set` accepts one.
  return problem(`argument ${index + 1}`, '', undefined);
}

/**
 * Checks the arguments.
 * @param argv the arguments, without the program's name
 * @throws {UsageError} if one of them is not UTF-8
 */
export function checkArguments(argv: readonly string[]): void {
  const raw = wordsOf('cmdline').slice(-argv.length);
  argv.forEach((word, at) => {
    if (word.includes(REPLACEMENT) && !isIntended(raw[at]))
      throw new UsageError(argumentProblem(argv, at, raw[at]), { hint: HINT });
  });
}

/** The environment, in which reading a variable that is not UTF-8 throws a ConfigError. */
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

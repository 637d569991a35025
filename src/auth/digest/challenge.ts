/** Parses WWW-Authenticate headers (RFC 9110, section 11.6.1). */

export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names are in lower case, values unquoted. */
  readonly params: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(`(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))`, 'y');
const SCHEME = new RegExp(`(${TOKEN})(?=$|[ \\t,])`, 'y');
const TOKEN68 = /[ \t]+[0-9A-Za-z._~+/-]+=*[ \t]*(?=$|,)/y;
const SEPARATORS = /[ \t,]*/y;

/**
 * Parses the challenges of one header, or of several joined by commas. Stops at the first syntax error.
 */
export function parseChallenges(header: string): Challenge[] {
  const challenges: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (take(SEPARATORS) && at < header.length) {
    const parameter = take(PARAMETER);
    if (parameter) {
      const [, name = '', quoted, token] = parameter;
      const value = quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1');
      const { params } = challenges.at(-1) ?? {};
      if (params && !params.has(name.toLowerCase())) params.set(name.toLowerCase(), value);
      continue;
    }
    const scheme = take(SCHEME)?.[1];
    if (!scheme) break;
    challenges.push({ scheme: scheme.toLowerCase(), params: new Map() });
    take(TOKEN68);
  }
  return challenges;
}

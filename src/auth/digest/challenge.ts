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
  let index = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    const match = pattern.exec(header);
    if (match) index = pattern.lastIndex;
    return match;
  };
  while (match(SEPARATORS) && index < header.length) {
    const parameter = match(PARAMETER);
    if (parameter) {
      const [, name = '', quoted, token] = parameter;
      const value = quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1');
      const { params } = challenges.at(-1) ?? {};
      if (params && !params.has(name.toLowerCase())) params.set(name.toLowerCase(), value);
      continue;
    }
    const scheme = match(SCHEME)?.[1];
    if (!scheme) break;
    challenges.push({ scheme: scheme.toLowerCase(), params: new Map() });
    match(TOKEN68);
  }
  return challenges;
}

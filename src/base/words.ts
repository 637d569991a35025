/** The text with its first letter raised. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A name with underscores as one in camel case: `publicApiKey` for `public_api_key`. */
export const toCamelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The text without white space and invisible characters at its ends, such as a line end or a byte order mark. */
export function trimInvisible(text: string): string {
  // Most texts need nothing, and what follows takes 0.1 ms to compile.
  if (/^[!-~]*$/.test(text)) return text;
  return text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
}

/** A word as a POSIX shell takes it, quoted where that is needed: `'my team'`. zsh expands an equals sign in front. */
export const quoteForShell = (text: string): string =>
  /^(?!=)[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A word as PowerShell takes it. */
export const quoteForPowerShell = (text: string): string => `'${text.replaceAll("'", "''")}'`;

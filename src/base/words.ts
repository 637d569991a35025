/** The text with its first letter raised. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A word as a POSIX shell takes it, quoted where that is needed: `'my team'`. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A word as PowerShell takes it. */
export const powerShellWord = (text: string): string => `'${text.replaceAll("'", "''")}'`;

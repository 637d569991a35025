/** What archives are made of; and how a time gets into them. */

/** A file of an archive: its path there, with slashes, and its permissions. */
export interface Entry {
  readonly path: string;
  readonly mode: 0o644 | 0o755;
  readonly content: Uint8Array;
}

const encoder = new TextEncoder();

/** A text file that everybody may read. */
export const textEntry = (path: string, text: string): Entry => ({
  path,
  mode: 0o644,
  content: encoder.encode(text),
});

/** The same files below a folder. */
export const below = (folder: string, entries: readonly Entry[]): Entry[] =>
  entries.map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }));

/** In the order of their bytes, which no locale changes. */
export const sorted = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));

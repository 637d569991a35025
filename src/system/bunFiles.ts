/**
 * The file operations of a create, with Bun's own API. They spare the executable the time to load node:fs; see
 * docs/performance.md. Where they do not apply, files.ts uses node:fs.
 */
import { codeOf } from '../base/errors.ts';
import { type BunGlobal, bun } from './bun.ts';

/** The bits of a folder's mode that let other users write to it. */
const WRITABLE_BY_OTHERS = 0o022;

/** Undefined on Node, and on Windows, where the mode and owner of a file mean nothing. */
const usableBun = process.platform === 'win32' ? undefined : bun;

/** Runs the work. @returns undefined if node:fs must do it, and describe the error @throws ENOENT */
async function attempt<T>(work: (bun: BunGlobal) => Promise<T>): Promise<T | undefined> {
  if (!usableBun) return undefined;
  try {
    return await work(usableBun);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw error;
    return undefined;
  }
}

/**
 * The content of a file. A stream reads it on this thread; Bun's other functions start threads, which takes 0.3 ms.
 * @returns undefined if node:fs must read it
 * @throws ENOENT
 */
export const readWithBun = (path: string): Promise<Uint8Array | undefined> =>
  attempt(async (bun) => {
    const file = bun.file(path);
    const reader = file.stream().getReader();
    const { value: first } = await reader.read();
    // This was all. Another read would start a thread that closes the file.
    if (first?.length === file.size) return first;
    const chunks = first ? [first] : [];
    for (let next = await reader.read(); next.value; next = await reader.read()) chunks.push(next.value);
    return Buffer.concat(chunks);
  });

/** The mode of a file. @returns undefined if node:fs must find out @throws ENOENT */
export const modeWithBun = (path: string): Promise<number | undefined> =>
  attempt(async (bun) => (await bun.file(path).stat()).mode);

/** Writes a private file. Bun gives a new file the mode 0664, less the umask, and opens it before bun.write() returns. */
function writePrivately(bun: BunGlobal, path: string, text: string): Promise<number> {
  const umask = process.umask(0o077);
  try {
    return bun.write(path, text, { createPath: false });
  } finally {
    process.umask(umask);
  }
}

/** Overwrites a file. @returns whether it was written; if not, node:fs must do it */
export const rewriteWithBun = async (path: string, text: string): Promise<boolean> =>
  (await attempt((bun) => writePrivately(bun, path, text)).catch(() => undefined)) !== undefined;

/**
 * Replaces a file (mode 0600), not atomically, if its folder belongs to the user and nobody else can write to it. Elsewhere,
 * somebody could plant a link to another file.
 * @returns whether it was replaced; if not, node:fs must do it
 */
export async function replaceWithBun(path: string, text: string): Promise<boolean> {
  if (!usableBun) return false;
  try {
    const { mode, uid } = await usableBun.file(path.slice(0, path.lastIndexOf('/'))).stat();
    if (mode & WRITABLE_BY_OTHERS || uid !== process.geteuid?.()) return false;
    // Removed first, because a file that exists keeps its mode.
    await usableBun
      .file(path)
      .delete()
      .catch(() => undefined);
    await writePrivately(usableBun, path, text);
    return true;
  } catch {
    return false;
  }
}

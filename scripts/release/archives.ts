/** Archives whose bytes depend on their files and one time alone: sorted, owned by root, without a trace of the machine. */
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { ZipFile } from 'yazl';
import { type Entry, sorted } from './entry.ts';

/** Every folder on the way to a file, ending in a slash, so that it gets sane permissions. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}

/** @param seconds the time of all members, since 1970 */
export async function tar(entries: readonly Entry[], seconds: number): Promise<Buffer> {
  const folders = [...new Set(entries.flatMap(({ path }) => foldersOf(path)))];
  const members = sorted([
    ...folders.map((path) => ({ path, mode: 0o755 as const, content: new Uint8Array() })),
    ...entries,
  ]);
  const archive = pack();
  const written = buffer(archive);
  const owner = { uid: 0, gid: 0, uname: 'root', gname: 'root' };
  for (const { path, mode, content } of members) {
    const type = path.endsWith('/') ? 'directory' : 'file';
    archive.entry(
      { name: path, mode, mtime: new Date(seconds * 1000), type, ...owner },
      Buffer.from(content),
    );
  }
  archive.finalize();
  return written;
}

/** Gzip without a name, a time, or a trace of the machine that ran it. */
export function gzip(content: Uint8Array): Buffer {
  const compressed = gzipSync(content, { level: 9 });
  compressed.writeUInt32LE(0, 4);
  // RFC 1952: the operating system, 255 for an unknown one.
  compressed[9] = 255;
  return compressed;
}

export const tarGz = async (entries: readonly Entry[], seconds: number): Promise<Buffer> =>
  gzip(await tar(entries, seconds));

/** A time whose local fields are those of UTC: zip archives hold local times, which would tell the time zone. */
function utcFields(seconds: number): Date {
  const utc = new Date(seconds * 1000);
  return new Date(
    utc.getUTCFullYear(),
    utc.getUTCMonth(),
    utc.getUTCDate(),
    utc.getUTCHours(),
    utc.getUTCMinutes(),
    utc.getUTCSeconds(),
  );
}

/** @param seconds the time of all members, since 1970; in steps of two seconds, as in all zip archives */
export async function zip(entries: readonly Entry[], seconds: number): Promise<Buffer> {
  const archive = new ZipFile();
  const written = buffer(archive.outputStream);
  for (const { path, mode, content } of sorted(entries))
    archive.addBuffer(Buffer.from(content), path, {
      mtime: utcFields(seconds),
      mode: 0o100000 | mode,
      compressionLevel: 9,
      forceDosTimestamp: true,
    });
  archive.end();
  return written;
}

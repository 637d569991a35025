/**
 * Tar archives (POSIX.1-1988 ustar) whose bytes depend on their content alone: sorted, one time for all, owned by root.
 * Kept here for that: GNU tar can do it, the tar of macOS cannot.
 */
import { gzipSync } from 'node:zlib';
import type { Entry } from './entry.ts';

const BLOCK = 512;

interface Member {
  readonly path: string;
  readonly mode: number;
  readonly type: '0' | '5';
  readonly content: Uint8Array;
}

/** Every folder on the way to a file, so that it gets sane permissions. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts
    .map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)
    .filter((folder) => folder !== './');
}

/** Name and prefix fields. @throws when a path does not fit into them */
function splitPath(path: string): [name: string, prefix: string] {
  if (Buffer.byteLength(path) <= 100) return [path, ''];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(prefix) <= 155 && Buffer.byteLength(name) <= 100 && name !== '')
      return [name, prefix];
  }
  throw new Error(`the path is too long for a tar archive: ${path}`);
}

function header({ path, mode, type, content }: Member, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, offset: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'ascii');
  const [name, prefix] = splitPath(path);
  block.write(name, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(seconds, 136, 12);
  block.write(type, 156);
  block.write('ustar\x0000', 257, 'binary');
  block.write('root', 265);
  block.write('root', 297);
  block.write(prefix, 345);
  // The sum is taken with blanks in its own place.
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}

/**
 * @param seconds the time of all members, since 1970
 * @throws when a path does not fit
 */
export function tar(entries: readonly Entry[], seconds: number): Buffer {
  const folders = [...new Set(entries.flatMap(({ path }) => foldersOf(path)))];
  const members: Member[] = [
    ...folders.map((path) => ({ path, mode: 0o755, type: '5' as const, content: new Uint8Array() })),
    ...entries.map((entry) => ({ ...entry, type: '0' as const })),
  ].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const blocks = members.flatMap((member) => [
    header(member, seconds),
    member.content,
    Buffer.alloc((BLOCK - (member.content.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** Gzip without a name, a time, or a trace of the machine that ran it. */
export function gzip(content: Uint8Array): Buffer {
  const compressed = gzipSync(content, { level: 9 });
  compressed.writeUInt32LE(0, 4);
  // RFC 1952: the operating system, 255 for an unknown one.
  compressed[9] = 255;
  return compressed;
}

export const tarGz = (entries: readonly Entry[], seconds: number): Buffer => gzip(tar(entries, seconds));

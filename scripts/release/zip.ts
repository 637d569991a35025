/** Zip archives whose bytes depend on their content alone: sorted, one time for all, no extra fields. */
import { crc32, deflateRawSync } from 'node:zlib';
import { type Entry, sorted } from './entry.ts';

const VERSION = 20;
const DEFLATE = 8;
/** General purpose bit 11: names are UTF-8. */
const UTF8 = 1 << 11;
/** "Made by" Unix, so that the upper half of the external attributes holds permissions. */
const UNIX = 3;
const REGULAR_FILE = 0o100000;

/** Time and date of MS-DOS, in UTC; its years begin with 1980. */
function dosTime(seconds: number): [time: number, date: number] {
  const at = new Date(Math.max(seconds, Date.UTC(1980, 0) / 1000) * 1000);
  return [
    (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  ];
}

/** @param seconds the time of all files, since 1970 */
export function zip(entries: readonly Entry[], seconds: number): Buffer {
  const [time, date] = dosTime(seconds);
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, mode, content } of sorted(entries)) {
    const name = Buffer.from(path);
    const compressed = deflateRawSync(content, { level: 9 });
    /** What the local header and the directory's entry share. */
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(VERSION, 0);
    shared.writeUInt16LE(UTF8, 2);
    shared.writeUInt16LE(DEFLATE, 4);
    shared.writeUInt16LE(time, 6);
    shared.writeUInt16LE(date, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(compressed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'binary'), shared, name]);

    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((REGULAR_FILE | mode) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02', 'binary'), Buffer.from([VERSION, UNIX]), shared, rest, name]),
    );
    parts.push(local, compressed);
    offset += local.length + compressed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'binary');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

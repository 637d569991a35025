/**
 * The code signature of a Mach-O executable. macOS on Apple silicon kills what has none or a wrong one; an ad-hoc
 * signature, which names nobody, is enough to run. What Bun appends its modules to was signed before: on arm64 Bun signs
 * the result anew, on x64 (1.4) it leaves the old signature, whose hashes no longer fit. The structures are those of
 * Apple's <kern/cs_blobs.h> and <mach-o/loader.h>; the former are big-endian.
 */
import { createHash } from 'node:crypto';

const MH_MAGIC_64 = 0xfeedfacf;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const CSMAGIC_EMBEDDED_SIGNATURE = 0xfade0cc0;
const CSMAGIC_CODEDIRECTORY = 0xfade0c02;
const CS_ADHOC_LINKER_SIGNED = 0x20002;
const CS_EXECSEG_MAIN_BINARY = 1;
const CS_HASHTYPE_SHA256 = 2;
const HASH_SIZE = 32;
/** Of a code directory with the fields of the executable's segment. */
const VERSION = 0x20400;
const DIRECTORY_SIZE = 88;
const SUPERBLOB_SIZE = 20;
/** Segments end on pages of the machine, which on arm64 has larger ones; what is hashed are pages of 4 KiB. */
const SEGMENT_PAGE = 0x4000n;
const HASHED_PAGE_BITS = 12;

interface Layout {
  /** Offsets of the load commands. */
  readonly signatureCommand: number;
  readonly linkEditCommand: number;
  /** The executable's own segment in the file. */
  readonly text: { readonly offset: bigint; readonly size: bigint };
  /** Where the signature stands. */
  readonly start: number;
  readonly size: number;
}

/** @throws for what is not a 64-bit Mach-O file with room for a signature */
function layoutOf(file: Buffer): Layout {
  if (file.readUInt32LE(0) !== MH_MAGIC_64) throw new Error('not a 64-bit Mach-O file');
  let signatureCommand: number | undefined;
  const segments = new Map<string, number>();
  let at = 32;
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    const command = file.readUInt32LE(at);
    if (command === LC_CODE_SIGNATURE) signatureCommand = at;
    if (command === LC_SEGMENT_64)
      segments.set(file.toString('latin1', at + 8, at + 24).replace(/\0+$/, ''), at);
    at += file.readUInt32LE(at + 4);
  }
  const text = segments.get('__TEXT');
  const linkEditCommand = segments.get('__LINKEDIT');
  if (signatureCommand === undefined || text === undefined || linkEditCommand === undefined)
    throw new Error('a Mach-O file without __TEXT, __LINKEDIT or a place for a signature');
  return {
    signatureCommand,
    linkEditCommand,
    text: { offset: file.readBigUInt64LE(text + 40), size: file.readBigUInt64LE(text + 48) },
    start: file.readUInt32LE(signatureCommand + 8),
    size: file.readUInt32LE(signatureCommand + 12),
  };
}

/** The hashes of the code's pages, the last of which may be short. */
function pageHashes(code: Buffer, bits: number): Buffer[] {
  const size = 2 ** bits;
  return Array.from({ length: Math.ceil(code.length / size) }, (_, page) =>
    createHash('sha256')
      .update(code.subarray(page * size, (page + 1) * size))
      .digest(),
  );
}

/** What is wrong with the signature; undefined when it covers all before it, and nothing stands behind it. */
export function signatureFault(file: Buffer): string | undefined {
  const { start, size } = layoutOf(file);
  if (start + size !== file.length) return 'the signature does not end the file';
  if (file.readUInt32BE(start) !== CSMAGIC_EMBEDDED_SIGNATURE) return 'there is no signature';
  const directory = start + file.readUInt32BE(start + 16);
  if (file.readUInt32BE(directory) !== CSMAGIC_CODEDIRECTORY)
    return 'the signature has no code directory first';
  const [hashes, , , pages, limit] = [16, 20, 24, 28, 32].map((offset) =>
    file.readUInt32BE(directory + offset),
  );
  if (limit !== start) return `the signature covers ${limit} of ${start} bytes`;
  if (file[directory + 36] !== HASH_SIZE || file[directory + 37] !== CS_HASHTYPE_SHA256)
    return 'the hashes are not SHA-256';
  const wanted = pageHashes(file.subarray(0, start), file[directory + 39] ?? 0);
  if (pages !== wanted.length) return `there are ${pages} hashes for ${wanted.length} pages`;
  const first = directory + (hashes ?? 0);
  const wrong = wanted.filter(
    (hash, page) => !hash.equals(file.subarray(first + page * HASH_SIZE, first + (page + 1) * HASH_SIZE)),
  );
  return wrong.length > 0 ? `${wrong.length} of ${pages} pages have another hash` : undefined;
}

function codeDirectory(code: Buffer, identifier: string, text: Layout['text']): Buffer {
  const hashes = pageHashes(code, HASHED_PAGE_BITS);
  const name = Buffer.from(`${identifier}\0`);
  const head = Buffer.alloc(DIRECTORY_SIZE);
  const hashOffset = DIRECTORY_SIZE + name.length;
  const length = hashOffset + hashes.length * HASH_SIZE;
  const words = [
    CSMAGIC_CODEDIRECTORY,
    length,
    VERSION,
    CS_ADHOC_LINKER_SIGNED,
    hashOffset,
    DIRECTORY_SIZE,
    0,
    hashes.length,
    code.length,
  ];
  for (const [index, word] of words.entries()) head.writeUInt32BE(word, index * 4);
  head[36] = HASH_SIZE;
  head[37] = CS_HASHTYPE_SHA256;
  head[39] = HASHED_PAGE_BITS;
  head.writeBigUInt64BE(text.offset, 64);
  head.writeBigUInt64BE(text.size, 72);
  head.writeBigUInt64BE(BigInt(CS_EXECSEG_MAIN_BINARY), 80);
  return Buffer.concat([head, name, ...hashes]);
}

/** The length that a code directory over so many bytes has. */
const directoryLength = (code: number, identifier: string): number =>
  DIRECTORY_SIZE + Buffer.byteLength(identifier) + 1 + Math.ceil(code / 2 ** HASHED_PAGE_BITS) * HASH_SIZE;

/** The executable with an ad-hoc signature of its own in place of the one that it has. */
export function signed(file: Buffer, identifier: string): Buffer {
  const { signatureCommand, linkEditCommand, text, start } = layoutOf(file);
  const code = Buffer.from(file.subarray(0, start));
  const size = SUPERBLOB_SIZE + directoryLength(start, identifier);
  // The headers say where the signature stands and are hashed like all code: they come first.
  code.writeUInt32LE(size, signatureCommand + 12);
  const linkEditSize = BigInt(start + size) - code.readBigUInt64LE(linkEditCommand + 40);
  code.writeBigUInt64LE(
    ((linkEditSize + SEGMENT_PAGE - 1n) / SEGMENT_PAGE) * SEGMENT_PAGE,
    linkEditCommand + 32,
  );
  code.writeBigUInt64LE(linkEditSize, linkEditCommand + 48);

  const superBlob = Buffer.alloc(SUPERBLOB_SIZE);
  for (const [index, word] of [CSMAGIC_EMBEDDED_SIGNATURE, size, 1, 0, SUPERBLOB_SIZE].entries())
    superBlob.writeUInt32BE(word, index * 4);
  return Buffer.concat([code, superBlob, codeDirectory(code, identifier, text)]);
}

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signatureFault, signed } from '../../scripts/release/macho.ts';

const PAGE = 4096;
/** The code ends in the middle of a page, as real code does. */
const CODE = 3 * PAGE + 100;
const TEXT = { at: 32, size: 2 * PAGE };
const LINKEDIT = { at: 32 + 72, offset: 2 * PAGE };
const SIGNATURE = 32 + 72 + 72;

/** An executable of two segments and a command for a signature, whose place is filled with something else. */
function executable(): Buffer {
  const file = Buffer.alloc(CODE + 500, 7);
  file.fill(0, 0, SIGNATURE + 16);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(3, 16);
  const segment = (at: number, name: string, offset: number, size: number) => {
    file.writeUInt32LE(0x19, at);
    file.writeUInt32LE(72, at + 4);
    file.write(name, at + 8);
    file.writeBigUInt64LE(BigInt(offset), at + 40);
    file.writeBigUInt64LE(BigInt(size), at + 48);
  };
  segment(TEXT.at, '__TEXT', 0, TEXT.size);
  segment(LINKEDIT.at, '__LINKEDIT', LINKEDIT.offset, file.length - LINKEDIT.offset);
  file.writeUInt32LE(0x1d, SIGNATURE);
  file.writeUInt32LE(16, SIGNATURE + 4);
  file.writeUInt32LE(CODE, SIGNATURE + 8);
  file.writeUInt32LE(500, SIGNATURE + 12);
  return file;
}

describe('a new signature', () => {
  const file = signed(executable(), 'atlas');

  test('when an executable is signed, then nothing is wrong with its signature', () => {
    expect(signatureFault(file)).toBeUndefined();
  });

  test('when code ends within a page, then the last hash is of what is there of that page', () => {
    const hash = createHash('sha256')
      .update(file.subarray(3 * PAGE, CODE))
      .digest();
    expect(file.subarray(-32)).toEqual(hash);
  });

  test('when an executable is signed, then the headers say so, and are signed themselves', () => {
    expect(file.readUInt32LE(SIGNATURE + 12)).toBe(file.length - CODE);
    expect(Number(file.readBigUInt64LE(LINKEDIT.at + 48))).toBe(file.length - LINKEDIT.offset);
    expect(Number(file.readBigUInt64LE(LINKEDIT.at + 32)) % 0x4000).toBe(0);
    expect(file.includes(createHash('sha256').update(file.subarray(0, PAGE)).digest())).toBe(true);
  });

  test('when an executable is signed, then its code stays as it was', () => {
    expect(file.subarray(PAGE, CODE)).toEqual(executable().subarray(PAGE, CODE));
  });

  test('when an executable is signed twice, then the bytes are the same', () => {
    expect(signed(file, 'atlas').equals(file)).toBe(true);
  });
});

describe('a signature that is wrong', () => {
  const spoilt = (spoil: (file: Buffer) => Buffer | undefined): string | undefined => {
    const file = signed(executable(), 'atlas');
    return signatureFault(spoil(file) ?? file);
  };

  test('when there is no signature, then the problem is reported', () => {
    expect(signatureFault(executable())).toBe('there is no signature');
  });

  test.each([0, 2 * PAGE, CODE - 1])('when byte %d is changed, then its page is reported', (at) => {
    const fault = spoilt((file) => {
      // The first bytes are the kind of file; the reserved word at the end of the header is as good as any.
      file[at || 31] = 99;
      return file;
    });
    expect(fault).toBe('1 of 4 pages have another hash');
  });

  test('when something follows the signature, then the problem is reported', () => {
    expect(spoilt((file) => Buffer.concat([file, Buffer.from('x')]))).toBe(
      'the signature does not end the file',
    );
  });

  test('when the signature covers only a part, then the problem is reported', () => {
    const fault = spoilt((file) => {
      file.writeUInt32BE(PAGE, CODE + 20 + 32);
      return file;
    });
    expect(fault).toBe(`the signature covers ${PAGE} of ${CODE} bytes`);
  });

  test('when the file is of another kind, then that is an error', () => {
    expect(() => signatureFault(Buffer.alloc(100))).toThrow('not a 64-bit Mach-O file');
  });
});

/** Go strings as JavaScript strings, compared with their bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byteLength,
  byteMapper,
  compareStrings,
  fromBytes,
  mapPieces,
  rejoin,
  sliceBytes,
  toBytes,
} from '../../src/go/byteString.ts';
import { firstRunes, runeCount } from '../../src/go/runes.ts';

/** Bytes of which many form characters, whole or cut. */
const bytes = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }).map((text) => [...Buffer.from(text)]),
      fc.constantFrom('é', '鍵', '😀').map((text) => [...Buffer.from(text)].slice(0, -1)),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

describe('any bytes', () => {
  test('when they become a string, then the string has the same bytes', () => {
    fc.assert(
      fc.property(bytes, (given) => {
        const text = fromBytes(given);
        expect(toBytes(text)).toEqual(given);
        expect(byteLength(text)).toBe(given.length);
      }),
    );
  });

  test('when they are valid UTF-8, then the string is what a decoder makes of them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        expect(fromBytes(Buffer.from(given.toWellFormed()))).toBe(given.toWellFormed());
      }),
    );
  });

  test('when a string is sliced, then the slice has the bytes in between', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(), (given, a, b) => {
        const [from = 0, to = 0] = [a, b]
          .map((at) => at % (given.length + 1))
          .sort((first, second) => first - second);
        expect(toBytes(sliceBytes(fromBytes(given), from, to))).toEqual(given.slice(from, to));
      }),
    );
  });

  test('when strings are concatenated, then rejoin restores the characters', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (given, at) => {
        const middle = at % (given.length + 1);
        const halves = fromBytes(given.slice(0, middle)) + fromBytes(given.slice(middle));
        expect(rejoin(halves)).toBe(fromBytes(given));
      }),
    );
  });

  test('when strings are compared, then the order is that of their bytes', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const order = compareStrings(fromBytes(a), fromBytes(b));
        expect(Math.sign(order)).toBe(Buffer.compare(a, b));
      }),
    );
  });
});

describe('long strings', () => {
  const text = `x${'😀é\udcf0\udc9f'.repeat(5_000)}`;

  test('when they are mapped in pieces, then no character is split', () => {
    const pieces: string[] = [];
    const same = mapPieces(text, (piece) => {
      pieces.push(piece);
      return piece;
    });
    expect(same).toBe(text);
    expect(pieces.length).toBeGreaterThan(3);
    // With the `u` flag, these match halves of pairs only.
    const isSplit = (piece: string) => /^[\udc80-\udcbf]|[\ud800-\udbff]$/u.test(piece);
    expect(pieces.filter(isSplit)).toEqual([]);
  });

  test('when their bytes are mapped, then the results are in order', () => {
    const hex = byteMapper((byte) => byte.toString(16).padStart(2, '0'));
    expect(hex(text)).toBe(Buffer.from(toBytes(text)).toString('hex'));
  });
});

describe('runes', () => {
  test.each([
    ['', 0],
    ['aé鍵😀', 4],
    ['\udcc3\udcff', 2],
  ])('when the string is %j, then it has %i runes', (text, count) => {
    expect(runeCount(text)).toBe(count);
  });

  test.each([
    [0, ''],
    [2, 'é😀'],
    [3, 'é😀\udcff'],
    [9, 'é😀\udcffx'],
  ])('when the first %i runes are taken, then they are %j', (count, expected) => {
    expect(firstRunes('é😀\udcffx', count)).toBe(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChallenges } from '../../src/auth/digest/challenge.ts';
import { chooseChallenge } from '../../src/auth/digest/digest.ts';

/** Challenges as plain data. */
const parsed = (header: string) =>
  parseChallenges(header).map(({ scheme, params }) => [scheme, Object.fromEntries(params)]);

test.each<[string, string, unknown]>([
  ['a scheme alone', 'Negotiate', [['negotiate', {}]]],
  ['quoted and bare values', 'Digest realm="a b", qop=auth', [['digest', { realm: 'a b', qop: 'auth' }]]],
  ['names in capitals', 'DIGEST Realm="r", NONCE="n"', [['digest', { realm: 'r', nonce: 'n' }]]],
  [
    'blanks around the equals sign',
    'Digest realm = "r" , nonce\t=\tn',
    [['digest', { realm: 'r', nonce: 'n' }]],
  ],
  ['no blanks behind the commas', 'Digest realm="r",nonce="n"', [['digest', { realm: 'r', nonce: 'n' }]]],
  ['empty list elements', ', ,Digest ,, realm="r",,', [['digest', { realm: 'r' }]]],
  ['an empty value', 'Digest realm="", nonce="n"', [['digest', { realm: '', nonce: 'n' }]]],
  ['a comma in quotes', 'Digest realm="a, b=c", nonce="n"', [['digest', { realm: 'a, b=c', nonce: 'n' }]]],
  [
    'quoted pairs',
    String.raw`Digest realm="a\"b\\c\d", nonce="n"`,
    [['digest', { realm: 'a"b\\cd', nonce: 'n' }]],
  ],
  ['a parameter twice', 'Digest realm="first", realm="second"', [['digest', { realm: 'first' }]]],
  [
    'two challenges',
    'Basic realm="b", Digest realm="d", nonce="n"',
    [
      ['basic', { realm: 'b' }],
      ['digest', { realm: 'd', nonce: 'n' }],
    ],
  ],
  [
    'a scheme alone before another',
    'Negotiate, Digest realm="d"',
    [
      ['negotiate', {}],
      ['digest', { realm: 'd' }],
    ],
  ],
  [
    'a token68',
    'NTLM TlRMTVNTUAAC==, Digest realm="d"',
    [
      ['ntlm', {}],
      ['digest', { realm: 'd' }],
    ],
  ],
  [
    'a token68 without padding',
    'Bearer abc.def, Digest realm="d"',
    [
      ['bearer', {}],
      ['digest', { realm: 'd' }],
    ],
  ],
  ['a parameter before any scheme', 'realm="x", Digest realm="d"', [['digest', { realm: 'd' }]]],
  ['nothing', '', []],
  ['only commas', ' , ,', []],
])('when the header contains %s, then it is read', (_, header, expected) => {
  expect(parsed(header)).toEqual(expected);
});

describe('what cannot be understood', () => {
  test.each([
    ['an unclosed quote', 'Digest realm="d", nonce="n', [['digest', { realm: 'd' }]]],
    ['a quote that ends in a backslash', 'Digest realm="d", nonce="n\\', [['digest', { realm: 'd' }]]],
    ['a stray equals sign', 'Digest realm="d", =x, nonce="n"', [['digest', { realm: 'd' }]]],
    ['a character that no token has', 'Digest realm="d", (x)=y', [['digest', { realm: 'd' }]]],
  ])('when there is %s, then the challenges before it are used', (_, header, expected) => {
    expect(parsed(header)).toEqual(expected);
  });

  test('when a header is any text, then parsing neither throws nor hangs', () => {
    const pieces = fc.constantFrom(
      'Digest',
      'Basic',
      'realm',
      'nonce',
      'qop',
      'algorithm',
      '=',
      '"',
      '\\',
      ',',
      ' ',
      '\t',
      '==',
      'a',
      'é',
      '\n',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (header) => {
        for (const { scheme } of parseChallenges(header)) expect(scheme).not.toBe('');
        chooseChallenge(`Digest realm="r", nonce="${header}`);
      }),
    );
  });

  // Each would take hours where the work grows with the square of the length or worse.
  test.each([
    ['one token', 'a'],
    ['blanks', ' '],
    ['commas', ','],
    ['open quotes', 'a="'],
    ['backslashes in a quote', '\\\\'],
    ['equals signs', '='],
    ['schemes', 'a '],
  ])('when a header is half a million %s, then it is still read', (_, piece) => {
    expect(() => parseChallenges(`Digest realm="r", ${piece.repeat(500_000)}`)).not.toThrow();
    expect(() => parseChallenges(`Digest realm="${piece.repeat(500_000)}`)).not.toThrow();
  });
});

test('when a value is any text, then quoting and reading give it back', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !/[\r\n]/.test(text)),
      (text) => {
        const quoted = text.replace(/["\\]/g, '\\$&');
        expect(parsed(`Digest realm="${quoted}", nonce="n"`)).toEqual([
          ['digest', { realm: text, nonce: 'n' }],
        ]);
      },
    ),
  );
});

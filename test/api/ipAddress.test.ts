import { describe, expect, test } from 'vitest';
import { normalizeCidrBlock, normalizeIpAddress } from '../../src/api/ipAddress.ts';

describe('addresses', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8:0:0:0:0:0:1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['1::', '1:0:0:0:0:0:0:0'],
    ['::ffff:192.0.2.1', '0:0:0:0:0:ffff:c000:201'],
  ])('when it is %s, then the API gets %s', (text, expected) => {
    expect(normalizeIpAddress(text)).toBe(expected);
  });

  test.each([
    '',
    '300.0.0.1',
    '1.2.3',
    '1.2.3.4.5',
    '010.0.0.1',
    '1.2.3.4 ',
    ':::',
    '1:2',
    'fe80::1%eth0',
    'host',
    '::1]@x',
  ])('when it is "%s", then it is none', (text) => {
    expect(normalizeIpAddress(text)).toBeUndefined();
  });
});

describe('blocks', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:db8::/128', '2001:db8:0:0:0:0:0:0/128'],
  ])('when it is %s, then the API gets %s', (text, expected) => {
    expect(normalizeCidrBlock(text)).toBe(expected);
  });

  test.each(['192.0.2.0', '192.0.2.0/33', '::/129', '192.0.2.0/', '192.0.2.0/24/8', '/8', '192.0.2.0/-1'])(
    'when it is "%s", then it is none',
    (text) => {
      expect(normalizeCidrBlock(text)).toBeUndefined();
    },
  );
});

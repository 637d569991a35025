import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/base/errors.ts';
import { proxyFor } from '../../src/http/proxy.ts';

const PROXY = { HTTPS_PROXY: 'http://proxy.example:3128' };
const isProxied = (address: string, list: string): boolean =>
  proxyFor(new URL(address), { ...PROXY, NO_PROXY: list }) !== undefined;

/** Address, NO_PROXY, whether it goes through the proxy. */
const LISTS: [string, string, boolean][] = [
  ['https://[2001:db8::1]/', '2001:db8::/32', false],
  ['https://[2001:db8::1]/', '2001:db9::/32', true],
  ['https://[2001:db8::1]/', '2001:DB8:0::1', false],
  ['https://[2001:db8::1]/', '[2001:db8::1]:443', false],
  ['https://[2001:db8::1]/', '[2001:db8::1]:8443', true],
  ['https://[2001:db8::1]/', '[2001:db8::1]', false],
  ['https://[2001:db8::1]/', '10.0.0.0/8', true],
  ['https://10.1.2.3/', '10.0.0.0/8', false],
  ['https://10.1.2.3/', '::/0', true],
  ['https://10.1.2.3/', '3', true],
  ['https://10.1.2.3/', '10.0.0.0/33', true],
  ['https://10.1.2.3/', '10.0.0/8', true],
  ['https://10.1.2.3/', '10.1.2.3/', true],
  ['https://a.example.com/', 'example.com', false],
  ['https://a.example.com./', 'example.com', false],
  ['https://a.example.com/', ' , ,example.com:443', false],
  ['https://a.example.com/', 'example.com:80', true],
  ['https://a.example.com/', '.', true],
  ['https://a.example.com/', '*.', true],
  ['https://a.example.com/', 'a.*.com', true],
  ['https://a.example.com/', ':443', true],
  ['https://127.0.0.1/', '', false],
  ['https://127.8.9.10/', '', false],
  ['https://[::1]/', '', false],
  ['https://[::ffff:127.0.0.1]/', '', false],
  ['https://[::ffff:128.0.0.1]/', '', true],
  ['https://localhost/', '', false],
  ['https://a.localhost/', '', false],
];

describe('proxyFor', () => {
  test.each(LISTS)(
    'when the host is %s and NO_PROXY is "%s", then a proxy is used: %s',
    (address, list, proxied) => {
      expect(isProxied(address, list)).toBe(proxied);
    },
  );

  test('when both spellings are set, then the upper-case variable is used', () => {
    const env = { ...PROXY, https_proxy: 'http://other.example/' };
    expect(proxyFor(new URL('https://a.example/'), env)?.url.hostname).toBe('proxy.example');
  });

  test('when the upper-case variable is empty, then the lower-case one is used', () => {
    const env = { HTTPS_PROXY: '', https_proxy: 'http://other.example/' };
    expect(proxyFor(new URL('https://a.example/'), env)).toMatchObject({ variable: 'https_proxy' });
  });

  test('when the address is http, then the proxy for https is not used', () => {
    expect(proxyFor(new URL('http://a.example/'), PROXY)).toBeUndefined();
  });

  test('when a name and a port look like a scheme, then they are a name and a port', () => {
    const env = { HTTPS_PROXY: 'proxy:3128' };
    expect(proxyFor(new URL('https://a.example/'), env)?.url.href).toBe('http://proxy:3128/');
  });

  test('when the variables contain any text, then there is a proxy, none, or an error that does not quote them', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'http://socks5:@[]%.*,/-01ab') }),
      fc.constantFrom(
        'http://user:canary@',
        'socks5://u:canary@h',
        'http://u:canary%@h',
        '//u:canary@h',
        '::/0',
        '*',
      ),
    );
    const host = fc.constantFrom('a.example', '10.1.2.3', '[2001:db8::1]', '0.0.0.0');
    fc.assert(
      fc.property(text, text, host, (proxy, list, name) => {
        try {
          const found = proxyFor(new URL(`https://${name}/`), { HTTPS_PROXY: proxy, NO_PROXY: list });
          expect(found?.url.protocol ?? 'http:').toMatch(/^https?:$/);
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(`${(error as ConfigError).message}${(error as ConfigError).hint}`).not.toContain('canary');
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/**
 * For the benchmark: returns a list with the requested number of API keys (`--limit`), after a Digest challenge whose response
 * it does not check. Prints its address.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const key = (index: number) => ({
  desc: `key number ${index}`,
  id: index.toString(16).padStart(24, '0'),
  privateKey: '********-****-****-e66d20841f3e',
  publicKey: index.toString(36).padStart(8, 'a'),
  roles: [{ orgId: '5a1b39eec902201990f12345', roleName: 'ORG_MEMBER' }],
});

/** The responses by size, so that each is created only once and does not affect the measurement. */
const pages = new Map<number, string>();

function page(size: number): string {
  const known = pages.get(size);
  if (known !== undefined) return known;
  const text = JSON.stringify({
    results: Array.from({ length: size }, (_, index) => key(index)),
    totalCount: size,
  });
  pages.set(size, text);
  return text;
}

const server = createServer((request, response) => {
  if (!request.headers.authorization) {
    response.writeHead(401, { 'www-authenticate': 'Digest realm="MMS Public API", nonce="n", qop="auth"' });
    response.end('{}');
    return;
  }
  const size = Number(new URL(request.url ?? '/', 'http://x').searchParams.get('itemsPerPage'));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(page(size));
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
);

/** The status of the API, with the key of the caller. */
import { type OperationHandlers, selfLink } from './operations.ts';

/** An IPv6 address with all of its eight groups; any other as it is. */
function expanded(address: string): string {
  const [left = '', right] = address.split('::');
  if (right === undefined) return address;
  const groups = (text: string) => text.split(':').filter(Boolean);
  const [before, after] = [groups(left), groups(right)];
  return [...before, ...Array(8 - before.length - after.length).fill('0'), ...after].join(':');
}

export const status = (): OperationHandlers => ({
  getSystemStatus: ({ url, caller }) => ({
    apiKey: caller
      ? {
          // In the access list of a status, every entry has an IP address.
          accessList: caller.accessList.map(({ cidrBlock, ipAddress }) => ({
            cidrBlock,
            ipAddress: ipAddress ?? expanded(cidrBlock.split('/')[0] ?? ''),
          })),
          id: caller.id,
          publicKey: caller.publicKey,
          roles: caller.roles,
        }
      : null,
    appName: 'MongoDB Atlas',
    build: 'sandbox',
    links: selfLink(url.href),
    throttling: false,
  }),
});

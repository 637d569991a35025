/** The status of the API, with the key of the caller. */
import { type OperationHandlers, selfLink } from './operations.ts';

export const status = (): OperationHandlers => ({
  getSystemStatus: ({ url, caller }) => ({
    apiKey: caller
      ? {
          // In the access list of a status, every entry has an IP address.
          accessList: caller.accessList.map(({ cidrBlock, ipAddress }) => ({
            cidrBlock,
            ipAddress: ipAddress ?? cidrBlock.split('/')[0],
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

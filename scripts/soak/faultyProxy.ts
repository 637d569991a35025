/** The sandbox behind a proxy that breaks exchanges at random. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';

/**
 * What happens to a request that changes something: it is passed on, and its response delivered (`none`), delivered in part,
 * or not at all (`drop after`); or it is not passed on, but dropped or refused.
 */
export const NETWORK_FAULTS = [
  'none',
  'drop before',
  'status 500',
  'status 503',
  'drop after',
  'half a response',
] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

export interface FaultyProxy {
  readonly sandbox: Sandbox;
  /** The variables that point the program at the proxy. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the response to the request that created a key was delivered whole, by the key's description. */
  readonly delivered: ReadonlyMap<string, boolean>;
  close(): Promise<void>;
}

/** @param faultFor what happens to the next request that creates a key */
export async function startFaultyProxy(faultFor: () => NetworkFault): Promise<FaultyProxy> {
  const sandbox = await startSandbox();
  const delivered = new Map<string, boolean>();

  const passOn = (
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<{ head: IncomingMessage; body: Buffer }> =>
    new Promise((resolve, reject) => {
      const { method, headers, url = '/' } = incoming;
      const outgoing = request(new URL(url, sandbox.url), { method, headers }, async (head) =>
        resolve({ head, body: await buffer(head) }),
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await buffer(incoming);
    const creates = incoming.method === 'POST' && incoming.headers.authorization !== undefined;
    const fault = creates ? faultFor() : 'none';
    if (fault === 'drop before') return void incoming.socket.destroy();
    if (fault === 'status 500' || fault === 'status 503')
      return void outgoing
        .writeHead(Number(fault.slice(-3)), { 'content-type': 'application/json' })
        .end('{"error":500}');
    const { head, body } = await passOn(incoming, sent);
    const isCreated = creates && (head.statusCode ?? 0) < 300;
    const desc: string | undefined = isCreated ? JSON.parse(body.toString()).desc : undefined;
    const note = (isWhole: boolean) => desc !== undefined && delivered.set(desc, isWhole);
    note(false);
    if (fault === 'drop after') return void incoming.socket.destroy();
    outgoing.writeHead(head.statusCode ?? 500, head.headers);
    if (fault === 'half a response' && isCreated) {
      outgoing.write(body.subarray(0, body.length / 2), () => incoming.socket.destroy());
      return;
    }
    outgoing.end(body, () => note(true));
  }

  const server = createServer((incoming, outgoing) => {
    // A program that was ended takes its socket along.
    incoming.once('error', () => {});
    answer(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    sandbox,
    delivered,
    env: { ...sandbox.env, MONGODB_ATLAS_OPS_MANAGER_URL: `http://127.0.0.1:${port}/` },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sandbox.close();
    },
  };
}

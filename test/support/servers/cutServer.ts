/** A server in front of a simulated Atlas that fails at some of its requests. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADDRESS_HEADER } from '../../../sandbox/handlers.ts';
import type { CutAtlas } from '../inProcess/cutAtlas.ts';

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

export interface CutServer {
  /** With a final slash. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startCutServer(atlas: CutAtlas): Promise<CutServer> {
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers, socket } = incoming;
    const body = await textOf(incoming);
    const request = new Request(new URL(path, url).href, {
      method,
      headers: [
        ...Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
        [ADDRESS_HEADER, socket.remoteAddress ?? ''],
      ],
      ...(body !== '' && { body }),
    });
    const served = await atlas.serve(request);
    if (served.kind === 'hanging') return;
    if (served.kind === 'lost') {
      socket.destroy();
      return;
    }
    const { response } = served;
    const bytes = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, response.statusText, {
      ...Object.fromEntries(response.headers),
      ...(response.status !== 204 && { 'content-length': bytes.length }),
    });
    if (served.kind === 'response' || response.status === 204) outgoing.end(bytes);
    else outgoing.write(bytes.subarray(0, bytes.length / 2), () => socket.destroy());
  }
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => {});
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

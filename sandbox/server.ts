/** The sandbox on a loopback port, for tests of the builds. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getResponse } from 'msw';
import { ADDRESS_HEADER, createSandbox, type SandboxHandlers } from './handlers.ts';
import { SANDBOX } from './state.ts';

export interface Sandbox extends Pick<SandboxHandlers, 'state' | 'tokens' | 'contractViolations'> {
  /** The base URL, with a final slash. */
  readonly url: string;
  /** The method and path of each request so far. */
  readonly requests: readonly string[];
  /** The variables that make the program use this sandbox. */
  readonly env: Record<string, string>;
  /** The variables for a service account, instead of the API key. */
  readonly serviceAccount: Record<string, string>;
  close(): Promise<void>;
}

async function toRequest(incoming: IncomingMessage, base: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = 'GET', url = '/' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD' && chunks.length > 0;
  const headers = Object.entries(incoming.headers)
    .filter(([name]) => name !== ADDRESS_HEADER)
    .map(([name, value]): [string, string] => [name, String(value)]);
  // The address comes from the connection, not from a header of the client.
  headers.push([ADDRESS_HEADER, incoming.socket.remoteAddress ?? '']);
  return new Request(new URL(url, base).href, {
    method,
    headers,
    ...(hasBody && { body: Buffer.concat(chunks) }),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, response.statusText, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

/** Starts a new sandbox. @param port 0 for a free one */
export async function startSandbox(port = 0): Promise<Sandbox> {
  const { handlers, state, tokens, contractViolations } = createSandbox();
  const requests: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const request = await toRequest(incoming, url);
    const response = await getResponse(handlers, request);
    if (response) await send(response, outgoing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    requests,
    state,
    tokens,
    contractViolations,
    env: {
      MONGODB_ATLAS_OPS_MANAGER_URL: url,
      MONGODB_ATLAS_PUBLIC_API_KEY: SANDBOX.publicKey,
      MONGODB_ATLAS_PRIVATE_API_KEY: SANDBOX.privateKey,
      MONGODB_ATLAS_ORG_ID: SANDBOX.orgId,
      MONGODB_ATLAS_PROJECT_ID: SANDBOX.projectId,
    },
    serviceAccount: {
      MONGODB_ATLAS_CLIENT_ID: SANDBOX.clientId,
      MONGODB_ATLAS_CLIENT_SECRET: SANDBOX.clientSecret,
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

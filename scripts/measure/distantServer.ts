/**
 * Simulates a distant server: forwards to a local one, with TLS and a delay. Prints its address.
 *   bun scripts/measure/distantServer.ts PORT ROUND_TRIP_MS CERTIFICATE_FILE KEY_FILE
 */
import { readFileSync } from 'node:fs';
import {
  type AddressInfo,
  createServer,
  connect as openConnection,
  type Server,
  type Socket,
} from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

const [port = '', roundTrip = '', certificateFile = '', keyFile = ''] = process.argv.slice(2);
const roundTripMs = Number(roundTrip);

/** Forwards data with a delay. @param since when the first byte may be sent, in milliseconds since 1970 */
function passOn(from: Socket, to: Socket, since: number): void {
  const later = (work: () => void) => setTimeout(work, Math.max(since - Date.now(), 0) + roundTripMs / 2);
  from.on('data', (bytes) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const tls = createTlsServer(
  { cert: readFileSync(certificateFile), key: readFileSync(keyFile) },
  (incoming) => {
    const upstream = openConnection(Number(port), '127.0.0.1');
    incoming.pipe(upstream).pipe(incoming);
    incoming.on('error', () => upstream.destroy());
  },
);
const tlsPort = await listening(tls);
const relay = createServer((incoming) => {
  const upstream = openConnection(tlsPort, '127.0.0.1');
  // Adds the round trip of the TCP handshake, which the kernel answers immediately.
  passOn(incoming, upstream, Date.now() + roundTripMs);
  passOn(upstream, incoming, 0);
});
console.log(`https://127.0.0.1:${await listening(relay)}/`);

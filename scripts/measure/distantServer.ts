/**
 * Puts a server of this machine at a distance: behind TLS, and a round trip of so many milliseconds. Prints its address.
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

/** Passes on what arrives, later. @param since when the first byte may leave, in milliseconds since 1970 */
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
  // The kernel answers the TCP handshake at once, so the round trip that it would take is added here.
  passOn(incoming, upstream, Date.now() + roundTripMs);
  passOn(upstream, incoming, 0);
});
console.log(`https://127.0.0.1:${await listening(relay)}/`);

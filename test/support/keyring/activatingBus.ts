/** Session buses on which the keyring is not running yet, and does not start as it should. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fakeBus } from './fakeBus.ts';

/** The process IDs in a file; none if it does not exist. */
const startedIds = (path: string): number[] =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : [];

export interface Bus {
  /** The variables by which a program finds it. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  close(): Promise<void>;
}

/** Starts instead of the keyring, never offers the service, and does not end. */
const HANGING = '#!/bin/sh\necho $$ >>"$0.started"\nexec sleep 300\n';

/**
 * Starts a real bus that starts the keyring when it is called.
 * @param folder a new folder for its files
 * @param command what to start; undefined for a program that hangs
 */
export async function startActivatingBus(
  folder: string,
  command?: string,
): Promise<Bus & { hasHung(): boolean }> {
  const services = join(folder, 'services');
  const hanging = join(folder, 'keyring');
  mkdirSync(services, { recursive: true });
  writeFileSync(hanging, HANGING, { mode: 0o755 });
  writeFileSync(
    join(services, 'org.freedesktop.secrets.service'),
    `[D-BUS Service]\nName=org.freedesktop.secrets\nExec=${command ?? hanging}\n`,
  );
  const config = join(folder, 'bus.conf');
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${folder}/socket</listen>
  <auth>EXTERNAL</auth>
  <servicedir>${services}</servicedir>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
`,
  );
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    daemon.once('error', reject);
    daemon.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    ended.then(() => reject(new Error('the bus has ended')));
  });
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    hasHung: () => existsSync(`${hanging}.started`),
    close() {
      daemon.kill();
      for (const id of startedIds(`${hanging}.started`)) process.kill(id);
      return ended;
    },
  };
}

/** Starts a bus that answers everything but the sign-in too late. @param path of the socket to listen on */
export async function startLateBus(path: string, lateMs: number): Promise<Bus & { answers(): number }> {
  let answers = 0;
  const server = createServer((client) => {
    let isSignedIn = false;
    const connection = fakeBus().connect(path, {
      onData(bytes) {
        const send = () => {
          answers++;
          if (client.writable) client.write(bytes);
        };
        if (isSignedIn) setTimeout(send, lateMs);
        else send();
        isSignedIn = true;
      },
      onClose: () => client.destroy(),
    });
    client.on('error', () => client.destroy());
    client.on('data', async (bytes) => (await connection).write(bytes));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` },
    answers: () => answers,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

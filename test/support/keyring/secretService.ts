/** A desktop's keyring of its own for tests: gnome-keyring on a private session bus. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has } from '../tools.ts';

/** Whether the machine has gnome-keyring, a bus, and secret-tool. */
export const HAS_SECRET_SERVICE =
  process.platform === 'linux' &&
  ['gnome-keyring-daemon', 'dbus-run-session', 'gdbus', 'secret-tool'].map(has).every(Boolean);

/** Unlocks the keyring, waits for the service, prints the address of the bus, and ends with its input. */
const SESSION = `
printf pw | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
daemon=$!
gdbus wait --session --timeout 10 org.freedesktop.secrets
echo "$DBUS_SESSION_BUS_ADDRESS"
cat >/dev/null
kill $daemon
`;

export interface SecretService {
  /** The variables by which a program finds the keyring. */
  readonly env: { readonly DBUS_SESSION_BUS_ADDRESS: string };
  /** The value of an entry, as secret-tool reads it; undefined if there is none. */
  lookUp(service: string, user: string): string | undefined;
  /** Stores an entry with the attributes of go-keyring. */
  store(service: string, user: string, value: string): void;
  /** Locks the keyring. Without a display, nobody can unlock it. */
  lock(): void;
  /** Makes the daemon of the keyring stop answering, or continue. */
  signalDaemon(name: 'SIGSTOP' | 'SIGCONT'): void;
  close(): Promise<void>;
}

function addressFrom(session: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    session.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const [address] = /^unix:.*(?=\n)/m.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
    session.once('error', reject);
    session.once('exit', () => reject(new Error('the session of the keyring has ended')));
  });
}

export async function startSecretService(): Promise<SecretService> {
  const home = mkdtempSync(join(tmpdir(), 'keyring-'));
  const runtime = join(home, 'run');
  mkdirSync(runtime);
  chmodSync(runtime, 0o700);
  const { PATH } = process.env;
  const session = spawn('dbus-run-session', ['--', 'bash', '-c', SESSION], {
    env: { PATH, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: runtime },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = new Promise((resolve) => session.once('exit', resolve));
  const env = { DBUS_SESSION_BUS_ADDRESS: await addressFrom(session) };
  const secretTool = (args: readonly string[], input = '') =>
    spawnSync('secret-tool', [...args], { env: { PATH, HOME: home, ...env }, input, encoding: 'utf8' });
  const call = (destination: string, path: string, method: string, ...args: readonly string[]): string => {
    const where = ['--session', '--dest', destination, '--object-path', path, '--method', method];
    const { status, stdout, stderr } = spawnSync('gdbus', ['call', ...where, ...args], {
      env: { PATH, HOME: home, ...env },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`gdbus: ${stderr}`);
    return stdout;
  };
  const owner = call(
    'org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.GetConnectionUnixProcessID',
    'org.freedesktop.secrets',
  );
  const daemonId = Number(/\d+(?=,)/.exec(owner)?.[0]);
  return {
    env,
    lock() {
      const collection = "['/org/freedesktop/secrets/collection/login']";
      const service = 'org.freedesktop.secrets';
      call(service, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock', collection);
    },
    signalDaemon: (name) => void process.kill(daemonId, name),
    lookUp(service, user) {
      const { status, stdout } = secretTool(['lookup', 'service', service, 'username', user]);
      return status === 0 ? stdout : undefined;
    },
    store(service, user, value) {
      const label = `--label=Password for '${user}' on '${service}'`;
      const { status, stderr } = secretTool(['store', label, 'service', service, 'username', user], value);
      if (status !== 0) throw new Error(`secret-tool: ${stderr}`);
    },
    async close() {
      session.stdin?.end();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

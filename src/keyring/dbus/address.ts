/** Finds the sockets of the session bus. */

/** A Unix socket: a path, or an abstract name, which begins with a NUL byte. */
export type SocketPath = string;

/** Decodes the escapes of a D-Bus address: `%20`. */
function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * The sockets of the user's session bus, in the order in which to try them.
 * @param address the value of DBUS_SESSION_BUS_ADDRESS; without one, or with `autolaunch:`, it is the socket that systemd
 * makes. No bus is ever started: dbus-launch leaves a daemon behind.
 */
export function sessionBusSockets(address: string | undefined, userId: number): SocketPath[] {
  if (!address || address.startsWith('autolaunch:')) return [`/run/user/${userId}/bus`];
  return address.split(';').flatMap((one) => {
    const [, options] = /^unix:(.*)$/.exec(one) ?? [];
    if (options === undefined) return [];
    const values = new Map(options.split(',').map((option) => option.split('=', 2) as [string, string]));
    const path = unescaped(values.get('path') ?? '');
    const abstractName = unescaped(values.get('abstract') ?? '');
    if (path) return [path];
    return abstractName ? [`\0${abstractName}`] : [];
  });
}

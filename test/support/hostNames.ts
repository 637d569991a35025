/** Lets a program, and it alone, believe that a name is this machine. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface HostNames {
  /** The words to put before the program's; undefined where the system has no mount namespaces for us. */
  readonly within: readonly string[] | undefined;
  remove(): void;
}

/** An /etc/hosts of its own, in a mount namespace of its own. */
export function withHostName(name: string): HostNames {
  const folder = mkdtempSync(join(tmpdir(), 'atlas-hosts-'));
  const file = join(folder, 'hosts');
  writeFileSync(file, `127.0.0.1 localhost ${name}\n`, { mode: 0o644 });
  const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
  const within = ['unshare', '--map-root-user', '--mount', '/bin/sh', '-c', script, file];
  const isPossible = spawnSync(within[0] ?? '', [...within.slice(1), 'true']).status === 0;
  return {
    within: isPossible ? within : undefined,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Resolves host names to this machine, for one program only. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface HostNames {
  /** The command prefix; undefined if mount namespaces are not available. */
  readonly within: readonly string[] | undefined;
  remove(): void;
}

/** Replaces /etc/hosts in a new mount namespace. */
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

/** A small file system below a folder, which can be full for a while. Takes Linux, and a mount namespace. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The command prefixes that let root, and where it is permitted any user, mount file systems that only the command sees. */
const PREFIXES = [
  ['unshare', '--mount'],
  ['unshare', '--user', '--map-root-user', '--mount'],
] as const;

/** Says to a process that it runs with such a prefix. */
const MAY_MOUNT = 'ATLAS_SOAK_MAY_MOUNT';

/**
 * Runs this process again where it may mount file systems, and exits with its status.
 * @returns whether this process may mount them
 */
export function mayMount(): boolean {
  if (process.env[MAY_MOUNT] !== undefined) return true;
  const prefix = PREFIXES.find(
    ([file, ...words]) => spawnSync(file, [...words, 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0,
  );
  if (process.platform !== 'linux' || !prefix) return false;
  const [file, ...words] = prefix;
  const { status } = spawnSync(file, [...words, process.execPath, ...process.argv.slice(1)], {
    env: { ...process.env, [MAY_MOUNT]: '1' },
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}

/** The file that takes all room while the disk is full. */
export const BALLAST = 'ballast';

/** From large to small, so that the last free page is taken too. */
const PIECES = [65_536, 4096, 1].map((size) => Buffer.alloc(size));

/** How often room that became free is taken, as by a program that writes a log. */
const TOP_UP_MS = 2;

export class SmallDisk {
  private readonly ballast: string;
  private fullUntil = 0;
  private topUp: NodeJS.Timeout | undefined;

  /** @throws {Error} unless `mayMount()` */
  constructor(private readonly folder: string) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', folder]);
    this.ballast = join(folder, BALLAST);
  }

  /** Fills the disk, and keeps it full for a while. */
  fill(forMs: number): void {
    this.fullUntil = Math.max(this.fullUntil, performance.now() + forMs);
    this.takeAllRoom();
    this.topUp ??= setInterval(() => {
      if (performance.now() < this.fullUntil) this.takeAllRoom();
      else this.free();
    }, TOP_UP_MS);
  }

  private takeAllRoom(): void {
    const file = openSync(this.ballast, 'a');
    for (const piece of PIECES)
      try {
        for (;;) writeSync(file, piece);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    closeSync(file);
  }

  private free(): void {
    clearInterval(this.topUp);
    this.topUp = undefined;
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    this.free();
    execFileSync('umount', [this.folder]);
  }
}

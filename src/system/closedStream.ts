/**
 * Finds out whether a standard stream was closed when the program started. Writing to it does not fail, because the runtimes
 * open the null device instead.
 */

/** The operating system calls, which tests replace. */
export interface StreamProbe {
  readonly platform: string;
  /** Whether Bun runs the program, rather than Node. */
  readonly isBun: boolean;
  /** Whether the descriptor is a character device. Throws if the descriptor does not exist. */
  isCharacterDevice(fd: number): boolean | Promise<boolean>;
  isTerminal(fd: number): boolean;
  /** On Linux: the path of the open file. */
  pathOf(fd: number): string;
  /** On Linux: the descriptor's flags, from /proc/self/fdinfo. */
  flagsOf(fd: number): number | Promise<number>;
  /** Tries to read one byte. @returns the number of bytes read */
  read(fd: number): number;
}

const O_RDWR = 0o2;
const O_CLOEXEC = 0o2000000;

/**
 * Bun opens /dev/null for reading and writing, with O_CLOEXEC. A descriptor that was inherited never has that flag, so this
 * distinguishes a /dev/null that the parent opened (systemd, Python's DEVNULL). Node sets the flag on all three streams, so
 * there the function assumes that the parent opened it.
 */
async function mayBeReopened(fd: number, { platform, isBun, flagsOf }: StreamProbe): Promise<boolean> {
  if (platform !== 'linux') return true;
  if (!isBun) return false;
  const flags = await flagsOf(fd);
  return (flags & O_RDWR) !== 0 && (flags & O_CLOEXEC) !== 0;
}

/** The runtime opens NUL for reading and writing, but a shell's `> NUL` cannot be read. A terminal would wait for input. */
const isReopenedOnWindows = (fd: number, { isTerminal, read }: StreamProbe): boolean =>
  !isTerminal(fd) && read(fd) === 0;

/** Whether the stream was closed; false if that is unknown. */
export async function wasClosed(fd: number, probe: StreamProbe): Promise<boolean> {
  const { platform } = probe;
  // First, because it needs no node:fs.
  const isCandidate = await mayBeReopened(fd, probe).catch(() => 'unknown');
  if (isCandidate === false && platform === 'linux' && probe.isBun) return false;
  try {
    if (!(await probe.isCharacterDevice(fd))) return false;
  } catch {
    return true;
  }
  try {
    if (platform === 'linux') return isCandidate === true && probe.pathOf(fd) === '/dev/null';
    return platform === 'win32' && isReopenedOnWindows(fd, probe);
  } catch {
    return false;
  }
}

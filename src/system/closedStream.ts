/**
 * Whether a standard stream was closed by whoever started the program. Writing cannot tell, because the runtimes open the
 * null device in its place.
 */

/** What is asked of the operating system; tests replace it. */
export interface StreamProbe {
  readonly platform: string;
  /** Whether Bun runs the program, rather than Node. */
  readonly isBun: boolean;
  /** Whether the descriptor is a character device; throws when there is no such descriptor. */
  isCharacterDevice(fd: number): boolean | Promise<boolean>;
  isTerminal(fd: number): boolean;
  /** On Linux: what the descriptor leads to. */
  pathOf(fd: number): string;
  /** On Linux: the descriptor's flags, as /proc/self/fdinfo has them. */
  flagsOf(fd: number): number;
  /** Reads one byte. @returns how many came */
  read(fd: number): number;
}

const O_RDWR = 0o2;
const O_CLOEXEC = 0o2000000;

/**
 * Bun opens /dev/null for reading and writing, with O_CLOEXEC; a descriptor that survived exec never has that flag, so a
 * parent's own /dev/null (systemd, Python's DEVNULL) is told apart. Node sets it on all three streams: there the two
 * look the same, and the parent's wish is assumed.
 */
function isReopenedOnLinux(fd: number, { isBun, pathOf, flagsOf }: StreamProbe): boolean {
  if (!isBun || pathOf(fd) !== '/dev/null') return false;
  const flags = flagsOf(fd);
  return (flags & O_RDWR) !== 0 && (flags & O_CLOEXEC) !== 0;
}

/** The runtime opens NUL for reading and writing; a shell's `> NUL` cannot be read. Terminals wait for input. */
const isReopenedOnWindows = (fd: number, { isTerminal, read }: StreamProbe): boolean =>
  !isTerminal(fd) && read(fd) === 0;

/** Whether the stream was closed; false where that cannot be known. */
export async function wasClosed(fd: number, probe: StreamProbe): Promise<boolean> {
  try {
    if (!(await probe.isCharacterDevice(fd))) return false;
  } catch {
    return true;
  }
  try {
    if (probe.platform === 'linux') return isReopenedOnLinux(fd, probe);
    return probe.platform === 'win32' && isReopenedOnWindows(fd, probe);
  } catch {
    return false;
  }
}

/** Standard output and error, written without starting the runtime's stream machinery. */

import { fs } from './builtins.ts';
import { bun } from './bun.ts';
import type { Output } from './system.ts';

/** How long to wait at most, in milliseconds, before a full pipe is tried again; the first tries come sooner. */
const FULL_PIPE_PAUSE = 10;

/** Milliseconds after which a message is given up that nobody takes. */
const STANDARD_ERROR_PATIENCE = 3000;

/**
 * The descriptor to write to. Writing to a full pipe (or to a terminal stopped by Ctrl-S) blocks the one thread
 * that JavaScript has, and then no signal is ever heard. So a pipe or terminal is opened once more, non-blocking,
 * which leaves the other holders of the pipe alone: O_NONBLOCK belongs to the open file, not to the pipe. A regular
 * file must not be: a second opening has an offset of its own, and would write over what others appended.
 */
function writableDescriptor(fd: number): number {
  try {
    const kind = fs.fstatSync(fd);
    if (kind.isFIFO() || kind.isCharacterDevice())
      return fs.openSync(
        `/proc/self/fd/${fd}`,
        fs.constants.O_WRONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY,
      );
  } catch {
    // Not Linux, or not ours to open: the descriptor itself does, it only cannot be interrupted while full.
  }
  return fd;
}

/** Bytes that a socket's buffer surely has room for, unless somebody else writes to it as well. */
const FITS_IN_A_SOCKET = 64 * 1024;

const isSocket = (fd: number): boolean => {
  try {
    return fs.fstatSync(fd).isSocket();
  } catch {
    return false;
  }
};

/**
 * Programs written for Node give their children sockets, which cannot be opened once more. The runtime's own stream
 * waits for them without blocking, but takes Bun 1.8 ms to make: so it is made only for what might have to wait.
 */
function writeToStream(fd: number, bytes: Uint8Array, patience: number): Promise<void> {
  const stream = fd === 1 ? process.stdout : process.stderr;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(Object.assign(new Error('nobody reads'), { code: 'EAGAIN' }));
    const timer = Number.isFinite(patience) ? setTimeout(giveUp, patience) : undefined;
    stream.on('error', reject);
    stream.write(bytes, (error) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    });
  });
}

const ignore = () => {};

/**
 * The runtime's own stream for standard error, for libraries that draw on a terminal. Its terminal may go away while they
 * do; unheard, that error would end the program, and what it was waiting for would be lost.
 */
export function drawingStream(): NodeJS.WriteStream {
  const { stderr } = process;
  return stderr.off('error', ignore).on('error', ignore);
}

/**
 * @param patience milliseconds to wait while the reader of a full pipe takes nothing at all
 * @throws the system error of the write; EAGAIN when the patience is at its end
 */
async function writeAll(fd: number, bytes: Uint8Array, patience: number): Promise<void> {
  let waited = 0;
  let pause = 1;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(fd, bytes, at);
      waited = 0;
      pause = 1;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EINTR') continue;
      if (code !== 'EAGAIN' || waited >= patience) throw error;
      const milliseconds = pause;
      waited += milliseconds;
      pause = Math.min(pause * 2, FULL_PIPE_PAUSE);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    }
  }
}

/**
 * Whether the descriptor was closed by the parent (`>&-`). Writing cannot tell: the runtime has reopened it as
 * /dev/null, for reading and writing; a shell's `>/dev/null`, which is somebody's wish, is for writing only.
 */
async function isReopened(fd: number): Promise<boolean> {
  try {
    // Asked in this way, it does not load node:fs.
    const stats = bun ? await bun.file(fd).stat() : fs.fstatSync(fd);
    if (!stats.isCharacterDevice()) return false;
  } catch {
    return true;
  }
  try {
    if (fs.readlinkSync(`/proc/self/fd/${fd}`) !== '/dev/null') return false;
    const flags = /^flags:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & 0o3) === fs.constants.O_RDWR;
  } catch {
    return false;
  }
}

/** Only a character device can be a terminal; asking that first spares Bun the 1.7 ms of loading node:tty. */
export function isTerminal(fd: number): boolean {
  try {
    return fs.fstatSync(fd).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}

/** A standard stream. See writeAll for the patience. */
function output(fd: number, patience: number): Output {
  let descriptor: number | undefined;
  let terminal: boolean | undefined;
  return {
    get isTerminal() {
      terminal ??= isTerminal(fd);
      return terminal;
    },
    isClosed: () => isReopened(fd),
    async write(text) {
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      if (bytes.length > FITS_IN_A_SOCKET && isSocket(fd)) return writeToStream(fd, bytes, patience);
      descriptor ??= writableDescriptor(fd);
      await writeAll(descriptor, bytes, patience);
    },
  };
}

/** Waits for its reader as long as that takes: `| less`. */
export const standardOutput = (): Output => output(1, Number.POSITIVE_INFINITY);

/** A reader that takes nothing must not keep the program from ending. */
export const standardError = (): Output => output(2, STANDARD_ERROR_PATIENCE);

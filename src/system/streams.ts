/** Standard output and error, written without starting the runtime's stream machinery. */
import { fs } from './builtins.ts';
import { bun } from './bun.ts';
import { type StreamProbe, wasClosed } from './closedStream.ts';
import { procSelf } from './procfs.ts';
import type { Output } from './system.ts';

/** The longest pause before a full pipe is tried again; the first ones are shorter. */
const MAX_PAUSE_MS = 10;

/** After this long, a message on standard error is given up if nobody takes it. */
const STANDARD_ERROR_TIMEOUT_MS = 3000;

/**
 * The descriptor to write to. Writing to a full pipe (or to a terminal stopped by Ctrl-S) blocks the one thread
 * that JavaScript has, and then no signal is ever heard. So Linux opens a pipe or terminal once more, non-blocking,
 * which leaves the other holders of the pipe alone: O_NONBLOCK belongs to the open file, not to the pipe. A regular
 * file must not be: a second opening has an offset of its own, and would write over what others appended.
 */
function writableDescriptor(fd: number): number {
  const path = procSelf(`fd/${fd}`);
  if (path === undefined) return fd;
  try {
    const kind = fs.fstatSync(fd);
    if (kind.isFIFO() || kind.isCharacterDevice())
      return fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY);
  } catch {
    // The descriptor itself can be written to as well, but a signal does not interrupt it while it is full.
  }
  return fd;
}

/** Bytes that a socket's buffer surely has room for, unless somebody else writes to it as well. */
const SOCKET_BUFFER_BYTES = 64 * 1024;

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
function writeToStream(fd: number, bytes: Uint8Array, timeoutMs: number): Promise<void> {
  const stream = fd === 1 ? process.stdout : process.stderr;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(Object.assign(new Error('nobody reads'), { code: 'EAGAIN' }));
    const timer = Number.isFinite(timeoutMs) ? setTimeout(giveUp, timeoutMs) : undefined;
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
export function terminalStream(): NodeJS.WriteStream {
  const { stderr } = process;
  return stderr.off('error', ignore).on('error', ignore);
}

/**
 * @param timeoutMs how long to wait while the reader of a full pipe takes nothing at all
 * @throws the system error of the write; EAGAIN when the time is over
 */
async function writeAll(fd: number, bytes: Uint8Array, timeoutMs: number): Promise<void> {
  let waitedMs = 0;
  let pauseMs = 1;
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(fd, bytes, at);
      waitedMs = 0;
      pauseMs = 1;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EINTR') continue;
      if (code !== 'EAGAIN' || waitedMs >= timeoutMs) throw error;
      const thisPauseMs = pauseMs;
      waitedMs += thisPauseMs;
      pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
      await new Promise((resolve) => setTimeout(resolve, thisPauseMs));
    }
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

const probe: StreamProbe = {
  platform: process.platform,
  isBun: bun !== undefined,
  isCharacterDevice: (fd) => fs.fstatSync(fd).isCharacterDevice(),
  isTerminal,
  pathOf: (fd) => fs.readlinkSync(procSelf(`fd/${fd}`) ?? ''),
  flagsOf: (fd) => {
    const text = fs.readFileSync(procSelf(`fdinfo/${fd}`) ?? '', 'utf8');
    return Number.parseInt(/^flags:\s*(\d+)/m.exec(text)?.[1] ?? '0', 8);
  },
  read: (fd) => fs.readSync(fd, new Uint8Array(1)),
};

/** Node's writeSync sends a Windows console bytes that it does not take for UTF-8. */
const needsStream = (fd: number): boolean => process.platform === 'win32' && !bun && isTerminal(fd);

/** A standard stream. See writeAll for the time limit. */
function output(fd: number, timeoutMs: number): Output {
  let descriptor: number | undefined;
  let terminal: boolean | undefined;
  return {
    get isTerminal() {
      terminal ??= isTerminal(fd);
      return terminal;
    },
    isClosed: () => wasClosed(fd, probe),
    async write(text) {
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      if (needsStream(fd) || (bytes.length > SOCKET_BUFFER_BYTES && isSocket(fd)))
        return writeToStream(fd, bytes, timeoutMs);
      descriptor ??= writableDescriptor(fd);
      await writeAll(descriptor, bytes, timeoutMs);
    },
  };
}

/** Waits for its reader as long as that takes: `| less`. */
export const standardOutput = (): Output => output(1, Number.POSITIVE_INFINITY);

/** A reader that takes nothing must not keep the program from ending. */
export const standardError = (): Output => output(2, STANDARD_ERROR_TIMEOUT_MS);

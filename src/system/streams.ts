/** Writes to standard output and standard error without loading the runtime's streams. */
import { codeOf } from '../base/errors.ts';
import { fs } from './builtins.ts';
import { type BunFile, bun, isTerminalOfBun } from './bun.ts';
import { type StreamProbe, wasClosed } from './closedStream.ts';
import { files } from './files.ts';
import { procSelf } from './procfs.ts';
import type { Output } from './system.ts';

/** The longest pause between two attempts to write to a full pipe. The first pauses are shorter. */
const MAX_PAUSE_MS = 10;

/** How long a message to standard error waits for its reader. */
const STANDARD_ERROR_TIMEOUT_MS = 3000;

/**
 * The descriptor to write to. A write to a full pipe, or to a terminal that Ctrl-S has stopped, blocks the only thread, so
 * that signals have no effect. So on Linux a pipe or terminal is opened again, non-blocking. That does not affect other
 * processes, because O_NONBLOCK belongs to the open file description. A regular file must not be opened again: it would have
 * a new offset and overwrite what other processes have appended.
 */
function writableDescriptor(fd: number): number {
  const path = procSelf(`fd/${fd}`);
  if (path === undefined) return fd;
  try {
    const kind = fs.fstatSync(fd);
    if (kind.isFIFO() || kind.isCharacterDevice())
      return fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY);
  } catch {
    // The original descriptor works too, but signals do not interrupt a write to it.
  }
  return fd;
}

/** The least free space that the buffer of a socket has, unless another process writes to it too. */
const SOCKET_BUFFER_BYTES = 64 * 1024;

const isSocket = (fd: number): boolean => {
  try {
    return fs.fstatSync(fd).isSocket();
  } catch {
    return false;
  }
};

/**
 * Writes to a socket, which Node gives its child processes and which cannot be opened again. The runtime's stream does not
 * block, but takes Bun 1.8 ms to create, so it is used only for output that may exceed the socket's buffer.
 */
function writeToStream(fd: number, bytes: Uint8Array, timeoutMs: number): Promise<void> {
  const stream = fd === 1 ? process.stdout : process.stderr;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(Object.assign(new Error('the reader does not read'), { code: 'EAGAIN' }));
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
 * The runtime's stream for standard error, for libraries that draw on a terminal. Ignores its errors: if the terminal is
 * closed, an unhandled error would end the program, and the response would be lost.
 */
export function terminalStream(): NodeJS.WriteStream {
  const { stderr } = process;
  return stderr.off('error', ignore).on('error', ignore);
}

/**
 * Writes all bytes.
 * @param timeoutMs how long to wait while the reader of a full pipe reads nothing
 * @throws the system error of the write; EAGAIN after the timeout
 */
async function writeAll(fd: number, bytes: Uint8Array, timeoutMs: number): Promise<void> {
  let waitedMs = 0;
  let pauseMs = 1;
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += fs.writeSync(fd, bytes, offset);
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

/** Whether the descriptor is a terminal; false if there is no such descriptor. */
export function isTerminal(fd: number): boolean {
  try {
    return bun ? isTerminalOfBun(fd) : process.getBuiltinModule('node:tty').isatty(fd);
  } catch {
    return false;
  }
}

const knownFacts = new Map<number, Promise<string>>();

/** What Linux says of a standard stream's file. It does not change. */
function factsOf(fd: number): Promise<string> {
  const facts = knownFacts.get(fd) ?? files.readText(procSelf(`fdinfo/${fd}`) ?? '');
  knownFacts.set(fd, facts);
  return facts;
}

/** The flags of a standard stream's file, on Linux. */
async function flagsOf(fd: number): Promise<number> {
  const facts = await factsOf(fd);
  return Number.parseInt(facts.slice(facts.indexOf('flags:') + 'flags:'.length), 8);
}

/** Whether a standard stream is known to be a socket: newer versions of Linux count the files that are sent over it. */
const isKnownSocket = async (fd: number): Promise<boolean> => (await factsOf(fd)).includes('scm_fds:');

const probe: StreamProbe = {
  platform: process.platform,
  isBun: bun !== undefined,
  isCharacterDevice: (fd) => fs.fstatSync(fd).isCharacterDevice(),
  isTerminal,
  pathOf: (fd) => fs.readlinkSync(procSelf(`fd/${fd}`) ?? ''),
  flagsOf,
  read: (fd) => fs.readSync(fd, new Uint8Array(1)),
};

/** The longest output for Bun's own writers: what a pipe takes as a whole or not at all. */
const MAX_BUN_WRITE_BYTES = 4096;

/** The flag of a file that a 64-bit program has opened. Pipes and sockets, which are not opened, do not have it. */
const O_LARGEFILE = process.arch === 'arm64' ? 0o400000 : 0o100000;

/** The path of an open pipe, for opening it again as writableDescriptor() does; undefined if it is not a pipe or this is unknown. */
async function pathOfPipe(fd: number): Promise<string | undefined> {
  const path = procSelf(`fd/${fd}`);
  return path === undefined || (await flagsOf(fd)) & O_LARGEFILE ? undefined : path;
}

/**
 * Writes to a regular file, a pipe, or a socket with Bun's own writers, which do not load node:fs.
 * @returns how many bytes were written: none if node:fs must write them
 */
async function writeWithBun(fd: number, bytes: Uint8Array): Promise<number> {
  if (!bun || process.platform !== 'linux' || bytes.length > MAX_BUN_WRITE_BYTES || isTerminal(fd)) return 0;
  if (Number.isFinite(bun.file(fd).size) || (await isKnownSocket(fd).catch(() => false)))
    return bun.write(bun.file(fd), bytes);
  const path = await pathOfPipe(fd).catch(() => undefined);
  if (path === undefined) return 0;
  let writer: ReturnType<BunFile['writer']>;
  try {
    writer = bun.file(path).writer();
  } catch (error) {
    // A socket cannot be opened. Its buffer has space for so few bytes; see SOCKET_BUFFER_BYTES.
    return codeOf(error) === 'ENXIO' ? bun.write(bun.file(fd), bytes) : 0;
  }
  await writer.write(bytes);
  await writer.end();
  return bytes.length;
}

/** On Windows, Node's writeSync does not write UTF-8 to a console. */
const needsStream = (fd: number): boolean => process.platform === 'win32' && !bun && isTerminal(fd);

/** Creates a standard stream. @param timeoutMs see writeAll */
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
      // Only a write to standard output has no time limit.
      const start = fd === 1 ? await writeWithBun(fd, bytes) : 0;
      if (start === bytes.length) return;
      if (needsStream(fd) || (bytes.length > SOCKET_BUFFER_BYTES && isSocket(fd)))
        return writeToStream(fd, bytes, timeoutMs);
      descriptor ??= writableDescriptor(fd);
      await writeAll(descriptor, bytes.subarray(start), timeoutMs);
    },
  };
}

/** Standard output. Waits for its reader without a limit, for example for `| less`. */
export const standardOutput = (): Output => output(1, Number.POSITIVE_INFINITY);

/** Standard error. A reader that reads nothing must not keep the program from ending. */
export const standardError = (): Output => output(2, STANDARD_ERROR_TIMEOUT_MS);

/** Real pipes, as a shell makes them (node's own child processes get sockets), in every state that a pipe can have. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { Socket } from 'node:net';

const { O_RDONLY, O_WRONLY, O_NONBLOCK } = fs.constants;

export interface Pipe {
  /** For the program; closed here once the program has it. */
  readonly writer: number;
  /** What the reader has been given so far, and a promise of all of it. */
  text(): string;
  ended(): Promise<void>;
  /** Calls back whenever more has come. */
  onData(listener: () => void): void;
  /** Begins to read, if that was put off. */
  read(): void;
  /** Resolves when something is in the pipe; reads no more than one byte of it. */
  firstByte(): Promise<void>;
  /** The reader goes away, as `head` does. */
  close(): void;
}

/** Puts in what fits. */
function fill(path: string): void {
  const fd = fs.openSync(path, O_WRONLY | O_NONBLOCK);
  try {
    for (;;) fs.writeSync(fd, Buffer.alloc(4096, '.'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  } finally {
    fs.closeSync(fd);
  }
}

/** @param path where no file is yet; `full`: nothing fits in any more and nobody reads */
export function makePipe(path: string, { full = false } = {}): Pipe {
  execFileSync('mkfifo', [path]);
  const reader = fs.openSync(path, O_RDONLY | O_NONBLOCK);
  const writer = fs.openSync(path, O_WRONLY);
  if (full) fill(path);
  const chunks: Buffer[] = [];
  const listeners: (() => void)[] = [];
  let socket: Socket | undefined;
  let closed = false;
  return {
    writer,
    text: () => Buffer.concat(chunks).toString('utf8'),
    ended: () =>
      new Promise((resolve) => {
        if (!socket || socket.closed) resolve();
        else socket.once('close', () => resolve());
      }),
    onData: (listener) => listeners.push(listener),
    read() {
      if (socket || closed) return;
      socket = new Socket({ fd: reader });
      socket.on('data', (chunk) => {
        chunks.push(chunk);
        for (const listener of listeners) listener();
      });
      // Nothing is written here; and a reader that fails shows in what it has read.
      socket.on('error', () => {});
    },
    async firstByte() {
      for (const byte = Buffer.alloc(1); ; await new Promise((resolve) => setTimeout(resolve, 5))) {
        try {
          if (fs.readSync(reader, byte, 0, 1, null) === 1) {
            chunks.push(byte);
            return;
          }
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        }
      }
    },
    close() {
      if (closed) return;
      closed = true;
      if (socket) socket.destroy();
      else fs.closeSync(reader);
    },
  };
}

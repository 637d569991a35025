/** Real pipes, like those of a shell (Node gives its child processes sockets), in all possible states. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { Socket } from 'node:net';

const { O_RDONLY, O_WRONLY, O_NONBLOCK } = fs.constants;

export interface Pipe {
  /** The descriptor for the program, which is closed in this process after the start. */
  readonly writer: number;
  /** What the reader has read so far. */
  text(): string;
  ended(): Promise<void>;
  /** Calls the listener when more is read. */
  onData(listener: () => void): void;
  /** Starts reading. */
  read(): void;
  /** Resolves when the pipe is not empty. Reads at most one byte. */
  firstByte(): Promise<void>;
  /** Closes the reader, like `head`. */
  close(): void;
}

/** Fills the pipe. */
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

/** Creates a pipe. @param path of a new FIFO @param full whether to fill the pipe */
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
      // Errors are ignored: what was read shows whether the reader failed.
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

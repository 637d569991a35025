/** The real file system. */
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../errors.ts';
import type { Files, OpenedFile } from './system.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/** Like `mkdir -p`. Node's own, with `recursive`, never returns where a parent exists and refuses with ENOENT: /proc. */
function makeFolder(path: string): void {
  try {
    fs.mkdirSync(path, PRIVATE_FOLDER);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && fs.statSync(path).isDirectory()) return;
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path || fs.existsSync(parent)) throw error;
    makeFolder(parent);
    fs.mkdirSync(path, PRIVATE_FOLDER);
  }
}

/** Has the disk note that a folder has a new file; not every system can do that, nor need it. */
function syncFolder(path: string): void {
  try {
    const fd = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    // Windows opens no folders; the file itself is safe.
  }
}

function openNew(path: string): OpenedFile {
  let fd: number | undefined = fs.openSync(path, 'wx', PRIVATE_FILE);
  const close = () => {
    const open = fd;
    // A descriptor is gone even when its closing fails.
    fd = undefined;
    if (open !== undefined) fs.closeSync(open);
  };
  return {
    finish(text) {
      if (fd === undefined) throw new Error('the file is closed');
      fs.writeFileSync(fd, text);
      fs.fsyncSync(fd);
      close();
      syncFolder(dirname(path));
    },
    remove() {
      close();
      fs.rmSync(path, { force: true });
    },
  };
}

export const files: Files = {
  read(path) {
    const fd = fs.openSync(path, 'r');
    try {
      return { text: fs.readFileSync(fd, 'utf8'), mode: fs.fstatSync(fd).mode & 0o777 };
    } finally {
      fs.closeSync(fd);
    }
  },
  createPrivate(path, text) {
    makeFolder(dirname(path));
    const file = openNew(path);
    try {
      file.finish(text);
    } catch (error) {
      file.remove();
      throw error;
    }
  },
  openPrivate: openNew,
};

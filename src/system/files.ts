/** The real file system. */
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from '../errors.ts';
import type { Files } from './system.ts';

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
    const fd = fs.openSync(path, 'wx', PRIVATE_FILE);
    try {
      fs.writeFileSync(fd, text);
      fs.fsyncSync(fd);
    } catch (error) {
      fs.rmSync(path, { force: true });
      throw error;
    } finally {
      fs.closeSync(fd);
    }
  },
};

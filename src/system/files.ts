/** The real file system. */
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import type { Files } from './system.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

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
    fs.mkdirSync(dirname(path), { recursive: true, mode: PRIVATE_FOLDER });
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

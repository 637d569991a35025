/** The real file system. */
import { cleanUp } from '../base/cleanUp.ts';
import { codeOf } from '../base/errors.ts';
import { fs, path as paths } from './builtins.ts';
import { modeLightly, readLightly, replaceLightly, rewriteLightly } from './lightFiles.ts';
import { randomHex } from './random.ts';
import type { Files, OpenedFile, TextFile } from './system.ts';
import { decodeText } from './utf8.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Like `mkdir -p`, also if other processes create the same folders. Node's mkdir with `recursive` never returns if a parent
 * exists but refuses new folders with ENOENT, as /proc does.
 */
function makeFolder(path: string): void {
  const make = () => {
    try {
      fs.mkdirSync(path, PRIVATE_FOLDER);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !fs.statSync(path).isDirectory()) throw error;
    }
  };
  try {
    make();
  } catch (error) {
    const parent = paths.dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error;
    if (!fs.existsSync(parent)) makeFolder(parent);
    make();
  }
}

/** Whether a parent in the path is not a folder. */
export function isBelowFile(path: string): boolean {
  for (let part = path; paths.dirname(part) !== part; ) {
    part = paths.dirname(part);
    if (fs.existsSync(part)) return !fs.statSync(part).isDirectory();
  }
  return false;
}

/** Opens a file. For a path below a file, Windows reports ENOENT; this reports ENOTDIR, like other systems. */
function open(path: string, flags: string, mode?: number): number {
  try {
    return fs.openSync(path, flags, mode);
  } catch (error) {
    if (process.platform === 'win32' && codeOf(error) === 'ENOENT' && isBelowFile(path))
      throw Object.assign(new Error('ENOTDIR: not a directory'), { code: 'ENOTDIR' });
    throw error;
  }
}

/** See Files.syncFolder. */
function syncFolder(path: string): void {
  try {
    const fd = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    // Windows cannot open folders, and some file systems cannot sync them. The file itself has been synced.
  }
}

/** @throws EISDIR or EFTYPE if it is not a regular file */
function checkRegular(stats: import('node:fs').Stats): void {
  if (stats.isFile()) return;
  const code = stats.isDirectory() ? 'EISDIR' : 'EFTYPE';
  throw Object.assign(new Error(`${code}: not a regular file`), { code });
}

/** Opens a new file. On Windows, the system also opens a device with that name, which is refused here. */
function openRegular(path: string): number {
  const fd = open(path, 'wx', PRIVATE_FILE);
  try {
    checkRegular(fs.fstatSync(fd));
    return fd;
  } catch (error) {
    void cleanUp(() => fs.closeSync(fd));
    throw error;
  }
}

function openNew(path: string): OpenedFile {
  let fd: number | undefined = openRegular(path);
  const close = () => {
    const open = fd;
    // The descriptor is invalid even if closing it fails.
    fd = undefined;
    if (open !== undefined) fs.closeSync(open);
  };
  return {
    writeAndClose(content, durability) {
      if (fd === undefined) throw new Error('the file is closed');
      fs.writeFileSync(fd, content);
      if (durability !== 'volatile') fs.fsyncSync(fd);
      close();
      if (durability !== 'volatile') syncFolder(paths.dirname(path));
    },
    remove() {
      void cleanUp(close);
      fs.rmSync(path, { force: true });
    },
  };
}

/** Resolves links one by one if the last one is dangling, which Node's realpath refuses. */
function realPath(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || paths.dirname(path) === path) throw error;
  }
  const link = fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink();
  if (link) return realPath(paths.resolve(paths.dirname(path), fs.readlinkSync(path)));
  return paths.join(realPath(paths.dirname(path)), paths.basename(path));
}

function read(path: string): TextFile {
  const fd = open(path, 'r');
  try {
    return textFile(fs.readFileSync(fd), fs.fstatSync(fd));
  } finally {
    void cleanUp(() => fs.closeSync(fd));
  }
}

/** See Files.createPrivate. */
function createPrivate(path: string, content: string | Uint8Array, durability?: 'volatile'): void {
  makeFolder(paths.dirname(path));
  const file = openNew(path);
  try {
    file.writeAndClose(content, durability);
  } catch (error) {
    void cleanUp(() => file.remove());
    throw error;
  }
}

/** Replaces a file atomically. */
function replaceAtomically(path: string, text: string): void {
  const temporary = `${path}.${randomHex(8)}.tmp`;
  try {
    createPrivate(temporary, text, 'volatile');
    fs.renameSync(temporary, path);
  } catch (error) {
    void cleanUp(() => fs.rmSync(temporary, { force: true }));
    throw error;
  }
}

const textFile = (bytes: Uint8Array, { mode, mtimeMs }: { mode: number; mtimeMs: number }): TextFile => ({
  text: decodeText(bytes),
  mode: mode & 0o777,
  modifiedMs: mtimeMs,
});

/** See Files. */
export const files: Files = {
  read,
  async readText(path) {
    const bytes = await readLightly(path);
    return bytes ? decodeText(bytes) : read(path).text;
  },
  mode: async (path) => ((await modeLightly(path)) ?? fs.statSync(path).mode) & 0o777,
  async replaceVolatile(path, text) {
    if (!(await replaceLightly(path, text))) replaceAtomically(path, text);
  },
  async rewriteVolatile(path, text) {
    if (!(await rewriteLightly(path, text))) replaceAtomically(path, text);
  },
  createPrivate,
  openPrivate: openNew,
  checkRegular(path) {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    if (stats) checkRegular(stats);
  },
  realPath,
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.rmSync(path, { force: true }),
  removeFolder: (path) => fs.rmSync(path, { force: true, recursive: true }),
  touch(path) {
    const now = new Date();
    fs.utimesSync(path, now, now);
  },
  copyOwner(from, to) {
    try {
      const [wanted, actual] = [fs.statSync(from), fs.statSync(to)];
      if (wanted.uid !== actual.uid || wanted.gid !== actual.gid) fs.chownSync(to, wanted.uid, wanted.gid);
    } catch {
      // Only root can change the owner. For other users, both files are their own.
    }
  },
  syncFolder,
};

/** The real file system. */
import { codeOf } from '../base/errors.ts';
import { fs, path as paths } from './builtins.ts';
import { bun } from './bun.ts';
import type { Files, OpenedFile, TextFile } from './system.ts';
import { decodeText } from './utf8.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_FOLDER = 0o700;

/**
 * Like `mkdir -p`, where others may make the same folders meanwhile. Node's own, with `recursive`, never returns where
 * a parent exists and refuses with ENOENT: /proc.
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
    // Windows opens no folders, and some file systems sync none; the file itself is safe.
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
    finish(content, durability) {
      if (fd === undefined) throw new Error('the file is closed');
      fs.writeFileSync(fd, content);
      if (durability !== 'volatile') fs.fsyncSync(fd);
      close();
      if (durability !== 'volatile') syncFolder(paths.dirname(path));
    },
    remove() {
      close();
      fs.rmSync(path, { force: true });
    },
  };
}

/** Links are followed one by one where the last one leads nowhere yet, which Node's own realpath refuses. */
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
  const fd = fs.openSync(path, 'r');
  try {
    return textFile(fs.readFileSync(fd), fs.fstatSync(fd));
  } finally {
    fs.closeSync(fd);
  }
}

const textFile = (bytes: Uint8Array, { mode, mtimeMs }: { mode: number; mtimeMs: number }): TextFile => ({
  text: decodeText(bytes),
  mode: mode & 0o777,
  modified: mtimeMs,
});

/** See Files.load. */
async function load(path: string): Promise<TextFile> {
  if (!bun) return read(path);
  const file = bun.file(path);
  const [bytes, stats] = await Promise.all([file.bytes(), file.stat()]);
  return textFile(bytes, stats);
}

/** See Files. */
export const files: Files = {
  read,
  load,
  createPrivate(path, content, durability) {
    makeFolder(paths.dirname(path));
    const file = openNew(path);
    try {
      file.finish(content, durability);
    } catch (error) {
      file.remove();
      throw error;
    }
  },
  openPrivate: openNew,
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
      // Only root may give files away; for all others both are theirs already.
    }
  },
  syncFolder,
};

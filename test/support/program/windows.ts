/** Runs the executable for Windows, on Windows or under Wine; `npm run test:windows` makes both ready. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const executable = join(root, 'dist/windows/atlas.exe');
const prefix = join(root, 'node_modules/.cache/wine');
export const IS_WINDOWS = process.platform === 'win32';
const drive = join(prefix, 'drive_c');
const LAUNCHER = 'C:\\atlas\\launcher.exe';
const PROGRAM = IS_WINDOWS ? executable : 'C:\\atlas\\atlas.exe';

const changed = (path: string): number => (fs.existsSync(path) ? fs.statSync(path).mtimeMs : 0);

/** Whether there is the executable of the program that is tested, and something to run it. */
export const isReady =
  changed(executable) > changed(join(root, 'dist/atlas.mjs')) &&
  (IS_WINDOWS || changed(join(prefix, 'atlas-ready')) >= changed(executable));

/** The first number of Wine's version; nothing on Windows. */
export const wineVersion = (): number | undefined =>
  IS_WINDOWS
    ? undefined
    : Number(/\d+/.exec(spawnSync('wine', ['--version'], { encoding: 'utf8' }).stdout)?.[0]);

const wineEnv = { WINEPREFIX: prefix, WINEDEBUG: '-all' };

/** Ends Wine's own processes. */
export function stopWine(): void {
  if (!IS_WINDOWS) spawnSync('wineserver', ['-k'], { env: { ...process.env, ...wineEnv } });
}

export interface WindowsExit {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WindowsOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where standard output leads: to a reader, or to one that goes away at once. */
  readonly stdout?: 'read' | 'broken';
}

/** A folder on drive C, and a configuration of its own, for one test. */
export class WindowsMachine {
  /** The folder that programs run in, as this process and as Windows name it. */
  readonly cwd = fs.mkdtempSync(join(IS_WINDOWS ? tmpdir() : drive, 'test-'));
  readonly windowsCwd = this.windowsPath(this.cwd);
  private readonly roaming = IS_WINDOWS ? join(this.cwd, 'roaming') : this.wineFolder('Roaming');
  private readonly local = IS_WINDOWS ? join(this.cwd, 'local') : this.wineFolder('Local');
  /** Of the program. */
  readonly configFolder = join(this.roaming, 'atlascli');

  constructor() {
    // Under Wine they are the user's, which no variable moves: what an earlier test left is removed.
    for (const folder of [this.roaming, this.local]) {
      fs.mkdirSync(folder, { recursive: true });
      fs.rmSync(join(folder, 'atlascli'), { recursive: true, force: true });
    }
  }

  private wineFolder(name: string): string {
    const users = fs.readdirSync(join(drive, 'users')).filter((user) => user !== 'Public');
    return join(drive, 'users', users[0] ?? '', 'AppData', name);
  }

  /** A path of this machine as Windows names it. */
  windowsPath(path: string): string {
    return IS_WINDOWS ? path : `C:${path.slice(drive.length).replaceAll('/', '\\')}`;
  }

  /** A path from the root of drive C. */
  onDrive(path: string): string {
    return IS_WINDOWS ? `C:\\${path.replaceAll('/', '\\')}` : join(drive, path);
  }

  put(path: string, text: string): void {
    fs.mkdirSync(join(path, '..'), { recursive: true });
    fs.writeFileSync(path, text);
  }

  read(path: string): string {
    return fs.readFileSync(path, 'utf8');
  }

  /** Runs a program of Windows. */
  async spawn(program: string, args: readonly string[], options: WindowsOptions = {}): Promise<WindowsExit> {
    const { env = {}, stdout = 'read' } = options;
    const [file, ...first] = IS_WINDOWS ? [program] : ['wine', program];
    const child = spawn(file ?? '', [...first, ...args], {
      cwd: this.cwd,
      env: {
        ...(IS_WINDOWS
          ? { SystemRoot: process.env['SystemRoot'], APPDATA: this.roaming, LOCALAPPDATA: this.local }
          : { ...wineEnv, HOME: process.env['HOME'], LC_ALL: 'C.UTF-8' }),
        PATH: process.env['PATH'],
        ...env,
      },
    });
    const texts = { stdout: '', stderr: '' };
    if (stdout === 'broken') child.stdout.destroy();
    else child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
    child.stdin.end();
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { status, ...texts };
  }

  /** Runs lines of cmd, in which ATLAS stands for the program: only cmd's own pipes can be read under Wine. */
  batch(lines: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<WindowsExit> {
    const text = lines.map((line) => `${line.replaceAll('ATLAS', `"${PROGRAM}"`)}\r\n`).join('');
    this.put(join(this.cwd, 'run.cmd'), text);
    return this.spawn('cmd', ['/d', '/c', 'run.cmd'], { env });
  }

  /** Runs atlas. */
  atlas(args: readonly string[], options?: WindowsOptions): Promise<WindowsExit> {
    return this.spawn(PROGRAM, args, options);
  }

  /** Runs atlas without a standard output, or without any stream. Only under Wine: see test/windows/launcher.c. */
  atlasWithoutOutput(
    how: 'no-output' | 'detached',
    args: readonly string[],
    options?: WindowsOptions,
  ): Promise<WindowsExit> {
    return this.spawn(LAUNCHER, [how, '-', '--', PROGRAM, ...args], options);
  }

  /** Runs atlas, and lets something happen to its console when the moment has come. Only under Wine. */
  async atlasUntil(
    event: 'ctrl-c' | 'ctrl-break' | 'close',
    moment: Promise<void>,
    args: readonly string[],
    options?: WindowsOptions,
  ): Promise<WindowsExit> {
    const exited = this.spawn(LAUNCHER, [event, 'now', '--', PROGRAM, ...args], options);
    await Promise.race([moment, exited]);
    this.put(join(this.cwd, 'now'), '');
    return exited;
  }

  dispose(): void {
    fs.rmSync(this.cwd, { recursive: true, force: true });
  }
}

/** config.toml on a real disk: concurrent processes, killed processes, links, folders that are not writable. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { NO_KEYRING, ORG_ID } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';
import { available } from '../../support/tools.ts';

const HAS_STRACE = available('strace', spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0);
const IS_ROOT = process.getuid?.() === 0;
/** A user that nothing else here belongs to. */
const NOBODY = 65534;

const SECRET = 'canary-4711-secret';

/** As the Atlas CLI writes it, with comments added by hand. */
const OFFICIAL = `version = 2
telemetry_enabled = false

# builds
[ci]
my_own = 'kept' # mine
org_id = 'a'
private_api_key = '${SECRET}'

# people
[default]
org_id = 'b'
output = 'json'
`;

interface Result {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the program, and checks that its output does not contain the secret. */
function run(
  { command, home, cwd }: Stage,
  argv: readonly string[],
  {
    env = {},
    input = '',
    around = [],
  }: { env?: Record<string, string>; input?: string; around?: string[] } = {},
): Result {
  const [program = '', ...args] = [...around, ...command, ...argv];
  const { status, signal, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8', ...NO_KEYRING, ...env },
    input,
    encoding: 'utf8',
  });
  expect(stdout + stderr).not.toContain(SECRET);
  return { status: signal === 'SIGKILL' ? 137 : status, stdout, stderr };
}

const configOf = ({ configFolder }: Stage): string => join(configFolder, 'config.toml');

const SET = ['config', 'set', 'org_id', ORG_ID, '--profile', 'ci'];
const SET_DONE = { status: 0, stdout: "Updated property 'org_id'\n", stderr: '' };

/** Makes a lock that a killed run left look as if it were left a while ago. */
function age({ configFolder }: Stage): void {
  const before = new Date(Date.now() - 120_000);
  for (const name of fs.readdirSync(configFolder).filter((entry) => entry.includes('.lock')))
    fs.utimesSync(join(configFolder, name), before, before);
}

/** Starts many at once and returns their statuses. */
const allAtOnce = (stage: Stage, lines: readonly (readonly string[])[]): Promise<(number | null)[]> =>
  Promise.all(
    lines.map(
      (argv) =>
        new Promise<number | null>((resolve, reject) => {
          const [program = '', ...args] = [...stage.command, ...argv];
          const env = { PATH: process.env['PATH'], HOME: stage.home, ...NO_KEYRING };
          spawn(program, args, { cwd: stage.cwd, env, stdio: 'ignore' })
            .on('error', reject)
            .on('exit', resolve);
        }),
    ),
  );

describe.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when a file of the Atlas CLI is edited, then everything else in it stays, and it is private', ({
    stage,
  }) => {
    stage.put(configOf(stage), OFFICIAL);
    expect(run(stage, SET)).toEqual(SET_DONE);
    expect(stage.read(configOf(stage))).toBe(OFFICIAL.replace("org_id = 'a'", `org_id = '${ORG_ID}'`));
    expect(fs.statSync(configOf(stage)).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
  });

  test('when others can read the file, then they cannot after an edit', ({ stage }) => {
    stage.put(configOf(stage), OFFICIAL);
    fs.chmodSync(configOf(stage), 0o644);
    run(stage, SET);
    expect(fs.statSync(configOf(stage)).mode & 0o777).toBe(0o600);
  });

  test('when there is no folder, then it is created for its owner only', ({ stage }) => {
    expect(run(stage, SET)).toEqual(SET_DONE);
    expect(stage.made()).toEqual({
      '.config/atlascli/config.toml': { text: `[ci]\norg_id = '${ORG_ID}'\n`, mode: 0o600 },
    });
    expect(fs.statSync(stage.configFolder).mode & 0o777).toBe(0o700);
  });

  test('when 50 processes edit the file at once, then no edit is lost', async ({ stage }) => {
    stage.put(configOf(stage), OFFICIAL);
    const names = Array.from({ length: 50 }, (_, index) => `profile${index}`);
    const lines = names.map((name) => ['config', 'set', 'org_id', ORG_ID, '-P', name]);
    expect(new Set(await allAtOnce(stage, lines))).toEqual(new Set([0]));
    const text = stage.read(configOf(stage));
    expect(text.startsWith(OFFICIAL)).toBe(true);
    expect(names.filter((name) => !text.includes(`[${name}]\norg_id = '${ORG_ID}'\n`))).toEqual([]);
    expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
  });

  test('when 20 processes find the lock of a killed process, then no edit is lost', async ({ stage }) => {
    stage.put(configOf(stage), OFFICIAL);
    fs.writeFileSync(`${configOf(stage)}.lock`, 'killed');
    age(stage);
    const names = Array.from({ length: 20 }, (_, index) => `profile${index}`);
    const lines = names.map((name) => ['config', 'set', 'org_id', ORG_ID, '-P', name]);
    expect(new Set(await allAtOnce(stage, lines))).toEqual(new Set([0]));
    const text = stage.read(configOf(stage));
    expect(names.filter((name) => !text.includes(`[${name}]`))).toEqual([]);
    expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
  });

  test('when config.toml is a symbolic link, then its target is written and the link stays', ({ stage }) => {
    const target = join(stage.home, 'dotfiles/atlas.toml');
    stage.put(target, OFFICIAL);
    fs.mkdirSync(stage.configFolder, { recursive: true });
    fs.symlinkSync('../../dotfiles/atlas.toml', configOf(stage));
    expect(run(stage, SET)).toEqual(SET_DONE);
    expect(fs.readlinkSync(configOf(stage))).toBe('../../dotfiles/atlas.toml');
    expect(stage.read(target)).toContain(`org_id = '${ORG_ID}'`);
    expect(fs.readdirSync(join(target, '..'))).toEqual(['atlas.toml']);
  });

  test('when config.toml is a dangling symbolic link, then its target is created', ({ stage }) => {
    const target = join(stage.home, 'elsewhere/atlas.toml');
    fs.mkdirSync(stage.configFolder, { recursive: true });
    fs.symlinkSync(target, configOf(stage));
    expect(run(stage, SET)).toEqual(SET_DONE);
    expect(fs.readlinkSync(configOf(stage))).toBe(target);
    expect(fs.readFileSync(target, 'utf8')).toBe(`[ci]\norg_id = '${ORG_ID}'\n`);
  });

  test('when the file is broken, then the error names file and line, and the file stays', ({ stage }) => {
    const broken = `[ci]\nprivate_api_key = "${SECRET}\n`;
    stage.put(configOf(stage), broken);
    expect(run(stage, SET)).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: cannot read ${configOf(stage)}, line 2: Unterminated string
Correct that line, or move the file away and set the MONGODB_ATLAS_… variables instead.
`,
    });
    expect(stage.read(configOf(stage))).toBe(broken);
    expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
  });

  test('when there is no HOME, then the error says what to set', ({ stage }) => {
    const { command, cwd } = stage;
    const [program = '', ...args] = [...command, ...SET];
    const { status, stderr } = spawnSync(program, args, { cwd, env: {}, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `Error: cannot locate config.toml: the environment defines no configuration folder
Set HOME (AppData on Windows), or XDG_CONFIG_HOME, to an absolute path.
`,
    });
  });

  test('when the file is a pipe, then the error says so and the pipe stays', ({ stage }) => {
    fs.mkdirSync(stage.configFolder, { recursive: true });
    spawnSync('mkfifo', [configOf(stage)]);
    expect(run(stage, SET)).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: cannot write ${configOf(stage)}: it is not a regular file\n`,
    });
    expect(fs.statSync(configOf(stage)).isFIFO()).toBe(true);
    expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
  });

  test('when the folder cannot be created, then the error says why', ({ stage }) => {
    const { status, stderr } = run(stage, SET, { env: { XDG_CONFIG_HOME: stage.regularFile } });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `Error: cannot write ${stage.regularFile}/atlascli/config.toml: a part of its path is not a folder\n`,
    });
  });

  test('when the folder is not writable, then the error says so and the file stays', ({ stage }) => {
    stage.put(configOf(stage), OFFICIAL);
    fs.chmodSync(stage.configFolder, 0o500);
    // Nothing is denied to root, who must lose that right first. Another user might not be able to reach the program.
    const around = IS_ROOT ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : [];
    try {
      expect(run(stage, SET, { around })).toEqual({
        status: 1,
        stdout: '',
        stderr: `Error: cannot write ${configOf(stage)}: permission denied\n`,
      });
    } finally {
      fs.chmodSync(stage.configFolder, 0o700);
    }
    expect(stage.read(configOf(stage))).toBe(OFFICIAL);
  });

  test.skipIf(!IS_ROOT)("when root changes a user's file, then it stays the user's", ({ stage }) => {
    stage.put(configOf(stage), OFFICIAL);
    fs.chownSync(configOf(stage), NOBODY, NOBODY);
    expect(run(stage, SET)).toEqual(SET_DONE);
    const { uid, gid } = fs.statSync(configOf(stage));
    expect({ uid, gid }).toEqual({ uid: NOBODY, gid: NOBODY });
  });

  describe.skipIf(!HAS_STRACE)('traced', () => {
    const names = ['config.toml', 'config.toml.new', 'config.toml.lock'];
    /** strace of what the program does with these files and their folder. */
    const strace = (stage: Stage, ...options: string[]): string[] => [
      ...['strace', '-f', '-qq', '-y', '-o', join(stage.cwd, 'trace')],
      ...[stage.configFolder, ...names.map((name) => join(stage.configFolder, name))].flatMap((path) => [
        '-P',
        path,
      ]),
      ...options,
    ];
    /** The calls in their order: `fsync config.toml.new`. */
    const traced = (stage: Stage, options: string[] = []): string[] => {
      run(stage, SET, { around: strace(stage, ...options) });
      const calls = stage.read(join(stage.cwd, 'trace')).matchAll(/^\d+ +(\w+)\((.*)$/gm);
      return [...calls].map(([, call = '', rest = '']) => {
        const path = /(?:<|")([^"<>]*\/atlascli(?:\/[^"<>]*)?)(?:>|")/.exec(rest)?.[1] ?? '';
        return `${call} ${path.split('/').at(-1)}`;
      });
    };

    test('when the file is written, then its text is synced before it replaces the old file', ({ stage }) => {
      stage.put(configOf(stage), OFFICIAL);
      const calls = traced(stage).filter((call) => /^(write|fsync|rename\w*) /.test(call));
      expect(calls).toEqual([
        'write config.toml.lock',
        'write config.toml.new',
        'fsync config.toml.new',
        'fsync atlascli',
        'rename config.toml.new',
        'fsync atlascli',
      ]);
    });

    test('when the process is killed at any call, then the file is the old or the new one, and the next run works', ({
      stage,
    }) => {
      stage.put(configOf(stage), OFFICIAL);
      const changed = OFFICIAL.replace("org_id = 'a'", `org_id = '${ORG_ID}'`);
      const calls = traced(stage).map((call) => call.split(' ')[0] ?? '');
      const count = new Map<string, number>();
      const seen = { killed: 0, old: 0, new: 0 };
      for (const call of calls) {
        const nth = (count.get(call) ?? 0) + 1;
        count.set(call, nth);
        // Calls that change nothing leave what the next one finds.
        if (!/^(openat|write|fsync|rename\w*|unlink\w*|mkdir\w*)$/.test(call)) continue;
        fs.writeFileSync(configOf(stage), OFFICIAL);
        const kill = `inject=${call}:signal=KILL:when=${nth}`;
        const { status } = run(stage, SET, { around: strace(stage, '-e', kill) });
        if (status === 137) seen.killed++;
        const left = stage.read(configOf(stage));
        expect([OFFICIAL, changed], `${call} ${nth}`).toContain(left);
        seen[left === OFFICIAL ? 'old' : 'new']++;
        age(stage);
        expect(run(stage, SET), `after ${call} ${nth}`).toEqual(SET_DONE);
        expect(stage.read(configOf(stage))).toBe(changed);
        expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
      }
      expect(seen.killed).toBe(seen.old + seen.new);
      expect(Math.min(seen.old, seen.new)).toBeGreaterThan(0);
    });
  });
});

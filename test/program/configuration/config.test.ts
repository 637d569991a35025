/** The config commands at a terminal and with real streams. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NO_KEYRING, SECRET } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { HAS_TERMINALS, type Keyboard, onTerminal, startOnTerminal } from '../../support/program/terminal.ts';

const TEXT = "[default]\norg_id = 'a'\n\n[ci]\norg_id = 'b'\n";

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(join(tmpdir(), 'atlas-config-'));
  fs.mkdirSync(join(home, '.config/atlascli'), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file(), TEXT, { mode: 0o600 });
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const file = () => join(home, '.config/atlascli/config.toml');
const text = () => fs.readFileSync(file(), 'utf8');
const folder = () => fs.readdirSync(join(file(), '..'));

/** An editor in shell: it gets the file as $1. */
function editor(script: string): string {
  const path = join(home, 'my editor');
  fs.writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `'${path}' --wait`;
}

describe.skipIf(!HAS_TERMINALS).each(BUILDS)('$name on a terminal', ({ command }) => {
  const session = (
    argv: string[],
    until: string,
    then: (keyboard: Keyboard) => void,
    env: Record<string, string> = {},
  ) => onTerminal([...command, 'config', ...argv], { HOME: home, ...NO_KEYRING, ...env }, until, then);

  test.each<[string, (keyboard: Keyboard) => void, number, string, string]>([
    ['yes', ({ type }) => type('y\r'), 0, "Profile 'ci' deleted\n", "[default]\norg_id = 'a'\n"],
    ['no', ({ type }) => type('n\r'), 0, 'Profile not deleted\n', TEXT],
    ['Ctrl-C', ({ type }) => type('\u0003'), 130, 'Error: interrupted by SIGINT\n', TEXT],
    ['SIGTERM', ({ kill }) => kill('SIGTERM'), 143, 'Error: interrupted by SIGTERM\n', TEXT],
  ])(
    'when a profile is deleted and the answer is %s, then the answer is followed',
    async (_, then, status, said, left) => {
      const { screen, ...rest } = await session(['delete', 'ci'], 'Delete profile "ci"? (y/N)', then);
      expect(screen).toContain(said);
      expect(rest, screen).toEqual({ status, isRestored: true });
      expect(text()).toBe(left);
      expect(folder()).toEqual(['config.toml']);
    },
  );

  test('when the answer is yes, then a profile is replaced by the renamed one', async () => {
    const { screen, status } = await session(
      ['rename', 'ci', 'default'],
      'Replace profile "default", which already exists? (y/N)',
      ({ type }) => type('y\r'),
    );
    expect(status, screen).toBe(0);
    expect(text()).toBe("[default]\norg_id = 'b'\n");
  });

  test('when an editor reads from the terminal, then it gets the input, and its text is saved', async () => {
    const EDITOR = editor('test "$1" = --wait || exit 9; printf "name: "; read name; echo "[$name]" >"$2"');
    const { screen, ...rest } = await session(['edit'], 'name: ', ({ type }) => type('mine\r'), { EDITOR });
    expect(screen).toContain('The configuration was changed.\n');
    expect(rest, screen).toEqual({ status: 0, isRestored: true });
    expect(text()).toBe('[mine]\n');
    expect(folder()).toEqual(['config.toml']);
  });

  test('when Ctrl-C is pressed in the editor, then only the editor gets it', async () => {
    const EDITOR = editor(
      'trap "echo \\"[a]\\" >\\"$2\\"; exit 0" INT; printf "editing"; while :; do read x; done',
    );
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, EDITOR, ...NO_KEYRING };
    // Without a shell around it, which Ctrl-C would end.
    const run = startOnTerminal(command, { argv: ['config', 'edit'], env, cwd: home, scratch: home });
    await run.shown('editing');
    run.type('\u0003');
    const { status, screen } = await run.exited;
    expect(status, screen).toBe(0);
    expect(text()).toBe('[a]\n');
  });

  test('when SIGTERM arrives after the editor has written the copy, then the copy is kept and not saved', async () => {
    const EDITOR = editor('echo "[mine]" >"$2"; printf "editing"; while :; do read x; done');
    const { screen, status } = await session(['edit'], 'editing', ({ kill }) => kill('SIGTERM'), {
      EDITOR,
    });
    const [, copy = ''] =
      /Error: interrupted by SIGTERM\nThe configuration was not changed\. Your text is in (.*)\n/m.exec(
        screen,
      ) ?? [];
    expect(copy, screen).not.toBe('');
    expect(status).toBe(143);
    expect(fs.readFileSync(copy, 'utf8')).toBe('[mine]\n');
    expect(text()).toBe(TEXT);
  });

  test('when SIGTERM arrives while the editor runs, then both end and the configuration stays', async () => {
    const EDITOR = editor('printf "editing"; while :; do read x; done');
    const { screen, status } = await session(['edit'], 'editing', ({ kill }) => kill('SIGTERM'), {
      EDITOR,
    });
    expect(screen).toContain('Error: interrupted by SIGTERM\n');
    expect(status).toBe(143);
    expect(text()).toBe(TEXT);
    expect(folder()).toEqual(['config.toml']);
  });

  test.each<[string, string, number, string]>([
    ['typed', `${SECRET}\r`, 0, TEXT.replace("'a'\n", `'a'\nprivate_api_key = '${SECRET}'\n`)],
    ['not typed but Ctrl-C', `${SECRET}\u0003`, 130, TEXT],
  ])('when a secret is requested and %s, then it is not shown', async (_, keys, status, expected) => {
    const { screen, ...rest } = await session(
      ['set', 'private_api_key', '-'],
      'private_api_key:',
      ({ type }) => type(keys),
    );
    expect(rest, screen).toEqual({ status: status, isRestored: true });
    expect(screen).not.toContain(SECRET);
    expect(text()).toBe(expected);
  });

  test('when a secret is given as an argument, then one notice says how to keep it out of the shell history', async () => {
    const { screen, status } = await session(['set', 'private_api_key', SECRET], '', () => {});
    expect(status).toBe(0);
    expect(screen.match(/history/g)).toHaveLength(1);
    expect(screen).not.toContain(SECRET);
  });
});

describe.each(BUILDS)('$name', ({ command: [program, ...first] }) => {
  const run = (
    argv: string[],
    options: { input?: string; stdin?: number; env?: Record<string, string> } = {},
  ) => {
    const { status, stdout, stderr } = spawnSync(program, [...first, 'config', ...argv], {
      env: { PATH: process.env['PATH'], HOME: home, ...NO_KEYRING, ...options.env },
      input: options.input ?? '',
      ...(options.stdin !== undefined && { stdio: [options.stdin, 'pipe', 'pipe'] }),
      encoding: 'utf8',
    });
    expect(stdout + stderr).not.toContain(SECRET);
    return { status, stdout, stderr };
  };
  const SET = ['set', 'private_api_key', '-'];
  const DONE = { status: 0, stdout: "Updated property 'private_api_key'\n", stderr: '' };

  test('when a secret is piped in, then it is set', () => {
    expect(run(SET, { input: `${SECRET}\n` })).toEqual(DONE);
    expect(text()).toBe(TEXT.replace("'a'\n", `'a'\nprivate_api_key = '${SECRET}'\n`));
  });

  test('when a secret comes from a file, then it is set', () => {
    const path = join(home, 'secret');
    fs.writeFileSync(path, SECRET);
    const stdin = fs.openSync(path, 'r');
    expect(run(SET, { stdin })).toEqual(DONE);
    fs.closeSync(stdin);
    expect(text()).toContain(`private_api_key = '${SECRET}'\n`);
  });

  test('when standard input is a folder, then the error says so and the file stays', () => {
    const stdin = fs.openSync(home, 'r');
    const { status, stderr } = run(SET, { stdin });
    fs.closeSync(stdin);
    // Node reads a folder as if it were empty.
    expect({ status, first: stderr.split('\n')[0] }).toEqual({
      status: 1,
      first: expect.stringMatching(
        /^Error: (cannot read standard input: it is a folder|standard input is empty)/,
      ),
    });
    expect(text()).toBe(TEXT);
  });

  test('when the editor is not a program, then the shell says which and the file stays', () => {
    // A folder that may not be searched would make it a program that may not be run.
    const { status, stderr } = run(['edit'], { env: { EDITOR: 'no-such-editor', PATH: '/usr/bin:/bin' } });
    expect(status).toBe(1);
    expect(stderr).toMatch(/no-such-editor.*not found\n/);
    expect(stderr).toContain('Error: the editor no-such-editor ended with status 127\n');
    expect(text()).toBe(TEXT);
    expect(folder()).toEqual(['config.toml']);
  });

  test('when the editor removes the copy, then the error says so and nothing is left', () => {
    const { status, stderr } = run(['edit'], { env: { EDITOR: 'rm' } });
    expect({ status, stderr: stderr.replace(/edit-\w+/, 'edit') }).toEqual({
      status: 1,
      stderr: `Error: cannot read ${file().replace('config.toml', 'edit/config.toml')}: no such file or folder\n`,
    });
    expect([text(), folder()]).toEqual([TEXT, ['config.toml']]);
  });

  test('when the edited text is invalid, then it is kept where only its owner can read it', () => {
    const EDITOR = editor(`echo 'private_api_key = "${SECRET}' >"$2"`);
    const { status, stderr } = run(['edit'], { env: { EDITOR } });
    const path = /Your text is in (.*)\n$/.exec(stderr)?.[1] ?? '';
    expect({ status, kept: fs.readFileSync(path, 'utf8') }).toEqual({
      status: 1,
      kept: `private_api_key = "${SECRET}\n`,
    });
    expect([fs.statSync(path).mode & 0o777, fs.statSync(join(path, '..')).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
    expect(text()).toBe(TEXT);
  });

  test('when a profile is described in any format, then the output contains no secret', () => {
    fs.writeFileSync(
      file(),
      ['private_api_key', 'access_token', 'refresh_token', 'client_secret']
        .map((name) => `${name} = '${SECRET}'\n`)
        .reduce((all, line) => all + line, '[default]\n'),
    );
    for (const format of ['', 'json', 'json-path=$.*', 'go-template={{range .}}{{.}}{{end}}'])
      expect(run(['describe', 'default', '-o', format]).stdout.match(/redacted/g)).toHaveLength(4);
  });
});

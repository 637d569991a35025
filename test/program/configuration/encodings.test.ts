/** Both builds, whose decoders differ, refuse text that is not UTF-8. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { ENCODINGS, latin1, powerShell } from '../../support/encodings.ts';
import { NEW_PRIVATE_KEY, NO_KEYRING, ORG_ID, SECRET } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type Stage } from '../../support/program/programTest.ts';
import { created } from '../../support/servers/serverBehaviors.ts';
import { available } from '../../support/tools.ts';

const LINES = '[default]\norg_id = "x"\n';
const HAS_ICONV = available('iconv', spawnSync('iconv', ['-l']).status === 0);

/** Other commands that read config.toml. */
const COMMANDS: readonly (readonly [string[]])[] = [
  [['config', 'describe', 'default']],
  [['config', 'rename', 'default', 'other']],
  [['config', 'delete', 'default', '--force']],
  [['config', 'edit']],
  [['config', 'init']],
  [['auth', 'whoami']],
  [['auth', 'login']],
  [['auth', 'logout', '--force']],
  [[...CREATE, '--saveProfile', 'new']],
];

interface Options {
  readonly env?: Record<string, string>;
  readonly input?: string | Uint8Array;
}

/** Runs the program, without credentials unless they are given. */
function run({ command, home, cwd }: Stage, argv: readonly string[], { env, input = '' }: Options = {}) {
  const [program = '', ...args] = [...command, ...argv];
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8', ...NO_KEYRING, ...env },
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const configOf = ({ configFolder }: Stage): string => join(configFolder, 'config.toml');

/** Runs it in a shell, which can make words of any bytes: `printf` knows them by octal escapes. */
const inShell = (script: string): string[] => ['/bin/sh', '-c', script, 'sh'];

describe.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  describe('config.toml', () => {
    test.for(ENCODINGS)(
      'when the file is %s, then the error names file and line, and the file stays',
      ([, encode, line, problem], { stage }) => {
        const bytes = encode(LINES);
        stage.put(configOf(stage), bytes);
        for (const argv of [
          ['config', 'set', 'output', 'json'],
          ['config', 'list'],
          ['organizations', 'list'],
        ]) {
          const { status, stdout, stderr } = run(stage, argv);
          expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
          expect(stderr).toContain(`Error: cannot read ${configOf(stage)}, line ${line}: ${problem}\n`);
        }
        expect(fs.readFileSync(configOf(stage)).equals(bytes)).toBe(true);
        expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
      },
    );

    test.for(COMMANDS)('when %j finds a file in Latin-1, then the file stays', ([argv], { stage }) => {
      const bytes = latin1(`# caf\xe9\n${LINES}`);
      stage.put(configOf(stage), bytes);
      const env = {
        ...(argv.includes('create') && {
          MONGODB_ATLAS_PUBLIC_API_KEY: 'a',
          MONGODB_ATLAS_PRIVATE_API_KEY: 'b',
        }),
        EDITOR: 'false',
      };
      const { status, stderr } = run(stage, argv, { env });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringContaining(
          `Error: cannot read ${configOf(stage)}, line 1: the text is not UTF-8\n`,
        ),
      });
      expect(fs.readFileSync(configOf(stage)).equals(bytes)).toBe(true);
      expect(fs.readdirSync(stage.configFolder)).toEqual(['config.toml']);
    });

    test.skipIf(!HAS_ICONV)(
      'when the command in the hint for UTF-16 is run, then the file is valid and private',
      ({ stage }) => {
        stage.put(configOf(stage), powerShell('# café\r\n[ci]\r\n'));
        const { stderr } = run(stage, ['config', 'list']);
        const [, line = ''] = /^Convert it: (.*)$/m.exec(stderr) ?? [];
        expect(spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8' })).toMatchObject({
          status: 0,
          stderr: '',
        });
        expect(run(stage, ['config', 'list'])).toEqual({
          status: 0,
          stdout: 'PROFILE NAME\nci\n',
          stderr: '',
        });
        expect(stage.read(configOf(stage))).toBe('\uFEFF# café\r\n[ci]\r\n');
        fs.rmSync(`${configOf(stage)}.old`);
      },
    );

    test('when an editor saves a copy in another encoding, then it is saved, and the configuration stays', ({
      stage,
    }) => {
      stage.put(configOf(stage), LINES);
      const EDITOR = `save() { printf '# caf\\351\\n' >"$1"; }; save`;
      const { status, stderr } = run(stage, ['config', 'edit'], { env: { EDITOR } });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^Error: cannot read \S+\/edit-\w+\/config\.toml, line 1: the text is not UTF-8\nThe configuration was not changed\. Your text is in \S+\n$/,
      );
      expect(stage.read(configOf(stage))).toBe(LINES);
      const [, copy = ''] = /Your text is in (\S+)/.exec(stderr) ?? [];
      expect(fs.readFileSync(copy).equals(latin1('# caf\xe9\n'))).toBe(true);
      fs.rmSync(join(copy, '..'), { recursive: true });
    });

    test('when an error is about a character, then it shows the character, not its number', ({ stage }) => {
      stage.put(configOf(stage), '\n<html>\n');
      expect(run(stage, ['config', 'list']).stderr).toContain(', line 2: Unknown character "<"\n');
    });
  });

  describe('a template in a file', () => {
    test.for(ENCODINGS)(
      'when it is %s, then nothing is created',
      async ([, encode, line, problem], { stage }) => {
        stage.put(join(stage.cwd, 't'), encode('{{.ID}}\n{{.Desc}}\n'));
        const argv = [...CREATE, '-o', 'go-template-file=t'];
        const { status, stdout, stderr } = await stage.run({
          argv,
          to: await stage.serve(created, { requests: 0 }),
        });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toContain(`Error: error loading template: t, line ${line}: ${problem}\n`);
      },
    );

    test('when it begins with a byte order mark, then that is printed, as by the Atlas CLI', async ({
      stage,
    }) => {
      stage.put(join(stage.cwd, 't'), '\uFEFFé {{.Desc}}');
      const argv = [...CREATE, '-o', 'go-template-file=t'];
      const { status, stdout } = await stage.run({ argv, to: await stage.serve(created) });
      expect({ status, stdout }).toEqual({ status: 0, stdout: '\uFEFFé ci' });
    });
  });

  describe('a secret on standard input', () => {
    const SET = ['config', 'set', 'private_api_key', '-'];

    test.for([
      ['with a byte order mark and CRLF', `\uFEFF${SECRET}\r\n`],
      ['with LF', `${SECRET}\n`],
      ['with a blank line behind it', `${SECRET}\r\n\r\n`],
      ['as it is', SECRET],
    ] as const)('when it comes %s, then it is stored alone', ([, input], { stage }) => {
      expect(run(stage, SET, { input }).status).toBe(0);
      expect(stage.read(configOf(stage))).toBe(`[default]\nprivate_api_key = '${SECRET}'\n`);
      fs.rmSync(configOf(stage));
    });

    test.for([
      ['Latin-1', latin1(`${SECRET}\xe9`), 'cannot read NAME from standard input: the text is not UTF-8'],
      [
        'UTF-16',
        powerShell(`${SECRET}\r\n`),
        'cannot read NAME from standard input: the text is UTF-16, not UTF-8',
      ],
      [
        'with a NUL',
        Buffer.from(`${SECRET}\0b`),
        'cannot read NAME from standard input: the text contains a NUL character',
      ],
      [
        'with a color',
        Buffer.from(`\x1b[32m${SECRET}\x1b[0m`),
        'the value of NAME on standard input contains control characters',
      ],
      [
        'with a tab',
        Buffer.from(`${SECRET}\tx`),
        'the value of NAME on standard input contains control characters',
      ],
    ] as const)(
      'when the secret is %s, then it is refused, and no part of it is shown',
      ([, input, problem], { stage }) => {
        for (const [argv, name] of [
          [SET, 'private_api_key'],
          [['config', 'set', 'client_secret', '-'], 'client_secret'],
          [['config', 'init', '--publicApiKey', 'kxqpbnyt', '--privateApiKey', '-'], '--privateApiKey'],
          [['auth', 'login', '--clientId', 'mdb_sa_id_1', '--clientSecret', '-'], '--clientSecret'],
        ] as const) {
          const { status, stdout, stderr } = run(stage, argv, { input });
          expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
          expect(stderr).toContain(`Error: ${problem.replace('NAME', name)}\n`);
          expect(stderr).not.toContain('canary');
        }
        expect(fs.existsSync(configOf(stage))).toBe(false);
      },
    );
  });

  describe('an argument', () => {
    test.for([
      [
        `exec "$@" --envFile "$(printf 'k\\351y.env')"`,
        `the value of --envFile is not UTF-8: $'k\\xe9y.env'`,
      ],
      [
        `exec "$@" --envFile="$(printf 'k\\351y.env')"`,
        `the value of --envFile is not UTF-8: $'k\\xe9y.env'`,
      ],
      [
        `exec "$@" -o "$(printf 'go-template-file=\\355\\240\\200')"`,
        `the value of -o is not UTF-8: $'go-template-file=\\xed\\xa0\\x80'`,
      ],
      [`exec "$@" --desc "$(printf 'caf\\351')"`, `the value of --desc is not UTF-8: $'caf\\xe9'`],
      [`exec "$@" --saveProfile "$(printf '\\351')"`, `the value of --saveProfile is not UTF-8: $'\\xe9'`],
      [`exec "$@" "$(printf '\\351')"`, 'argument 10 is not UTF-8'],
      [`exec "$@" --privateApiKey "$(printf '\\351')"`, 'the value of --privateApiKey is not UTF-8'],
    ] as const)('when a shell runs %s, then nothing is created', async ([script, problem], { stage }) => {
      const { status, stdout, stderr } = await stage.run({
        within: inShell(script),
        to: await stage.serve(created, { requests: 0 }),
      });
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(/^Error: /);
      expect(stderr).toContain(`Error: ${problem}\n`);
      expect(fs.readdirSync(stage.cwd)).toEqual([]);
    });

    test('when an argument contains U+FFFD, then it is accepted', async ({ stage }) => {
      const argv = [...CREATE, '--envFile', '\uFFFD.env', '--desc', 'caf\uFFFD'];
      const server = await stage.serve(created);
      const { status } = await stage.run({ argv, to: server });
      expect(status).toBe(0);
      expect(server.requests.at(-1)?.body).toContain('caf\uFFFD');
      expect(fs.readdirSync(stage.cwd)).toEqual(['\uFFFD.env']);
    });
  });

  describe('a variable', () => {
    const RUN = 'exec "$@"';

    test('when HOME is not UTF-8, and the run needs nothing from it, then it continues without config.toml', async ({
      stage,
    }) => {
      const { status, stderr } = await stage.run({
        within: inShell(`HOME=$(printf '/h\\351'); export HOME; ${RUN}`),
        to: await stage.serve(created),
      });
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: `Warning: HOME is not UTF-8: $'/h\\xe9'; config.toml is ignored, because this run does not need it\n`,
      });
    });

    test('when HOME is not UTF-8 and the key cannot be printed, then it is recovered on standard error', async ({
      stage,
    }) => {
      const { status, stderr } = await stage.run({
        within: inShell(`HOME=$(printf '/h\\351'); export HOME; ${RUN}`),
        to: await stage.serve(created),
        stdout: 'full',
      });
      expect(status).not.toBe(0);
      expect(stderr).toContain(NEW_PRIVATE_KEY);
    });

    test.for([
      ['XDG_CONFIG_HOME', '/h\\351', `: $'/h\\xe9'`, ['config', 'set', 'org_id', ORG_ID]],
      ['MONGODB_ATLAS_PROFILE', 'p\\351', `: $'p\\xe9'`, CREATE],
      ['MONGODB_ATLAS_OUTPUT', 'go-template-file=\\351', `: $'go-template-file=\\xe9'`, CREATE],
      ['MONGODB_ATLAS_PRIVATE_API_KEY', 'p\\351', '', CREATE],
    ] as const)(
      'when %s is not UTF-8, then the error names it',
      async ([name, value, shown, argv], { stage }) => {
        const { status, stdout, stderr } = await stage.run({
          argv,
          within: inShell(`${name}=$(printf '${value}'); export ${name}; ${RUN}`),
          to: await stage.serve(created, { requests: 0 }),
        });
        expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
        expect(stderr).toContain(`Error: ${name} is not UTF-8${shown}\n`);
      },
    );

    test('when another variable is not UTF-8, then there is no message', async ({ stage }) => {
      const { status, stderr } = await stage.run({
        within: inShell(`OTHER=$(printf '\\351'); export OTHER; ${RUN}`),
        to: await stage.serve(created),
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  });
});

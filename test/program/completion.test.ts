/** The scripts in real shells, at whose prompts lines are typed with Tabs in them. Not every machine has all shells. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORMS } from '../support/forms.ts';
import { HAS_TERMINALS, startOnTerminal } from '../support/terminal.ts';

/** Completes the words as bash does when Tab is pressed behind the last one. */
const IN_BASH = `
source <(atlas completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
word=\${COMP_WORDS[COMP_CWORD]}
[[ $word == [=:] ]] && word=
__atlas_complete atlas "$word"
printf '%s\\n' "\${COMPREPLY[@]}"
`;

/** How each shell is started with the script loaded, as its help text says; READY is its prompt. */
const SHELLS: Readonly<Record<string, { file: string; rc: string; command: (folder: string) => string[] }>> =
  {
    bash: {
      file: '.bashrc',
      rc: "PS1='READY>'\nsource <(atlas completion bash)\n",
      command: (folder) => ['bash', '--rcfile', join(folder, '.bashrc'), '-i'],
    },
    zsh: {
      file: '.zshrc',
      // Without -d the machine's own files would be read, too.
      rc: "PS1='READY>'\nautoload -U compinit; compinit -D -u\nsource <(atlas completion zsh)\n",
      command: () => ['zsh', '-d', '-i'],
    },
    fish: {
      file: 'rc.fish',
      rc: "function fish_prompt; echo 'READY>'; end\natlas completion fish | source\n",
      command: (folder) => ['fish', '--no-config', '-i', '-C', `source ${join(folder, 'rc.fish')}`],
    },
  };

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const missing = [
  ...Object.keys(SHELLS).filter((shell) => !has(shell)),
  ...(HAS_TERMINALS ? [] : ['script(1) of util-linux']),
];
if (missing.length > 0)
  console.error(`\n\n*** NOT TESTED: completion in some shells. Missing: ${missing.join(', ')}. ***\n\n`);

describe.skipIf(process.platform === 'win32').each(FORMS)('$name', ({ command }) => {
  let folder: string;
  let env: Record<string, string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'completion-'));
    const program = join(folder, 'atlas');
    // Answers the shells, and notes any other line that is run.
    writeFileSync(
      program,
      `#!/bin/sh
case $1 in
    __complete* | completion) exec ${command.map((word) => `'${word}'`).join(' ')} "$@" ;;
esac
printf '%s\\n' "$@" >"$HOME/line~" && mv "$HOME/line~" "$HOME/line"
`,
    );
    chmodSync(program, 0o755);
    for (const { file, rc } of Object.values(SHELLS)) writeFileSync(join(folder, file), rc);
    mkdirSync(join(folder, 'atlascli'));
    writeFileSync(join(folder, 'atlascli/config.toml'), '[default]\n[work]\n', { mode: 0o600 });
    env = {
      PATH: `${folder}:${process.env['PATH']}`,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
      ZDOTDIR: folder,
      LC_ALL: 'C.UTF-8',
      TERM: 'dumb',
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const inBash = (words: string[]) => {
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', IN_BASH, 'bash', ...words], {
      env,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return stdout.split('\n').filter(Boolean);
  };

  // bash splits words at `=` and `:`, and replaces only what stands behind.
  test.each([
    [['atlas', 'org'], ['organizations']],
    [
      ['atlas', 'orgs', 'apiKeys', 'd'],
      ['describe', 'delete'],
    ],
    [['atlas', '-P', 'w'], ['work']],
    [['atlas', 'orgs', 'apiKeys', 'create', '--role', 'ORG_BILLING_A'], ['ORG_BILLING_ADMIN']],
    [['atlas', 'orgs', 'apiKeys', 'create', '--role', '=', 'ORG_BILLING_A'], ['ORG_BILLING_ADMIN']],
    [
      ['atlas', 'orgs', 'apiKeys', 'create', '--output', '='],
      ['json', 'json-path', 'go-template', 'go-template-file'],
    ],
    [['atlas', 'orgs', 'apiKeys', 'create', '--desc', '=', 'a', ':', 'b', '--r'], ['--role']],
    [['atlas', 'orgs', 'apiKeys', 'create', '--desc', '$(touch x)', '--r'], ['--role']],
  ])('when bash completes %j, then it offers %j', (words, expected) => {
    expect(inBash(words)).toEqual(expected);
  });

  test.skipIf(!has('fish'))('when fish completes a line, then it offers whole words', () => {
    const complete = (line: string) =>
      spawnSync('fish', ['--no-config', '-c', `atlas completion fish | source; complete -C '${line}'`], {
        env,
        encoding: 'utf8',
      }).stdout;
    expect(complete('atlas orgs apiKeys cr')).toBe('create\tCreate an API Key for your organization.\n');
    expect(complete('atlas orgs apiKeys create --role=ORG_BILLING_A')).toBe('--role=ORG_BILLING_ADMIN\n');
  });

  describe.runIf(HAS_TERMINALS).each(Object.keys(SHELLS).filter(has))('at a prompt of %s', (shell) => {
    const atPrompt = async (act: (run: ReturnType<typeof startOnTerminal>) => Promise<void>) => {
      const run = startOnTerminal(SHELLS[shell]?.command(folder) ?? [], {
        argv: [],
        env: { ...env, TERM: 'xterm', COLUMNS: '100' },
        cwd: folder,
        scratch: folder,
      });
      try {
        await run.shown('READY>');
        await act(run);
      } catch (error) {
        throw new Error(`${error}\n── screen ──\n${run.soFar().screen}`);
      } finally {
        run.signal('SIGKILL');
        await run.exited;
      }
    };

    /** The words of the line when it is run, after all its Tabs. */
    const typed = async (keys: string): Promise<string[]> => {
      let words: string[] = [];
      rmSync(join(folder, 'line'), { force: true });
      await atPrompt(async (run) => {
        run.type(`${keys}\r`);
        await expect.poll(() => existsSync(join(folder, 'line')), { timeout: 30_000 }).toBe(true);
        words = readFileSync(join(folder, 'line'), 'utf8').trimEnd().split('\n');
      });
      return words;
    };

    test('when commands are typed with Tab, then they are completed', async () => {
      expect(await typed('atlas org\tapiK\tcr\t')).toEqual(['organizations', 'apiKeys', 'create']);
    });

    test('when values of flags are typed with Tab, then they are completed', async () => {
      const words = await typed(
        'atlas orgs apiKeys create --rol\tORG_BILLING_A\t--role=ORG_OW\t--role ORG_OWNER,ORG_GR\t-P w\t',
      );
      expect(words).toEqual([
        ...['orgs', 'apiKeys', 'create', '--role', 'ORG_BILLING_ADMIN', '--role=ORG_OWNER'],
        ...['--role', 'ORG_OWNER,ORG_GROUP_CREATOR', '-P', 'work'],
      ]);
    });

    test('when several words fit, then they are shown with what they do', async () => {
      await atPrompt(async (run) => {
        // The first Tab adds what they have in common; bash shows its list at the third.
        run.type('atlas orgs apiKeys d\t\t\t');
        await Promise.all([run.shown('Return one API key'), run.shown('Delete an API key')]);
      });
    });
  });

  test.each(['bash', 'zsh', 'fish', 'powershell'])(
    'when %s is to have no descriptions, then its script asks for none',
    (shell) => {
      const script = (...flags: string[]) =>
        spawnSync('atlas', ['completion', shell, ...flags], { env, encoding: 'utf8' }).stdout;
      expect(script()).toMatch(/ __complete /);
      expect(script('--no-descriptions')).toBe(script().replaceAll('__complete ', '__completeNoDesc '));
    },
  );
});

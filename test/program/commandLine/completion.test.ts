/** The completion scripts in real shells, with Tabs typed at their prompts. Some shells may be missing. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILDS } from '../../support/program/builds.ts';
import { HAS_TERMINALS, startOnTerminal } from '../../support/program/terminal.ts';
import { available, has } from '../../support/tools.ts';

/** Completes the words as bash does when Tab is pressed behind the last one. */
const IN_BASH = `
source <(atlas completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
word=\${COMP_WORDS[COMP_CWORD]}
[[ $word == [=:] ]] && word=
__start_atlas atlas "$word"
printf '%s\\n' "\${COMPREPLY[@]}"
`;

interface Shell {
  /** The program. */
  readonly name: string;
  readonly file: string;
  /** Commands that run at start-up. READY> is the prompt. */
  readonly rc: string;
  command(folder: string): string[];
}

const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';
const bash = (file: string, runSetup: string): Shell => ({
  name: 'bash',
  file,
  rc: `PS1='READY>'\n${runSetup}source <(atlas completion bash)\nalias a=atlas; complete -o default -F __start_atlas a\n`,
  command: (folder) => ['bash', '--rcfile', join(folder, file), '-i'],
});
/** @param setupLines commands before the script is loaded; @param linesAfter commands after it is loaded */
const zsh = (file: string, setupLines: string, linesAfter = ''): Shell => ({
  name: 'zsh',
  file,
  rc: `PS1='READY>'\n${setupLines}source <(atlas completion zsh)\n${linesAfter}alias a=atlas\n`,
  // Without -d the machine's own files would be read, too.
  command: (folder) => ['env', `ZDOTDIR=${join(folder, file, '..')}`, 'zsh', '-d', '-i'],
});
const ZSH_COMPINIT = 'autoload -U compinit; compinit -D -u\n';
const SHELLS: Readonly<Record<string, Shell>> = {
  bash: bash('.bashrc', ''),
  'bash with show-all-if-ambiguous': bash('.bashrc-show-all', "bind 'set show-all-if-ambiguous on'\n"),
  'bash with bash-completion': bash('.bashrc-completion', `source ${BASH_COMPLETION}\n`),
  zsh: zsh('with/.zshrc', ZSH_COMPINIT),
  'zsh with compinit after the script': zsh('after/.zshrc', '', ZSH_COMPINIT),
  'zsh without compinit': zsh('without/.zshrc', ''),
  fish: {
    name: 'fish',
    file: 'rc.fish',
    rc: "function fish_prompt; echo 'READY>'; end\natlas completion fish | source\nalias a=atlas\n",
    command: (folder) => ['fish', '--no-config', '-i', '-C', `source ${join(folder, 'rc.fish')}`],
  },
};

/** Shells that quote words exactly as another one in the list does. */
const SAME_QUOTING: readonly string[] = [
  'bash with show-all-if-ambiguous',
  'zsh with compinit after the script',
];

/** Profiles whose names a shell must not insert as they are, by what is typed of them outside of quotes. */
const SPECIAL_NAMES: Readonly<Record<string, string>> = {
  'with space': 'wi',
  'dou"ble': 'dou',
  "sin'gle": 'sin',
  dol$lar: 'dol',
  'bang!x': 'ban',
  '~tilde': '\\~',
  'co:lon': 'co',
  'mid:dle': 'mid:',
  'e=qual': 'e',
  'se=cond': 'se=',
  'back\\slash': 'bac',
  'at@sign': 'at@',
};

const canRun = (shell: string): boolean =>
  has(SHELLS[shell]?.name ?? shell) &&
  (shell !== 'bash with bash-completion' || available('bash-completion', existsSync(BASH_COMPLETION)));
const missing = [
  ...Object.keys(SHELLS).filter((shell) => !canRun(shell)),
  ...(HAS_TERMINALS ? [] : ['script(1) of util-linux']),
];
if (missing.length > 0)
  console.error(`\n\n*** NOT TESTED: completion in some shells. Missing: ${missing.join(', ')}. ***\n\n`);

describe.skipIf(process.platform === 'win32').each(BUILDS)('$name', ({ command }) => {
  let folder: string;
  let env: Record<string, string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'completion-'));
    const program = join(folder, 'atlas');
    // Responds to the shells, and records any other line that is run.
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
    for (const name of ['with', 'without', 'after', 'atlascli', 'bin']) mkdirSync(join(folder, name));
    symlinkSync(program, join(folder, 'bin/atlas'));
    for (const { file, rc } of Object.values(SHELLS)) writeFileSync(join(folder, file), rc);
    const names = ['work', 'default', ...Object.keys(SPECIAL_NAMES)];
    const profiles = names.map((name) => `[${JSON.stringify(name)}]\n`).join('');
    writeFileSync(join(folder, 'atlascli/config.toml'), profiles, { mode: 0o600 });
    env = {
      PATH: `${folder}:${process.env['PATH']}`,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
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
    [
      ['atlas', '-P', 'w'],
      ['with\\ space', 'work'],
    ],
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

  describe.runIf(HAS_TERMINALS).each(Object.keys(SHELLS).filter(canRun))('at a prompt of %s', (shell) => {
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
        throw new Error(`${error}\n── screen ──\n${run.outputSoFar().screen}`);
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
        'atlas orgs apiKeys create --rol\tORG_BILLING_A\t--role=ORG_OW\t--role ORG_OWNER,ORG_GR\t-P wo\t',
      );
      expect(words).toEqual([
        ...['orgs', 'apiKeys', 'create', '--role', 'ORG_BILLING_ADMIN', '--role=ORG_OWNER'],
        ...['--role', 'ORG_OWNER,ORG_GROUP_CREATOR', '-P', 'work'],
      ]);
    });

    test.each(['~/bin/atlas', '$HOME/bin/atlas', 'a'])(
      'when the command is typed as %s, then words are completed and nothing else is shown',
      async (program) => {
        expect(await typed(`${program} organizations apiK\tcr\t`)).toEqual([
          ...['organizations', 'apiKeys', 'create'],
        ]);
      },
    );

    const quotes = !SAME_QUOTING.includes(shell);

    test.each(quotes ? Object.entries(SPECIAL_NAMES) : [])(
      'when the profile is named %s, then its name is inserted as one word',
      async (name, keys) => {
        expect(await typed(`atlas -P ${keys}\tapi\t`)).toEqual(['-P', name, 'api']);
      },
    );

    const openQuotes: readonly [string, string, string][] = [
      ['"', 'with space', 'wi'],
      ['"', 'dou"ble', 'dou'],
      ['"', 'dol$lar', 'dol'],
      ['"', 'bang!x', 'ban'],
      ['"', 'co:lon', 'co'],
      ["'", 'with space', 'wi'],
      ["'", "sin'gle", 'sin'],
      ["'", 'bang!x', 'ban'],
    ];
    test.each(quotes ? openQuotes : [])(
      'when the quote %s is open, then %s is inserted as one word',
      async (quote, name, keys) => {
        expect(await typed(`atlas -P ${quote}${keys}\tx`)).toEqual(['-P', name, 'x']);
      },
    );

    test('when a file is named after an equals sign, then its name is completed', async () => {
      writeFileSync(join(folder, 'key.tmpl'), '');
      expect(await typed('atlas -o go-template-file=key.t\tx')).toEqual([
        '-o',
        'go-template-file=key.tmpl',
        'x',
      ]);
    });

    test('when the command contains a substitution, then it is not run', async () => {
      await atPrompt(async (run) => {
        run.type('$(touch ran)/atlas organizations apiK\t');
        await run.shown('apiK');
      });
      expect(existsSync(join(folder, 'ran'))).toBe(false);
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

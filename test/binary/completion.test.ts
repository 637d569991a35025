/** The scripts in real shells. zsh and fish are tried where they are installed. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORMS } from '../support/forms.ts';

/** Completes the words as bash does when Tab is pressed behind the last one. */
const IN_BASH = `
source <(atlas completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
word=\${COMP_WORDS[COMP_CWORD]}
[[ $word == [=:] ]] && word=
__atlas_complete atlas "$word"
printf '%s\\n' "\${COMPREPLY[@]}"
`;

const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe.skipIf(process.platform === 'win32').each(FORMS)('$name', ({ command }) => {
  let folder: string;
  let env: Record<string, string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'completion-'));
    const program = join(folder, 'atlas');
    writeFileSync(program, `#!/bin/sh\nexec ${command.map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(program, 0o755);
    mkdirSync(join(folder, 'atlascli'));
    writeFileSync(join(folder, 'atlascli/config.toml'), '[default]\n[work]\n', { mode: 0o600 });
    env = {
      PATH: `${folder}:${process.env['PATH']}`,
      HOME: folder,
      XDG_CONFIG_HOME: folder,
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

  test.skipIf(!has('zsh'))('when zsh reads its script, then that is in order', () => {
    const { status, stderr } = spawnSync(
      'zsh',
      ['-f', '-c', 'autoload -U compinit; compinit -D -u; source <(atlas completion zsh); whence -w _atlas'],
      { env, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
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

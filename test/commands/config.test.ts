/** The commands that change and show config.toml, beside the recorded cases. */
import { describe, expect, test, vi } from 'vitest';
import { main } from '../../src/main.ts';
import { bootstrapOf, type FakeSystem, fakeSystem, systemError } from '../support/fakeSystem.ts';
import { type CallerOptions, runAsCaller, startAsCaller } from '../support/runCommand.ts';

const CONFIG = '/home/ada/.config/atlascli/config.toml';
const ID = '5a1b39eec902201990f12345';
const SECRET = 'canary-4711';

const TEXT = `# people
[default]
org_id = '${ID}'
private_api_key = '${SECRET}'

[ci]
output = 'json'
`;

/** Runs `atlas config …` on this configuration; nothing that it says may hold the secret. */
async function config(argv: readonly string[], options: CallerOptions & { text?: string } = {}) {
  const { text = TEXT, ...rest } = options;
  const { stdout, stderr, status, disk } = await runAsCaller(['config', ...argv], {
    files: text === '' ? {} : { [CONFIG]: text },
    ...rest,
    env: { MONGODB_ATLAS_ORG_ID: '', ...rest.env },
  });
  expect(stdout + stderr).not.toContain(SECRET);
  const { [CONFIG]: file, ...others } = Object.fromEntries([...disk].map(([path, { text }]) => [path, text]));
  return { stdout, stderr, status, file, others };
}

describe('config set', () => {
  test.each<[string, string[], CallerOptions, string]>([
    ['no profile is named', [], {}, '# people\n[default]\nservice = '],
    ['one is named by a flag', ['-P', 'CI'], {}, "[ci]\noutput = 'json'\nservice = "],
    [
      'one is named by the environment',
      [],
      { env: { MONGODB_ATLAS_PROFILE: 'ci' } },
      "[ci]\noutput = 'json'\nservice = ",
    ],
  ])('when %s, then the property goes there', async (_, flags, options, expected) => {
    const text = TEXT.replace(/org_id.*\nprivate.*\n/, '');
    const { file, status } = await config(['set', 'service', 'cloudgov', ...flags], { text, ...options });
    expect({ status, has: file?.includes(`${expected}'cloudgov'`) }, file).toEqual({
      status: 0,
      has: true,
    });
  });

  test('when there is only one profile, then it is that one', async () => {
    const { file } = await config(['set', 'service', 'cloud'], { text: "[only]\norg_id = 'x'\n" });
    expect(file).toBe("[only]\norg_id = 'x'\nservice = 'cloud'\n");
  });

  test.each([
    ['ops_manager_url', 'nope', `'nope' must have a trailing slash`],
    ['ops_manager_url', 'nope/', `'nope/' is not a valid URL`],
    ['base_url', 'https://example.com', `'https://example.com' must have a trailing slash`],
    ['ops_manager_url', `https://me:${SECRET}@example.com`, `'…@example.com' must have a trailing slash`],
    [
      'ops_manager_url',
      `https://me:${SECRET}@example.com/`,
      `'…@example.com/' must not contain a user name or password`,
    ],
    ['ops_manager_url', 'ftp://example.com/', `'ftp://example.com/' must begin with https:// or http://`],
    [
      'ops_manager_url',
      'https://example.com/?a=/',
      `'https://example.com/?a=/' must not contain a query or fragment`,
    ],
    ['project_id', 'nope', `the provided value 'nope' is not a valid ID`],
    ['org_id', '-', `the provided value '-' is not a valid ID`],
    ['nope', 'x', 'invalid property: "nope"'],
    ['__proto__', 'x', 'invalid property: "__proto__"'],
  ])('when %s gets %s, then it is refused and the file stays', async (property, value, message) => {
    expect(await config(['set', property, value])).toEqual({
      status: 1,
      stdout: '',
      stderr: `Error: ${message}\n`,
      file: TEXT,
      others: {},
    });
  });

  test.each([
    ['orgId', 'Did you mean org_id?\n'],
    ['outputs', 'Did you mean output?\n'],
    ['private_key', 'Did you mean private_api_key?\n'],
    ['ops-manager-url', 'Did you mean ops_manager_url?\n'],
    // The Atlas CLI prints one line for it, which scripts may compare.
    ['ORG_ID', ''],
  ])('when the property is %s, then the hint is %j', async (property, hint) => {
    const { stderr } = await config(['set', property, 'x']);
    expect(stderr).toBe(`Error: invalid property: "${property}"\n${hint}`);
  });

  test.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['t', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['x', false],
    ['', false],
  ])('when a switch gets "%s", then it is %s', async (value, expected) => {
    const { file } = await config(['set', 'telemetry_enabled', value], { text: '' });
    expect(file).toBe(`telemetry_enabled = ${expected}\n`);
  });

  test.each([
    ['auth_type', 'service_account'],
    ['client_id', 'mdb_sa_id_1'],
    ['client_secret', 'mdb_sa_sk_1'],
  ])('when %s is set, which only a service account needs, then it is taken', async (property, value) => {
    const { file } = await config(['set', property, value], { text: '' });
    expect(file).toBe(`[default]\n${property} = '${value}'\n`);
  });
});

describe('a secret on standard input', () => {
  const set = (stdin: string, options: CallerOptions = {}) =>
    config(['set', 'private_api_key', '-', '-P', 'ci'], { stdin, ...options });

  test.each([
    ['with a line end', `${SECRET}\n`],
    ['with a line end of Windows', `${SECRET}\r\n`],
    ['without a line end', SECRET],
  ])('when it comes %s, then it is set without one', async (_, stdin) => {
    const { file, status, stdout } = await set(stdin);
    expect({ file, status, stdout }).toEqual({
      file: `${TEXT}private_api_key = '${SECRET}'\n`,
      status: 0,
      stdout: "Updated property 'private_api_key'\n",
    });
  });

  const hint =
    'Pipe it in, for example from a password manager: … | atlas config set private_api_key - --profile ci\n';

  test.each<[string, string, CallerOptions, string]>([
    ['there is nothing', '', {}, `Error: standard input is empty: it must contain private_api_key\n${hint}`],
    [
      'there is a line end only',
      '\n',
      {},
      `Error: standard input is empty: it must contain private_api_key\n${hint}`,
    ],
    [
      'there are two lines',
      `${SECRET}\n${SECRET}\n`,
      {},
      'Error: standard input must contain only one line for private_api_key\n',
    ],
  ])('when %s, then it is refused and the file stays', async (_, stdin, options, stderr) => {
    expect(await set(stdin, options)).toMatchObject({ status: 1, stdout: '', stderr, file: TEXT });
  });
});

describe('what a person at a terminal is told', () => {
  test.each([
    [
      ['set', 'output', 'JSON'],
      'There is no output format "JSON": commands will refuse it. Did you mean json? Valid formats are plaintext, json, json-path=EXPRESSION, go-template=TEMPLATE, and go-template-file=FILE.\n',
    ],
    [['set', 'output', 'json'], ''],
    [
      ['set', 'private_api_key', SECRET],
      'The value is now in your shell history. Next time, enter it at a prompt: atlas config set private_api_key -\n',
    ],
    [['set', 'skip_update_check', 'on'], 'Anything but true or false counts as false.\n'],
    [['set', 'skip_update_check', 'no'], ''],
    [['set', 'org_id', ID], ''],
  ])('when %j is run, then it is "%s"; a script is told nothing', async (argv, told) => {
    expect((await config(argv, { terminal: true })).stderr).toBe(told);
    expect((await config(argv)).stderr).toBe('');
  });
});

describe('config list and describe', () => {
  test.each<[string, CallerOptions, string]>([
    ['the environment asks for', { env: { MONGODB_ATLAS_OUTPUT: 'json' } }, '[\n  "ci",\n  "default"\n]\n'],
    ['the profile in use asks for', { env: { MONGODB_ATLAS_PROFILE: 'ci' } }, '[\n  "ci",\n  "default"\n]\n'],
    ['nobody asks for any', {}, 'PROFILE NAME\nci\ndefault\n'],
  ])('when %s, then the output has that format', async (_, options, stdout) => {
    expect(await config(['list'], options)).toMatchObject({ stdout, status: 0 });
  });

  test('when a template asks for a property, then it is printed', async () => {
    expect((await config(['describe', 'default', '-o', 'go-template={{.org_id}}'])).stdout).toBe(ID);
  });

  test.each(['json', 'json-path=$.private_api_key', 'go-template={{.}}', 'plaintext'])(
    'when the format is %s, then no secret is in it',
    async (format) => {
      expect(await config(['describe', 'default', '-o', format])).toMatchObject({
        stdout: expect.stringContaining('redacted'),
        status: 0,
      });
    },
  );

  test('when values are not texts, then they are printed as they are', async () => {
    const text = '[a]\nn = 1\nb = true\nd = 1979-05-27\nt = { x = "y" }\nbig = 123456789012345678\n';
    expect((await config(['describe', 'a'], { text })).stdout).toBe(
      'SETTING   VALUE\nb         true\nbig       123456789012345678\nd         1979-05-27\nn         1\nt         {"x":"y"}\n',
    );
  });

  test('when there is no configuration folder, then there are no profiles', async () => {
    expect(await config(['list'], { env: { HOME: '' } })).toMatchObject({
      stdout: 'PROFILE NAME\n',
      status: 0,
    });
  });
});

describe('config delete', () => {
  test('when there is no terminal and no --force, then nothing is deleted', async () => {
    expect(await config(['delete', 'ci'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr:
        'Error: there is no terminal to ask for confirmation, so nothing was deleted\nTo delete without confirmation, add --force.\n',
      file: TEXT,
    });
  });

  test('when the answer is yes, then it is deleted', async () => {
    const confirm = vi.fn(async () => 'yes' as const);
    expect(await config(['delete', 'ci'], { terminal: true, confirm })).toMatchObject({
      status: 0,
      stdout: "Profile 'ci' deleted\n",
      file: TEXT.replace(/\n\[ci\]\n.*\n/, ''),
    });
    expect(confirm.mock.calls).toEqual([['Delete profile "ci"?', expect.any(AbortSignal)]]);
  });

  test('when the answer is no, then it says so and the file stays', async () => {
    expect(await config(['delete', 'ci'], { terminal: true, confirm: async () => 'no' })).toMatchObject({
      status: 0,
      stdout: 'Profile not deleted\n',
      file: TEXT,
    });
  });

  test('when there is no such profile, then nothing is asked', async () => {
    expect(await config(['delete', 'CI'], { terminal: true })).toMatchObject({
      status: 1,
      stderr: 'Error: profile CI does not exist\n',
    });
  });

  test('when a signal comes while it asks, then the status is that of the signal', async () => {
    const { done, signal } = startAsCaller(['config', 'delete', 'ci'], {
      files: { [CONFIG]: TEXT },
      terminal: true,
      confirm: (_, aborted) =>
        new Promise((resolve) => {
          aborted.addEventListener('abort', () => resolve('interrupted'));
          signal('SIGTERM', 15);
        }),
    });
    const { status, stderr } = await done;
    expect({ status, stderr }).toEqual({ status: 143, stderr: 'Error: interrupted by SIGTERM\n' });
  });
});

describe('config rename', () => {
  test('when the new name is in use and there is no terminal, then nothing changes', async () => {
    expect(await config(['rename', 'ci', 'Default'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr:
        'Error: profile default already exists, and there is no terminal to ask whether to replace it\nDelete it first: atlas config delete default --force\n',
      file: TEXT,
    });
  });

  test.each([
    ['yes', 'The profile ci was renamed to default.\n', "# people\n\n[default]\noutput = 'json'\n"],
    ['no', 'Profile not renamed\n', TEXT],
  ] as const)(
    'when the new name is in use and the answer is %s, then that is done',
    async (answer, stdout, file) => {
      const confirm = vi.fn(async () => answer);
      const result = await config(['rename', 'ci', 'default'], { terminal: true, confirm });
      expect(confirm.mock.calls).toEqual([
        ['Replace profile "default", which already exists?', expect.any(AbortSignal)],
      ]);
      expect(result).toMatchObject({ status: 0, stdout, file });
    },
  );

  test.each([
    ['Ci', 'ci', 'profile Ci does not exist'],
    ['ci', 'CI', 'profile ci already has that name'],
    ['ci', '', 'the new name is empty'],
  ])('when "%s" is to become "%s", then the error is "%s"', async (from, to, message) => {
    expect(await config(['rename', from, to])).toMatchObject({
      status: 1,
      stderr: `Error: ${message}\n`,
      file: TEXT,
    });
  });
});

describe('config edit', () => {
  const editor = { env: { EDITOR: 'nano -w' } };

  test('when the text is changed, then it is installed, and no copy stays', async () => {
    const edit = vi.fn((text: string) => text.replace('json', 'plaintext'));
    const result = await config(['edit'], { ...editor, edit });
    expect(edit).toHaveBeenCalledExactlyOnceWith(TEXT, 'nano -w', expect.anything());
    expect(result).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
      file: TEXT.replace('json', 'plaintext'),
      others: {},
    });
  });

  test.each<[string, Record<string, string>, boolean, string]>([
    ['VISUAL is set too', { EDITOR: 'a', VISUAL: 'b' }, false, 'b'],
    ['none is set on a terminal', {}, true, 'vi'],
  ])('when %s, then the editor is the right one', async (_, env, terminal, expected) => {
    const edit = vi.fn((text: string) => text);
    await config(['edit'], { env, terminal, edit });
    expect(edit).toHaveBeenCalledExactlyOnceWith(TEXT, expected, expect.anything());
  });

  test('when there is neither an editor nor a terminal, then the error says what to set', async () => {
    expect(await config(['edit'])).toMatchObject({
      status: 1,
      stderr:
        'Error: there is no terminal, and no editor is set\nSet VISUAL or EDITOR to the editor to use, for example: EDITOR="code --wait" atlas config edit\n',
    });
  });

  test('when there is no file yet, then an empty one is edited', async () => {
    const { file } = await config(['edit'], { ...editor, text: '', edit: () => '[a]\n' });
    expect(file).toBe('[a]\n');
  });

  test('when the file is broken, then it can be edited', async () => {
    const { file } = await config(['edit'], { ...editor, text: '[a', edit: () => '[a]\n' });
    expect(file).toBe('[a]\n');
  });

  /** The copy that was kept, and its text. */
  const kept = (others: Record<string, string>) => {
    expect(Object.keys(others)).toEqual([
      expect.stringMatching(/^\/home\/ada\/\.config\/atlascli\/edit-[0-9a-f]{16}\/config\.toml$/),
    ]);
    return Object.entries(others)[0] ?? ['', ''];
  };

  test('when the new text is broken, then the old one stays and the new one is kept', async () => {
    const broken = TEXT.replace('json', 'json\nxml');
    const { others, file, stderr, status } = await config(['edit'], { ...editor, edit: () => broken });
    const [path, text] = kept(others);
    expect({ file, text, status }).toEqual({ file: TEXT, text: broken, status: 1 });
    expect(stderr).toBe(
      `Error: cannot read ${path}, line 7: Unterminated string\nThe configuration was not changed. Your text is in ${path}\n`,
    );
  });

  test('when the editor fails and nothing was changed, then no copy stays', async () => {
    expect(await config(['edit'], { ...editor, edit: (text) => ({ text, status: 3 }) })).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Error: the editor nano -w ended with status 3\n',
      file: TEXT,
      others: {},
    });
  });

  test('when the editor fails and something was changed, then that is kept and not installed', async () => {
    const text = `${TEXT}# more\n`;
    const { others, file, stderr } = await config(['edit'], { ...editor, edit: () => ({ text, status: 1 }) });
    const [path, copy] = kept(others);
    expect({ file, copy }).toEqual({ file: TEXT, copy: text });
    expect(stderr).toBe(
      `Error: the editor nano -w ended with status 1\nThe configuration was not changed. Your text is in ${path}\n`,
    );
  });

  /** An editor after which nothing can be removed, as on Windows when a virus scanner reads the copy. */
  const stuck =
    (change: (text: string) => string, status = 0) =>
    (text: string, _: string, system: FakeSystem) => {
      system.files.removeFolder = () => {
        throw systemError('EIO');
      };
      return { text: change(text), status };
    };
  const LEFT =
    /^Warning: cannot remove the copy of the configuration in (\/home\/ada\/\.config\/atlascli\/edit-[0-9a-f]{16}): EIO; it contains secrets, so remove it yourself\n/;

  test('when the copy cannot be removed, then the change stands and the copy is named', async () => {
    const edit = stuck((text) => text.replace('json', 'plaintext'));
    const { status, stderr, file, others } = await config(['edit'], { ...editor, edit });
    expect({ status, file }).toEqual({ status: 0, file: TEXT.replace('json', 'plaintext') });
    const [whole, folder] = LEFT.exec(stderr) ?? [];
    expect([stderr, Object.keys(others)]).toEqual([whole, [`${folder}/config.toml`]]);
  });

  test('when the editor fails and the copy cannot be removed, then both are said', async () => {
    const { status, stderr } = await config(['edit'], { ...editor, edit: stuck((text) => text, 3) });
    expect(status).toBe(1);
    expect(stderr).toMatch(LEFT);
    expect(stderr.split('\n')[1]).toBe('Error: the editor nano -w ended with status 3');
  });

  test('when the copy cannot be written, then no folder stays', async () => {
    const system = fakeSystem({ env: { HOME: '/home/ada', EDITOR: 'nano' }, createFails: 'ENOSPC' });
    const removed: string[] = [];
    system.files.removeFolder = (path) => removed.push(path);
    expect(await main(['config', 'edit'], bootstrapOf(system))).toBe(1);
    expect(removed).toEqual([expect.stringMatching(/\/edit-[0-9a-f]{16}$/)]);
    expect(system.written.stderr).toMatch(/^Error: cannot write .*: the disk is full\n$/);
  });

  test('when another program changes the file meanwhile, then that stays and the edited text is kept', async () => {
    const theirs = `${TEXT}# theirs\n`;
    const { others, file, stderr } = await config(['edit'], {
      ...editor,
      edit(text, _, system) {
        system.disk.set(CONFIG, { text: theirs, mode: 0o600 });
        return `${text}# ours\n`;
      },
    });
    const [path, copy] = kept(others);
    expect({ file, copy }).toEqual({ file: theirs, copy: `${TEXT}# ours\n` });
    expect(stderr).toBe(
      `Error: ${CONFIG} was changed by another program in the meantime\nThe configuration was not changed. Your text is in ${path}\n`,
    );
  });
});

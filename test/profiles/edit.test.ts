/** `atlas config edit`. */
import { describe, expect, test, vi } from 'vitest';
import { main } from '../../src/main.ts';
import { CONFIG } from '../support/fixtures.ts';
import { bootstrapOf, type FakeSystem, fakeSystem, systemError } from '../support/inProcess/fakeSystem.ts';
import { config, TEXT } from '../support/inProcess/runConfig.ts';

describe('config edit', () => {
  const editor = { env: { EDITOR: 'nano -w' } };

  test('when the text is edited, then it is saved, and no copy is left', async () => {
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

  test('when the file is invalid, then it can be edited', async () => {
    const { file } = await config(['edit'], { ...editor, text: '[a', edit: () => '[a]\n' });
    expect(file).toBe('[a]\n');
  });

  /** The path of the copy that was kept, and its text. */
  const kept = (others: Record<string, string>) => {
    expect(Object.keys(others)).toEqual([
      expect.stringMatching(/^\/home\/ada\/\.config\/atlascli\/edit-[0-9a-f]{16}\/config\.toml$/),
    ]);
    return Object.entries(others)[0] ?? ['', ''];
  };

  test('when the new text is invalid, then the old one stays, and the new one is kept in the copy', async () => {
    const broken = TEXT.replace('json', 'json\nxml');
    const { others, file, stderr, status } = await config(['edit'], { ...editor, edit: () => broken });
    const [path, text] = kept(others);
    expect({ file, text, status }).toEqual({ file: TEXT, text: broken, status: 1 });
    expect(stderr).toBe(
      `Error: cannot read ${path}, line 7: Unterminated string\nThe configuration was not changed. Your text is in ${path}\n`,
    );
  });

  test('when the editor fails and the text was not edited, then no copy is left', async () => {
    expect(await config(['edit'], { ...editor, edit: (text) => ({ text, status: 3 }) })).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Error: the editor nano -w ended with status 3\n',
      file: TEXT,
      others: {},
    });
  });

  test('when the editor fails and the text was edited, then the copy is kept and not saved', async () => {
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

  test('when the copy cannot be removed, then the edit is saved, and a warning names the copy', async () => {
    const edit = stuck((text) => text.replace('json', 'plaintext'));
    const { status, stderr, file, others } = await config(['edit'], { ...editor, edit });
    expect({ status, file }).toEqual({ status: 0, file: TEXT.replace('json', 'plaintext') });
    const [whole, folder] = LEFT.exec(stderr) ?? [];
    expect([stderr, Object.keys(others)]).toEqual([whole, [`${folder}/config.toml`]]);
  });

  test('when the editor fails and the copy cannot be removed, then there is an error and a warning', async () => {
    const { status, stderr } = await config(['edit'], { ...editor, edit: stuck((text) => text, 3) });
    expect(status).toBe(1);
    expect(stderr).toMatch(LEFT);
    expect(stderr.split('\n')[1]).toBe('Error: the editor nano -w ended with status 3');
  });

  test('when the copy cannot be written, then no folder is left', async () => {
    const system = fakeSystem({ env: { HOME: '/home/ada', EDITOR: 'nano' }, createFails: 'ENOSPC' });
    const removed: string[] = [];
    system.files.removeFolder = (path) => removed.push(path);
    expect(await main(['config', 'edit'], bootstrapOf(system))).toBe(1);
    expect(removed).toEqual([expect.stringMatching(/\/edit-[0-9a-f]{16}$/)]);
    expect(system.written.stderr).toMatch(/^Error: cannot write .*: the disk is full\n$/);
  });

  test('when another program edits the file in the meantime, then its text stays, and the copy is kept', async () => {
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

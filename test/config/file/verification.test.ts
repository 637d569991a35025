/** An edit of the text is refused if the result has unexpected differences. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { editConfigFile as EditConfigFile } from '../../../src/config/file/edit.ts';
import { fakeSystem } from '../../support/inProcess/fakeSystem.ts';

const TOML_TEXT = '../../../src/config/file/tomlText.ts';
const tomlText = { setInTable: (text: string): string => text };
let editConfigFile: typeof EditConfigFile;

// Unit tests share their modules, so other files must not get those that this one loads.
beforeAll(async () => {
  vi.resetModules();
  vi.doMock(TOML_TEXT, () => tomlText);
  ({ editConfigFile } = await import('../../../src/config/file/edit.ts'));
});
afterAll(() => {
  vi.doUnmock(TOML_TEXT);
  vi.resetModules();
});

const CONFIG = '/home/me/.config/atlascli/config.toml';
const TEXT = "[a]\nb = 1\n[ci]\norg_id = 'old'\nmy_own = 'kept'\n";

test.each([
  ['changes nothing', TEXT],
  ['loses a profile', "[ci]\norg_id = 'new'\nmy_own = 'kept'\n"],
  ['loses a property', "[a]\nb = 1\n[ci]\norg_id = 'new'\n"],
  ['adds a property', TEXT.replace('old', 'new').replace('b = 1', 'b = 1\nc = 2')],
  ['changes another value', TEXT.replace('old', 'new').replace('1', '2')],
  ['changes the type of another value', TEXT.replace('old', 'new').replace('1', "'1'")],
  ['is not TOML', '[a'],
])('when it %s, then it is refused and the file stays', async (_, result) => {
  tomlText.setInTable = () => result;
  const system = fakeSystem({ env: { HOME: '/home/me' }, files: { [CONFIG]: TEXT } });
  await expect(editConfigFile(system, (config) => config.set('ci', 'org_id', 'new'))).rejects.toMatchObject({
    message: `cannot change ${CONFIG} safely`,
    hint: 'It uses an unusual notation. Edit it yourself with: atlas config edit',
  });
  expect([...system.disk]).toEqual([[CONFIG, { text: TEXT, mode: 0o600 }]]);
});

test('when it has the expected data, then it is written', async () => {
  const after = TEXT.replace('old', 'new');
  tomlText.setInTable = () => after;
  const system = fakeSystem({ env: { HOME: '/home/me' }, files: { [CONFIG]: TEXT } });
  await editConfigFile(system, (config) => config.set('ci', 'org_id', 'new'));
  expect(system.disk.get(CONFIG)?.text).toBe(after);
});

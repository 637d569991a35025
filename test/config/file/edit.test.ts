/** Changing config.toml, and what stays unchanged. */
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/base/errors.ts';
import type { ConfigEditor } from '../../../src/config/file/configEditor.ts';
import { editConfigFile } from '../../../src/config/file/edit.ts';
import { fakeSystem, systemError } from '../../support/inProcess/fakeSystem.ts';

const FOLDER = '/home/me/.config/atlascli';
const CONFIG = `${FOLDER}/config.toml`;
const HOME = { HOME: '/home/me' };

/** The file after the change of this text; undefined is no file. */
async function changed(
  text: string | undefined,
  change: (config: ConfigEditor) => void | Promise<void>,
): Promise<string | undefined> {
  const system = fakeSystem({ env: HOME, ...(text !== undefined && { files: { [CONFIG]: text } }) });
  await editConfigFile(system, change);
  expect([...system.disk.keys()].filter((path) => path !== CONFIG)).toEqual([]);
  return system.disk.get(CONFIG)?.text;
}

const errorOf = async (text: string, change: (config: ConfigEditor) => void): Promise<ConfigError> => {
  const system = fakeSystem({ env: HOME, files: { [CONFIG]: text } });
  const error = await editConfigFile(system, change).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConfigError);
  expect([...system.disk]).toEqual([[CONFIG, { text, mode: 0o600 }]]);
  return error as ConfigError;
};

/** As the Atlas CLI writes it, with comments added by hand. */
const OFFICIAL = `# made by hand below
version = 2 # the second
telemetry_enabled = false

# builds
[ci]
my_own = 'kept' # mine
org_id = 'a'
# public_api_key = 'old'

# people
[default]
  org_id = "b" # blanks
  output = 'json'

# the end
`;

const set = (profile: string, property: string, value: string) => (config: ConfigEditor) =>
  config.set(profile, property, value);

describe('a property of a profile', () => {
  test.each([
    ['in a table', OFFICIAL, 'ci', `org_id = 'a'`, `org_id = 'new'`],
    ['in an indented table', OFFICIAL, 'default', `  org_id = "b" # blanks`, `  org_id = "new" # blanks`],
    ['in a dotted key', 'default.org_id = "x" # c\n', 'default', '"x"', '"new"'],
    ['in an inline table', 'default = { org_id = "x" } # c\n', 'default', '"x"', '"new"'],
    ['in a file with the line ends of Windows', '[a]\r\norg_id = "x"\r\n', 'a', '"x"', '"new"'],
    ['in a file that begins with a byte order mark', '\uFEFF[a]\norg_id = "x"\n', 'a', '"x"', '"new"'],
    ['in a file without a last line end', '[a]\norg_id = "x"', 'a', '"x"', '"new"'],
    ['of a name in capitals', '[A]\nORG_ID = "x"\n', 'a', '"x"', '"new"'],
    ['of a quoted name', '["a b"]\n"org_id" = "x"\n', 'a b', '"x"', '"new"'],
  ])(
    'when a property %s gets a value, then nothing else changes',
    async (_, text, profile, before, after) => {
      expect(await changed(text, set(profile, 'org_id', 'new'))).toBe(text.replace(before, after));
    },
  );

  test.each([
    ['in the middle', OFFICIAL, 'ci', `org_id = 'a'\n`, `org_id = 'a'\nproject_id = 'p'\n`],
    ['at the end', OFFICIAL, 'default', `'json'\n`, `'json'\n  project_id = 'p'\n`],
    ['without properties', '# x\n[a]\n\n# y\n[b]\n', 'a', '[a]\n', "[a]\nproject_id = 'p'\n"],
    ['of Windows', '[a]\r\nb = "x"\r\n\r\n[c]\r\n', 'a', '"x"\r\n', '"x"\r\nproject_id = "p"\r\n'],
    ['of dotted keys', 'a.b = 1\n\n# c\n[d]\n', 'a', 'a.b = 1\n', `a.b = 1\na.project_id = 'p'\n`],
    ['with tables below it', '[a]\nb = 1\n[a.c]\nd = 1\n', 'a', 'b = 1\n', `b = 1\nproject_id = 'p'\n`],
    ['that a text looks like', '[a]\nb = """\n[z]\n"""\n\n[z]\n', 'z', '\n[z]\n', '\n[z]\n'],
  ])(
    'when one is added to a table %s, then it is below the last one',
    async (_, text, profile, before, after) => {
      const result = await changed(text, set(profile, 'project_id', 'p'));
      expect(result).toBe(profile === 'z' ? `${text}project_id = 'p'\n` : text.replace(before, after));
    },
  );

  test.each([
    ['there is no file', undefined, `[ci]\norg_id = 'new'\n`],
    ['the file is empty', '', `[ci]\norg_id = 'new'\n`],
    ['there are other profiles', '[a]\nb = 1\n', `[a]\nb = 1\n\n[ci]\norg_id = 'new'\n`],
    ['the last line has no end', '[a]\nb = 1', `[a]\nb = 1\n\n[ci]\norg_id = 'new'\n`],
    ['lines end as on Windows', '[a]\r\n', `[a]\r\n\r\n[ci]\r\norg_id = 'new'\r\n`],
    ['there is a comment only', '# c\n', `# c\n\n[ci]\norg_id = 'new'\n`],
    ['there is a table below it', '[CI.x]\na = 1\n', `[CI.x]\na = 1\n\n[CI]\norg_id = 'new'\n`],
  ])('when the profile is new and %s, then it comes at the end', async (_, text, expected) => {
    expect(await changed(text, set('CI', 'ORG_ID', 'new'))).toBe(expected);
  });

  test.each([`it's "all" \\ of it`, 'two\nlines', '', '\u0007', 'é😀', "'''", '#'])(
    'when the value is %j, then it is read back as it was',
    async (value) => {
      const text = await changed(OFFICIAL, set('ci', 'org_id', value));
      let read: unknown;
      await changed(text, (config) => {
        read = config.get('ci', 'org_id');
      });
      expect(read).toBe(value);
    },
  );

  test('when it already has the value, then the file is not written', async () => {
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: OFFICIAL } });
    const renamed: string[] = [];
    const files = { ...system.files, rename: (from: string) => void renamed.push(from) };
    await editConfigFile({ ...system, files }, set('ci', 'org_id', 'a'));
    expect(renamed).toEqual([]);
  });

  test('when it is removed, then its line disappears and the profile stays', async () => {
    expect(await changed(OFFICIAL, (config) => config.remove('ci', 'ORG_ID'))).toBe(
      OFFICIAL.replace("org_id = 'a'\n", ''),
    );
  });

  test.each([
    ['a profile', 'nope', 'org_id'],
    ['a property', 'ci', 'nope'],
  ])(
    'when a property that does not exist is removed from %s, then nothing changes',
    async (_, profile, property) => {
      expect(await changed(OFFICIAL, (config) => config.remove(profile, property))).toBe(OFFICIAL);
    },
  );

  test('when the profile has the name of a global property, then it is refused', async () => {
    expect((await errorOf('version = 2\n', set('version', 'org_id', 'x'))).message).toBe(
      `a profile cannot be named 'version': that is a property in ${CONFIG}`,
    );
  });
});

test.each(['version', 'mongosh_path', 'silence_storage_warning'])(
  'when the profile would be named %s, then it is refused, even if nothing has that name yet',
  async (name) => {
    const taken = `a profile cannot be named '${name}': that is a property in ${CONFIG}`;
    const text = '[ci]\norg_id = "x"\n';
    expect((await errorOf(text, (config) => config.set(name, 'org_id', 'x'))).message).toBe(taken);
    expect((await errorOf(text, (config) => config.renameProfile('ci', name))).message).toBe(taken);
  },
);

describe('a property before all profiles', () => {
  const skip = (config: ConfigEditor) => config.setGlobal('skip_update_check', true);
  const line = 'skip_update_check = true\n';

  test.each([
    ['there are others', OFFICIAL, OFFICIAL.replace('false\n', `false\n${line}`)],
    ['it is there', 'skip_update_check = false # c\n[a]\n', 'skip_update_check = true # c\n[a]\n'],
    ['there is no file', undefined, line],
    ['the first table has a comment', '# a\n[a]\n', `${line}\n# a\n[a]\n`],
    ['the file has a heading', '# file\n\n# a\n[a]\n', `# file\n\n${line}\n# a\n[a]\n`],
    [
      'the file has a heading of Windows',
      '# file\r\n\r\n[a]\r\n',
      '# file\r\n\r\nskip_update_check = true\r\n\r\n[a]\r\n',
    ],
    ['the file is a comment', '# file\n', `# file\n\n${line}`],
  ])('when %s, then it is before the tables', async (_, text, expected) => {
    expect(await changed(text, skip)).toBe(expected);
  });

  test('when there is a profile of its name, then it is refused', async () => {
    expect((await errorOf('[skip_update_check]\na = 1\n', skip)).message).toBe(
      `cannot set skip_update_check: ${CONFIG} has a profile of that name`,
    );
  });
});

describe('a profile', () => {
  test.each([
    ['in the middle', OFFICIAL, 'CI', OFFICIAL.replace(/# builds[\s\S]*'a'\n/, '')],
    ['at the end', '# x\n\n[a]\nb = 1\n\n# y\n[ci]\nb = 2\n', 'ci', '# x\n\n[a]\nb = 1\n'],
    ['that is the only one', '[ci]\na = 1\n', 'ci', ''],
    ['with tables below it', '[ci]\na = 1\n\n[b]\n[ci.x]\nc = 1\n', 'ci', '[b]\n'],
    ['of dotted keys', 'a = 1\nci.b = 1\n[c]\n', 'ci', 'a = 1\n[c]\n'],
    ['below the heading of the file', '# file\n[ci]\na = 1\n', 'ci', '# file\n'],
    ['that is not there', OFFICIAL, 'nope', OFFICIAL],
  ])(
    'when a profile %s is deleted, then the comment above it is deleted too',
    async (_, text, name, expected) => {
      expect(await changed(text, (config) => config.deleteProfile(name))).toBe(expected);
    },
  );

  test.each([
    ['a table', OFFICIAL, 'ci', 'build', OFFICIAL.replace('[ci]', '[build]')],
    ['a table of a name in capitals', '[ CI ] # c\n', 'ci', 'build', '[ build ] # c\n'],
    ['tables below it', '[ci.x]\na = 1\n[ci]\nb = 1\n', 'ci', 'b', '[b.x]\na = 1\n[b]\nb = 1\n'],
    ['dotted keys', 'ci.a = 1\nci.b = 1 # c\n', 'ci', 'b', 'b.a = 1\nb.b = 1 # c\n'],
    ['an inline table', 'ci = { a = 1 }\n', 'ci', 'b', 'b = { a = 1 }\n'],
    ['a table, to a name that needs quotes', '[ci]\na = 1\n', 'ci', 'b c', '["b c"]\na = 1\n'],
    ['a table, to the same name', OFFICIAL, 'ci', 'CI', OFFICIAL],
  ])('when %s is renamed, then only the name changes', async (_, text, from, to, expected) => {
    expect(await changed(text, (config) => config.renameProfile(from, to))).toBe(expected);
  });

  test.each([
    ['the last property below it', "[a]\nb = ''\n# kept\nc = ''\n[d]\n", 'd'],
    ['the last property below it, on Windows', "[a]\r\n# kept\r\nc = ''\r\n[d]\r\n", 'd'],
    ['a property between it and another comment', "[a]\n# kept\nc = ''\n# d\n[d]\n", 'd'],
    ['a property of several lines', '[a]\n  # kept\n  c = """\nx\n"""\n[d]\n', 'd'],
    ['a dotted property', "b = 1\n# kept\na.c = ''\n[d]\n", 'd'],
  ])(
    'when %s is removed, then the comment above it stays, even if the next table is deleted',
    async (_, text, next) => {
      const result = await changed(text, (config) => {
        config.remove('a', 'c');
        config.deleteProfile(next);
      });
      expect(result).toContain('# kept');
    },
  );

  test('when a profile has the new name, then the renaming is refused', async () => {
    expect((await errorOf(OFFICIAL, (config) => config.renameProfile('ci', 'DEFAULT'))).message).toBe(
      "a profile named 'default' already exists",
    );
  });

  test('when they are requested, then their names are in lower case, and the case of properties does not matter', async () => {
    const seen: unknown[] = [];
    await changed('[B]\nORG_ID = 1\n[a]\n', (config) => {
      seen.push(
        config.profileNames(),
        config.hasProfile('A'),
        config.hasProfile('c'),
        config.get('b', 'Org_Id'),
      );
    });
    expect(seen).toEqual([['b', 'a'], true, false, 1]);
  });
});

describe('the file', () => {
  test('when it is not TOML, then the error names file and line, and the file stays', async () => {
    const error = await errorOf('[a]\nb\n', set('a', 'c', 'd'));
    expect(error.message).toBe(`cannot read ${CONFIG}, line 2: Invalid character, expected "="`);
  });

  test('when the edit fails, then the file stays and no other file is left', async () => {
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: OFFICIAL } });
    const change = editConfigFile(system, async (config) => {
      config.set('ci', 'org_id', 'new');
      throw new Error('refused by the server');
    });
    await expect(change).rejects.toThrow('refused by the server');
    expect([...system.disk]).toEqual([[CONFIG, { text: OFFICIAL, mode: 0o600 }]]);
  });

  test('when the new file cannot be removed after a failure, then the error is that failure', async () => {
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: OFFICIAL } });
    const { remove } = system.files;
    system.files.rename = () => {
      throw systemError('EXDEV');
    };
    system.files.remove = (path) => {
      if (path.endsWith('.new') && system.disk.has(path)) throw systemError('EPERM');
      remove(path);
    };
    await expect(editConfigFile(system, set('ci', 'org_id', 'new'))).rejects.toThrow('EXDEV');
    expect(system.disk.get(CONFIG)?.text).toBe(OFFICIAL);
  });

  test('when there is no folder for it, then the error says what to set', async () => {
    const change = editConfigFile(fakeSystem(), set('a', 'b', 'c'));
    await expect(change).rejects.toMatchObject({
      message: 'cannot locate config.toml: the environment defines no configuration folder',
      hint: 'Set HOME (AppData on Windows), or XDG_CONFIG_HOME, to an absolute path.',
    });
  });

  test.each([
    ['EACCES', 'permission denied'],
    ['EROFS', 'the file system is read-only'],
    ['ENOSPC', 'the disk is full'],
    ['EIO', 'EIO'],
  ])('when writing fails with %s, then the error says why', async (code, reason) => {
    const system = fakeSystem({ env: HOME, createFails: code });
    await expect(editConfigFile(system, set('a', 'b', 'c'))).rejects.toThrow(
      `cannot write ${CONFIG}: ${reason}`,
    );
  });

  test('when a signal arrives while it waits for another process, then nothing changes and no lock is taken', async () => {
    const lock = `${CONFIG}.lock`;
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: OFFICIAL, [lock]: 'another' } });
    const sleep = async () => system.signal('SIGTERM', 15);
    await expect(editConfigFile({ ...system, sleep }, set('ci', 'org_id', 'new'))).rejects.toMatchObject({
      message: 'interrupted by SIGTERM',
      exitStatus: 143,
    });
    expect(system.disk.get(CONFIG)?.text).toBe(OFFICIAL);
    expect(system.disk.get(lock)?.text).toBe('another');
    expect(system.listens()).toBe(false);
  });

  test('when a signal arrives during the edit, then nothing changes and the lock is released', async () => {
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: OFFICIAL } });
    const change = editConfigFile(system, async (config) => {
      config.set('ci', 'org_id', 'new');
      system.signal('SIGINT', 2);
      await new Promise(() => {});
    });
    await expect(change).rejects.toMatchObject({ message: 'interrupted by SIGINT', exitStatus: 130 });
    expect([...system.disk]).toEqual([[CONFIG, { text: OFFICIAL, mode: 0o600 }]]);
  });

  test('when the lock is lost during the edit, then nothing is written', async () => {
    const system = fakeSystem({ env: HOME, files: { [CONFIG]: OFFICIAL } });
    const change = editConfigFile(system, (config) => {
      config.set('ci', 'org_id', 'new');
      system.disk.set(`${CONFIG}.lock`, { text: 'another', mode: 0o600 });
    });
    await expect(change).rejects.toThrow('this run was suspended for so long that another run took its lock');
    expect(system.disk.get(CONFIG)?.text).toBe(OFFICIAL);
    expect(system.disk.get(`${CONFIG}.lock`)?.text).toBe('another');
  });
});

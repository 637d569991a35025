import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../../src/base/errors.ts';
import { readConfigFile } from '../../../src/config/file/read.ts';
import { CONFIG, HOME } from '../../support/fixtures.ts';
import { type FakeOptions, fakeSystem } from '../../support/inProcess/fakeSystem.ts';

const systemWith = (text: string, mode = 0o600, options: FakeOptions = {}) =>
  fakeSystem({ env: HOME, files: { [CONFIG]: { text, mode } }, ...options });

/** Names and tables of the profiles in a file of this text. */
async function profilesIn(text: string): Promise<Record<string, unknown>> {
  return Object.fromEntries((await readConfigFile(systemWith(text)))?.profiles ?? []);
}

async function errorOf(text: string, options: FakeOptions = {}): Promise<ConfigError> {
  const error = await readConfigFile(systemWith(text, 0o600, options)).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error;
  throw new Error(`no ConfigError, but ${String(error)}`);
}

describe('what is read', () => {
  test('when tables are in the file, then each is a profile', async () => {
    expect(await profilesIn('[default]\norg_id = "a"\n[ci]\norg_id = "b"\n')).toEqual({
      default: { org_id: 'a' },
      ci: { org_id: 'b' },
    });
  });

  test('when properties are outside all tables, then they are not a profile', async () => {
    expect(
      await profilesIn('skip_update_check = true\nnames = ["a"]\nwhen = 2026-01-02\n[ci]\norg_id = "b"\n'),
    ).toEqual({
      ci: { org_id: 'b' },
    });
  });

  test('when names are written in capitals, then they are saved in lower case', async () => {
    expect(await profilesIn('[CI]\nORG_ID = "b"\nPublic_Api_Key = "c"\n')).toEqual({
      ci: { org_id: 'b', public_api_key: 'c' },
    });
  });

  test('when a table is written with dotted keys, then it is a profile too', async () => {
    expect(await profilesIn('ci.org_id = "b"\nci.service = "cloud"\n')).toEqual({
      ci: { org_id: 'b', service: 'cloud' },
    });
  });

  test('when the file begins with a byte order mark, then it is skipped', async () => {
    expect(await profilesIn('\uFEFF[ci]\norg_id = "b"\n')).toEqual({ ci: { org_id: 'b' } });
  });

  test('when lines end as on Windows, then the values do not contain the carriage return', async () => {
    expect(await profilesIn('[ci]\r\norg_id = "b"\r\n')).toEqual({ ci: { org_id: 'b' } });
  });

  test('when the file is empty, then it has no profiles', async () => {
    expect(await profilesIn('')).toEqual({});
  });
});

describe('a file that is not there', () => {
  test('when there is no file, then there is no configuration, and there is no message', async () => {
    const system = fakeSystem({ env: HOME });
    expect(await readConfigFile(system)).toBeUndefined();
    expect(system.written.stderr).toBe('');
  });

  test('when a part of its path is not a folder, then there is no configuration', async () => {
    expect(
      await readConfigFile(fakeSystem({ env: HOME, unreadable: { [CONFIG]: 'ENOTDIR' } })),
    ).toBeUndefined();
  });

  test('when there is no HOME, then no file is read', async () => {
    const system = fakeSystem({ files: { [CONFIG]: 'broken' } });
    expect(await readConfigFile(system)).toBeUndefined();
  });

  test('when XDG_CONFIG_HOME is relative, then no file is read', async () => {
    const env = { ...HOME, XDG_CONFIG_HOME: 'config' };
    const files = { [CONFIG]: 'broken', 'config/atlascli/config.toml': 'broken' };
    expect(await readConfigFile(fakeSystem({ env, files }))).toBeUndefined();
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['EACCES', `cannot read ${CONFIG}: permission denied`],
    ['EISDIR', `cannot read ${CONFIG}: it is a folder`],
    ['EIO', `cannot read ${CONFIG}: EIO`],
  ])('when the system call fails with %s, then the error is "%s"', async (code, message) => {
    expect((await errorOf('', { unreadable: { [CONFIG]: code } })).message).toBe(message);
  });
});

describe('a file that is not TOML', () => {
  test.each([
    ['[default]\norg_id\n', 2, 'Invalid character, expected "="'],
    [
      '[default]\norg_id = x\n',
      2,
      'Unexpected character, expecting string, number, datetime, boolean, inline array or inline table',
    ],
    ['[default]\norg_id = "a"\norg_id = "b"\n', 3, "Can't redefine existing key"],
    ['[default]\n\n\nprivate_api_key = "canary\n', 4, 'Unterminated string'],
    ['[default\n', 1, 'Unexpected character, expected whitespace, . or ]'],
    ['[default]\r\norg_id "a"\r\n', 2, 'Invalid character, expected "="'],
    ['<html>', 1, 'Unknown character "<"'],
    ['[a]\n“b” = 1', 2, 'Unknown character "“"'],
    ['😀', 1, 'Unknown character "😀"'],
    ['\u0007', 1, 'Unknown character U+0007'],
    ['\u200b[a]', 1, 'Unknown character U+200B'],
    ['a = "\\q"', 1, 'Unknown escape character: "q"'],
    ['a = "\\8"', 1, 'Unknown escape character: "8"'],
    ['a = "\\', 1, 'Unknown escape character: the end of the file'],
    ['a = "\\UFFFFFFFF"', 1, 'Invalid unicode, there is no such character'],
    [
      'a = "\u0001"',
      1,
      'Control characters (codes < 0x1f and 0x7f) are not allowed in strings, use \\u0001 instead',
    ],
  ])('when the text is %j, then the error names line %i', async (text, line, problem) => {
    const error = await errorOf(text);
    expect(error.message).toBe(`cannot read ${CONFIG}, line ${line}: ${problem}`);
  });

  test('when the file is invalid, then the hint says what to do', async () => {
    expect((await errorOf('[')).hint).toBe(
      'Correct that line, or move the file away and set the MONGODB_ATLAS_… variables instead.',
    );
  });

  test('when the file is invalid in any place, then no error quotes a secret in it', async () => {
    const secret = 'canary4711';
    const lines = `[default]\npublic_api_key = "kxqpbnyt"\nprivate_api_key = "${secret}"\norg_id = "x"\n`;
    const broken = fc
      .record({
        at: fc.nat({ max: lines.length }),
        cut: fc.nat({ max: 3 }),
        put: fc.constantFrom(
          '',
          '"',
          "'",
          '\n',
          '\\',
          '[',
          ']',
          '=',
          '"""',
          '\u0000',
          '#',
          '{',
          ',',
          '\\u12',
          '1',
          'é',
        ),
      })
      .map(({ at, cut, put }) => lines.slice(0, at) + put + lines.slice(at + cut));
    await fc.assert(
      fc.asyncProperty(broken, async (text) => {
        const error = await readConfigFile(systemWith(text)).catch((thrown: unknown) => thrown);
        if (!(error instanceof Error)) return;
        expect(error).toBeInstanceOf(ConfigError);
        expect(error.message).toMatch(/^cannot read \S+, line [1-6]: /);
        for (let length = 6, at = 0; at + length <= secret.length; at++)
          expect(`${error.message} ${(error as ConfigError).hint}`).not.toContain(
            secret.slice(at, at + length),
          );
      }),
      { numRuns: 500 },
    );
  });
});

describe('a file that others can read', () => {
  const warned = `Warning: other users can read ${CONFIG}, which can contain keys; prevent that with: chmod 600 ${CONFIG}\n`;

  test.each([
    ['0640', 0o640, warned],
    ['0604', 0o604, warned],
    ['0644', 0o644, warned],
    ['0620', 0o620, warned],
    ['0600', 0o600, ''],
    ['0400', 0o400, ''],
    ['0700', 0o700, ''],
  ])('when the mode of the file is %s, then the warning is right', async (_, mode, expected) => {
    const system = systemWith('', mode);
    await readConfigFile(system);
    expect(system.written.stderr).toBe(expected);
  });

  test('when the system is Windows, then the mode is ignored', async () => {
    const path = '/AppData/atlascli/config.toml';
    const system = fakeSystem({
      platform: 'win32',
      env: { AppData: '/AppData' },
      files: { [path]: { text: '', mode: 0o666 } },
    });
    expect(await readConfigFile(system)).toMatchObject({ path });
    expect(system.written.stderr).toBe('');
  });

  test('when standard error is closed, then the file is still read', async () => {
    const stderr = { write: () => Promise.reject(new Error('gone')) };
    expect(
      await readConfigFile(
        systemWith('[ci]\n', 0o644, { stderr, files: { [CONFIG]: { text: '[ci]\n', mode: 0o644 } } }),
      ),
    ).toMatchObject({ path: CONFIG });
  });
});

/** `config init` and `auth login` with an invalid config.toml. */
import { describe, expect, test, vi } from 'vitest';
import { CONFIG, HOME, KEYS, ORG_ID } from '../../support/fixtures.ts';
import type { FakeOptions } from '../../support/inProcess/fakeSystem.ts';
import { run } from '../../support/inProcess/runCommand.ts';
import { challenge, jsonResponse, type ScriptedResponse } from '../../support/inProcess/scriptedResponses.ts';

const page = (...ids: string[]): ScriptedResponse[] => [
  challenge,
  jsonResponse({ results: ids.map((id) => ({ id })) }),
];

const BROKEN = '[default]\n<\n';
const ASIDE = `${CONFIG}.broken-20260102T030405Z`;
const terminal: FakeOptions = {
  stdinIsTerminal: true,
  stdout: { isTerminal: true },
  stderr: { isTerminal: true },
};
const init = (options: FakeOptions) =>
  run(['config', 'init', '--output', 'json'], {
    env: { ...HOME, ...KEYS },
    files: { [CONFIG]: BROKEN },
    responses: [...page(ORG_ID), ...page()],
    ...options,
  });

describe('on a terminal', () => {
  test('when the user agrees to move the file, then it is kept, and the profile is in a new one', async () => {
    const confirm = vi.fn(async () => 'yes' as const);
    const { status, stdout, system } = await init({ ...terminal, confirm });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "Profile 'default' is ready.\n" });
    expect(confirm.mock.calls).toEqual([
      [
        `Cannot read ${CONFIG}, line 2: Unknown character "<". Move it to ${ASIDE} and start with a new file?`,
        expect.any(AbortSignal),
      ],
    ]);
    expect(system.disk.get(ASIDE)?.text).toBe(BROKEN);
    expect(system.disk.get(CONFIG)?.text).toMatch(/^\[default\]\npublic_api_key = /);
  });

  test('when the answer is no, then the file stays, and a message says what to do', async () => {
    const { status, stderr, system } = await init({ ...terminal, confirm: async () => 'no', responses: [] });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `Error: cannot read ${CONFIG}, line 2: Unknown character "<"
Correct that line, or move the file away and set the MONGODB_ATLAS_… variables instead. To start with a new file: mv ${CONFIG} ${CONFIG}.broken
`,
    });
    expect([...system.disk.keys()]).toEqual([CONFIG]);
  });
});

describe('in a script', () => {
  test.each<[string, FakeOptions, string]>([
    ['is not TOML', {}, `line 2: Unknown character "<"\n`],
    ['is not UTF-8', { files: { [CONFIG]: Uint8Array.of(0xe9) } }, 'line 1: the text is not UTF-8\n'],
    ['may not be read', { unreadable: { [CONFIG]: 'EACCES' } }, ': permission denied\n'],
  ])('when the file %s, then the error says how to move it away', async (_, options, problem) => {
    const { status, stdout, stderr } = await init({ ...options, responses: [] });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/To start with a new file: mv (\S+) \1\.broken\n$/);
  });

  test('when the system is Windows, then the command is a Windows command', async () => {
    const { stderr } = await run(['auth', 'login'], {
      platform: 'win32',
      env: { AppData: '/A b' },
      files: { '/A b/atlascli/config.toml': BROKEN },
    });
    expect(stderr).toMatch(
      /To start with a new file: move "(\/A b\/atlascli\/config\.toml)" "\1\.broken"\n$/,
    );
  });
});

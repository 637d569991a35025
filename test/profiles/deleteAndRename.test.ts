/** `atlas config delete` and `atlas config rename`. */
import { describe, expect, test, vi } from 'vitest';
import { CONFIG } from '../support/fixtures.ts';
import { startAsCaller } from '../support/inProcess/runCommand.ts';
import { config, TEXT } from '../support/inProcess/runConfig.ts';

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

  test('when there is no such profile, then there is no question', async () => {
    expect(await config(['delete', 'CI'], { terminal: true })).toMatchObject({
      status: 1,
      stderr: 'Error: profile CI does not exist\n',
    });
  });

  test('when a signal arrives during the question, then the status is that of the signal', async () => {
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
  test('when the new name is taken and there is no terminal, then nothing changes', async () => {
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
    'when the new name is taken and the answer is %s, then the answer is followed',
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
  ])('when "%s" is renamed to "%s", then the error is "%s"', async (from, to, message) => {
    expect(await config(['rename', from, to])).toMatchObject({
      status: 1,
      stderr: `Error: ${message}\n`,
      file: TEXT,
    });
  });
});

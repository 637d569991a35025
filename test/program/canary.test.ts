/** All bytes that a run writes, and all programs that it starts. */
import { join } from 'node:path';
import { describe } from 'vitest';
import { BUILDS } from '../support/builds.ts';
import { HAS_STRACE } from '../support/faultInjection.ts';
import { NEW_PRIVATE_KEY, PRIVATE_KEY } from '../support/fixtures.ts';
import { programTest } from '../support/programTest.ts';
import { created } from '../support/serverBehaviors.ts';

if (!HAS_STRACE) console.error('\n\n*** NOT TESTED: all that is written. strace is missing. ***\n\n');

const WRITES = [
  'write',
  'writev',
  'pwrite64',
  'pwritev',
  'pwritev2',
  'sendto',
  'sendmsg',
  'sendmmsg',
  'sendfile',
];

describe.runIf(HAS_STRACE).concurrent.each(BUILDS)('$name', (form) => {
  const test = programTest(form);

  /** Whole calls, with all of their text. */
  const tracing = (calls: string, log: string) => [
    'strace',
    '-f',
    '-qq',
    '-s',
    '1000000',
    '-o',
    log,
    '-e',
    `trace=${calls}`,
  ];

  test.for([
    ['printed', 'read', /^\d+ +(write\(\d+, |pwritev2\(\d+, \[\{iov_base=)"API Key/],
    ['handed over', 'full', /^\d+ +(write\(\d+, "API Key.* = -1 ENOSPC|p?write(64)?\(\d+, "\{)/],
  ] as const)(
    'when a key is created and %s, then its private key is written there alone, and the caller’s nowhere',
    async ([, stdout, allowed], { stage, expect }) => {
      const log = join(stage.cwd, 'strace');
      const to = await stage.serve(created);
      await stage.run({ to, stdout, within: tracing(WRITES.join(','), log) });
      const lines = stage.read(log).split('\n');
      expect(lines.filter((line) => line.includes('POST /api/atlas'))).toHaveLength(2);
      expect(lines.filter((line) => line.includes(PRIVATE_KEY))).toEqual([]);
      const secret = lines.filter((line) => line.includes(NEW_PRIVATE_KEY));
      expect(secret).not.toEqual([]);
      expect(secret.filter((line) => !allowed.test(line))).toEqual([]);
    },
  );

  test('when a key is created, then no other program is started', async ({ stage, expect }) => {
    const log = join(stage.cwd, 'strace');
    await stage.run({ to: await stage.serve(created), within: tracing('execve,execveat', log) });
    const started = stage.read(log).match(/execve(at)?\(.*/g) ?? [];
    expect(started).toHaveLength(1);
    expect(started[0]).toMatch(/^execve\("[^"]*", \["/);
    expect(started[0]?.replace(/\], \[.*/, '')).not.toContain(PRIVATE_KEY);
  });
});

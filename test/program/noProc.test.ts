/** Linux without /proc, as in a chroot into which nobody mounted it. */
import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';
import { NEW_PRIVATE_KEY } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { CREATE, programTest } from '../support/program/programTest.ts';
import { created } from '../support/servers/serverBehaviors.ts';

/** A command prefix that hides /proc; it needs no root where users may make namespaces. */
const WITHOUT_PROC = [
  ...['unshare', '--user', '--map-root-user', '--mount'],
  ...['sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh'],
];

const canHideProc = spawnSync(WITHOUT_PROC[0] ?? '', [...WITHOUT_PROC.slice(1), 'true']).status === 0;
if (process.platform === 'linux' && !canHideProc)
  console.error('\n\n*** NOT TESTED: Linux without /proc. unshare is missing or not permitted. ***\n\n');

describe.runIf(canHideProc).each(BUILDS)('$name without /proc', (build) => {
  const test = programTest(build);
  const needsProc = build.name === 'dist/atlas';

  test.runIf(needsProc)(
    'when it starts, then one error says what is missing, no argument is shown, and nothing is sent',
    async ({ stage, expect }) => {
      const to = await stage.serve(created, { requests: 0 });
      const run = await stage.run({ argv: CREATE, to, within: WITHOUT_PROC });
      expect(run).toEqual({
        status: 1,
        stdout: '',
        stderr: `Error: cannot read /proc/self/maps, which this program needs
Mount /proc, for example with: mount -t proc proc /proc
`,
      });
    },
  );

  test.runIf(!needsProc)('when a key is created, then it is printed', async ({ stage, expect }) => {
    const to = await stage.serve(created);
    const run = await stage.run({ argv: CREATE, to, within: WITHOUT_PROC });
    expect(run).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining(NEW_PRIVATE_KEY) });
  });
});

/** The soak notices what it is there for: programs that lose a key, and that damage a file. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startFaultyProxy } from '../../scripts/soak/faultyProxy.ts';
import { emptyTally, Household, type Tally } from '../../scripts/soak/household.ts';
import { randomFrom } from '../../scripts/soak/random.ts';
import { BUILDS } from '../support/program/builds.ts';

const folder = mkdtempSync(join(tmpdir(), 'atlas-soak-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a soak of twenty-four runs counts, with a shell script in the place of the program, which is its `$atlas`. */
async function soak(script: string): Promise<Tally> {
  const path = join(folder, 'program');
  writeFileSync(path, `#!/bin/sh\natlas=${BUILDS[0]?.command[0]}\n${script}\n`);
  chmodSync(path, 0o755);
  const build = { name: 'a script', command: [path] as const };
  const tally = emptyTally();
  const proxy = await startFaultyProxy(() => 'none');
  await new Household(proxy, randomFrom(1), tally).live([build], 24, 'run');
  await proxy.close();
  return tally;
}

const needsShell = test.skipIf(process.platform === 'win32');

needsShell('when the program is run, then nothing is lost or damaged', async () => {
  const { keysMade, lost, damaged } = await soak('exec "$atlas" "$@"');
  expect({ lost, damaged }).toEqual({ lost: [], damaged: [] });
  expect(keysMade).toBeGreaterThan(0);
});

needsShell('when a program prints nothing of a new key, then each key is reported as lost', async () => {
  const { keysMade, keysInHand, lost } = await soak(`"$atlas" "$@" >/dev/null 2>&1`);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length + keysInHand).toBe(keysMade);
});

needsShell(
  'when a program deletes a key before its successor is handed over, then that is reported',
  async () => {
    const { lost } = await soak(
      'case $* in *rotate*) "$atlas" "$@" >/dev/null 2>&1 ;; *) exec "$atlas" "$@" ;; esac',
    );
    expect(lost).toContainEqual(
      expect.stringContaining('the old key is deleted, the new one is not in hand'),
    );
  },
);

needsShell('when a program leaves a part of config.toml, then the file is reported as damaged', async () => {
  const { damaged } = await soak(`"$atlas" "$@"; status=$?
config=$HOME/.config/atlascli/config.toml
[ ! -e "$config" ] || truncate -s -3 "$config"
exit $status`);
  expect(damaged).toContainEqual(expect.stringContaining('config.toml is not TOML'));
});

needsShell('when a program reports a change that it did not make, then that is reported', async () => {
  const { damaged } = await soak('[ "$1" = config ] || exec "$atlas" "$@"');
  expect(damaged).toContainEqual(expect.stringContaining('config.toml lacks profiles that were saved'));
});

needsShell('when a program deletes what earlier runs have saved, then that is reported', async () => {
  const { lost, damaged } = await soak(`"$atlas" "$@"; status=$?
[ "$1" = config ] || (cd "$HOME" && rm -rf .config/atlascli/* work/*)
exit $status`);
  expect(damaged).toContainEqual(expect.stringContaining('config.toml lacks profiles that were saved'));
  expect(lost).not.toEqual([]);
});

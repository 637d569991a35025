/** The commands that a rotation names when the profile could not be written are run as they are said. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NO_API_KEY, NO_KEYRING } from '../../support/fixtures.ts';
import { CutAtlas } from '../../support/inProcess/cutAtlas.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { failing, HAS_STRACE, WRITES } from '../../support/program/faultInjection.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';
import { startCutServer } from '../../support/servers/cutServer.ts';
import { finished, has } from '../../support/tools.ts';

/** Runs a shell script with `atlas` in its PATH. */
function runScript(stage: Stage, script: string) {
  const bin = join(stage.home, 'bin');
  const words = stage.command.map((word) => `'${word}'`).join(' ');
  stage.put(join(bin, 'atlas'), `#!/bin/sh\nexec ${words} "$@"\n`);
  fs.chmodSync(join(bin, 'atlas'), 0o755);
  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: stage.home, ...NO_KEYRING };
  return finished('bash', ['-e', '-c', script], { cwd: stage.cwd, env });
}

describe.runIf(HAS_STRACE && has('jq')).each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when the disk was full for the profile, then the commands put the successor there and delete the old key', async ({
    stage,
    expect,
  }) => {
    const atlas = new CutAtlas({ name: '', words: [] }, [], () => {});
    const server = await startCutServer(atlas);
    onTestFinished(server.close);
    const { publicKey, privateKey, orgId } = SANDBOX;
    const config = join(stage.configFolder, 'config.toml');
    stage.put(
      config,
      `[ci]\npublic_api_key = '${publicKey}'\nprivate_api_key = '${privateKey}'\norg_id = '${orgId}'\nops_manager_url = '${server.url}'\n`,
    );
    const isFull = { ...WRITES, error: 'ENOSPC', paths: [`${config}.new`] };
    const rotation = await stage.run({
      argv: ['organizations', 'apiKeys', 'rotate', '--updateProfile', '--deleteOld', '--force', '-P', 'ci'],
      env: NO_API_KEY,
      within: failing(isFull, 1, join(stage.cwd, 'strace')),
    });
    expect(rotation.status).toBe(3);
    expect(rotation.stderr).toMatch(/^Error: cannot write \S+: the disk is full\n/);
    const [, commands = ''] = /To finish, in this order: (.*?) — or, to undo: /.exec(rotation.stderr) ?? [];
    // Nobody can be asked in a script.
    const script = commands.split('; ').map((one) => (one.includes(' delete ') ? `${one} --force` : one));
    expect(script.length, rotation.stderr).toBe(2);
    const { status, stderr } = await runScript(stage, script.join('\n'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [successor, ...others] = atlas.created;
    expect(others).toEqual([]);
    expect(atlas.state.keyByPublicKey(publicKey)).toBe(undefined);
    expect(stage.read(config)).toContain(successor?.privateKey);
    expect((await runScript(stage, 'atlas organizations apiKeys list -P ci')).status).toBe(0);
  });
});

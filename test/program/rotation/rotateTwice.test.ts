/** Two rotations of one key at once: at the end a key works, and somebody has it. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NO_API_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';

const ROTATE = ['organizations', 'apiKeys', 'rotate'];
const DELETING = ['--deleteOld', '--force'];

const textsBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => fs.readFileSync(join(parentPath, name), 'utf8'));

async function start(stage: Stage) {
  const atlas = await startSandbox();
  onTestFinished(atlas.close);
  const { publicKey, privateKey, orgId } = SANDBOX;
  stage.put(
    join(stage.configFolder, 'config.toml'),
    `[default]\npublic_api_key = '${publicKey}'\nprivate_api_key = '${privateKey}'\norg_id = '${orgId}'\nops_manager_url = '${atlas.url}'\n`,
  );
  return atlas;
}

describe.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when two runs rotate their own key in one profile, then the profile has a key that works', async ({
    stage,
    expect,
  }) => {
    const atlas = await start(stage);
    const runs = [1, 2].map(() =>
      stage.run({ argv: [...ROTATE, '--updateProfile', ...DELETING], env: NO_API_KEY }),
    );
    const statuses = (await Promise.all(runs)).map(({ status }) => status);
    expect(statuses).toContain(0);
    const list = await stage.run({ argv: ['organizations', 'apiKeys', 'list'], env: NO_API_KEY });
    expect(list.status, list.stderr).toBe(0);
    // Each other key was delivered in another way, or named, by its run.
    const config = stage.read(join(stage.configFolder, 'config.toml'));
    const said = (await Promise.all(runs)).map(({ stderr }) => stderr).join('');
    const texts = textsBelow(stage.home);
    for (const key of atlas.state.createdKeys)
      expect(
        config.includes(key.privateKey) ||
          texts.some((text) => text.includes(key.privateKey)) ||
          said.includes(key.id),
      ).toBe(true);
  });

  test('when two runs rotate another key, then each has a key that works, and the old key is gone', async ({
    stage,
    expect,
  }) => {
    const atlas = await start(stage);
    const old = atlas.state.addKey(SANDBOX.orgId, 'CI', [{ orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' }]);
    const runs = await Promise.all(
      ['one.env', 'two.env'].map((file) =>
        stage.run({ argv: [...ROTATE, old.id, '--envFile', file, ...DELETING], env: NO_API_KEY }),
      ),
    );
    const kept = textsBelow(stage.cwd).join('');
    expect(atlas.state.keys.has(old.id)).toBe(false);
    // Each key that a run has delivered works.
    for (const [at, { status }] of runs.entries()) {
      const path = join(stage.cwd, at === 0 ? 'one.env' : 'two.env');
      if (status !== 0) continue;
      const pair = Object.fromEntries(
        stage
          .read(path)
          .trim()
          .split('\n')
          .map((line) => line.split('=')),
      );
      const list = await stage.run({ argv: ['organizations', 'apiKeys', 'list'], env: pair });
      expect(list.status, list.stderr).toBe(0);
    }
    const isKept = ({ privateKey }: { privateKey: string }) => kept.includes(privateKey);
    // Whoever came too late to read the old key has created nothing.
    expect(atlas.state.createdKeys.filter(isKept)).toHaveLength(
      runs.filter(({ status }) => status === 0).length,
    );
    expect(atlas.state.createdKeys.some(isKept)).toBe(true);
  });
});

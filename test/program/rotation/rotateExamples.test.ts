/** The ways of docs/rotation.md to rotate a key every month, run as they are written there. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NO_KEYRING } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';

const chapter = fs.readFileSync(join(import.meta.dirname, '../../../docs/rotation.md'), 'utf8');

/** The script of the workflow's step, without its indentation. */
const STEP = (/ run: \|\n([\s\S]*?)```/.exec(chapter)?.[1] ?? '').replace(/^ {10}/gm, '');
const CRON = /^17 4 1 \* \* (.*)$/m.exec(chapter)?.[1] ?? '';
/** The same in the README. */
const readme = fs.readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
const README_STEP = /^atlas organizations apiKeys rotate "\$\(vault .*$/m.exec(readme)?.[0] ?? '';
const README_CRON = /^17 4 1 \* \* (.*)$/m.exec(readme)?.[1] ?? '';
const UNIT = /^ExecStart=\/usr\/bin\/(.*)$/m.exec(chapter)?.[1] ?? '';

/** Keeps what `put` gets in a file, and gives a field of it. */
const VAULT = `#!/bin/sh
case "$2" in
put) cat >"$HOME/secret.json" ;;
get) sed -n 's/.*"id": "\\(.*\\)".*/\\1/p' "$HOME/secret.json" ;;
esac
`;

interface Finished {
  readonly status: number;
  readonly stderr: string;
}

/** Runs a script with `atlas` and `vault` in its PATH. */
function runScript(stage: Stage, script: string, env: Record<string, string>): Promise<Finished> {
  const bin = join(stage.home, 'bin');
  const words = stage.command.map((word) => `'${word}'`).join(' ');
  for (const [name, text] of [
    ['atlas', `#!/bin/sh\nexec ${words} "$@"\n`],
    ['vault', VAULT],
  ] as const) {
    stage.put(join(bin, name), text);
    fs.chmodSync(join(bin, name), 0o755);
  }
  const PATH = `${bin}:${process.env['PATH']}`;
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['-e', '-c', script],
      { cwd: stage.cwd, env: { PATH, HOME: stage.home, ...NO_KEYRING, ...env }, encoding: 'utf8' },
      (error, _, stderr) => resolve({ status: typeof error?.code === 'number' ? error.code : 0, stderr }),
    );
  });
}

async function sandbox() {
  const atlas = await startSandbox();
  onTestFinished(atlas.close);
  return atlas;
}

describe.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test.for([
    ['docs/rotation.md', STEP],
    ['README.md', README_STEP],
  ])(
    'when the step of a workflow in %s runs in two months, then the secret manager has the second successor',
    async ([, step = ''], { stage, expect }) => {
      expect(step).toContain('atlas organizations apiKeys rotate');
      const atlas = await sandbox();
      const env = {
        ...atlas.serviceAccount,
        MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url,
        MONGODB_ATLAS_ORG_ID: SANDBOX.orgId,
      };
      const roles = [{ orgId: SANDBOX.orgId, roleName: 'ORG_MEMBER' }];
      const { id } = atlas.state.addKey(SANDBOX.orgId, 'CI', roles);
      const secret = join(stage.home, 'secret.json');
      stage.put(secret, `{\n  "id": "${id}"\n}\n`);
      for (const _ of [1, 2]) expect(await runScript(stage, step, env)).toEqual({ status: 0, stderr: '' });
      const [key, ...others] = atlas.state.createdKeys;
      expect(others).toEqual([]);
      expect(key?.id).not.toBe(id);
      expect(JSON.parse(stage.read(secret))).toMatchObject({ id: key?.id, privateKey: key?.privateKey });
    },
  );

  test.for([
    ['cron', CRON],
    ['cron in README.md', README_CRON],
    ['systemd', UNIT],
  ])(
    'when the command for %s runs twice, then the profile has a key that works',
    async ([, command = ''], { stage, expect }) => {
      expect(command).toContain('atlas organizations apiKeys rotate');
      const atlas = await sandbox();
      const config = join(stage.configFolder, 'config.toml');
      const { publicKey, privateKey, orgId } = SANDBOX;
      stage.put(
        config,
        `[ci]\npublic_api_key = '${publicKey}'\nprivate_api_key = '${privateKey}'\norg_id = '${orgId}'\nops_manager_url = '${atlas.url}'\n`,
      );
      for (const _ of [1, 2]) expect(await runScript(stage, command, {})).toEqual({ status: 0, stderr: '' });
      const [key] = atlas.state.keys.values();
      expect(atlas.state.keys.size).toBe(1);
      expect(stage.read(config)).toContain(key?.privateKey);
    },
  );
});

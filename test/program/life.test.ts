/** The CI jobs of README.md and docs/ci.md: the life of a key, with both builds against the sandbox. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/server.ts';
import { NO_KEYRING } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { has } from '../support/tools.ts';

const root = join(import.meta.dirname, '../..');
const SCRIPT = join(root, 'test/life.sh');
const CAN_RUN = ['bash', 'jq'].every(has);

if (!CAN_RUN)
  console.error('\n\n*** NOT TESTED: a key in a CI job (test/life.sh). jq or bash is missing. ***\n\n');

test('when docs/ci.md shows a script, then it is the one that is tested', () => {
  const page = readFileSync(join(root, 'docs/ci.md'), 'utf8');
  const [, block] = /^```sh\n([\s\S]*?)^```$/m.exec(page) ?? [];
  expect(block).toBe(readFileSync(SCRIPT, 'utf8'));
});

/** What the step of the README's workflow runs. */
function workflowStep(): string {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, block = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  const [, script = ''] = /^ {2}run: \|\n([\s\S]*)$/m.exec(block) ?? [];
  return script.replace(/^ {4}/gm, '');
}

describe.runIf(CAN_RUN).each(BUILDS)('$name', ({ command }) => {
  let home: string;
  let atlas: Sandbox;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'life-'));
    atlas = await startSandbox();
  });
  afterAll(async () => {
    await atlas.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** Runs the script with this build as the `atlas` in PATH. */
  async function live(wrapper = '') {
    const bin = mkdtempSync(join(home, 'bin-'));
    const program = join(bin, 'atlas');
    const words = command.map((word) => `'${word}'`).join(' ');
    writeFileSync(program, `#!/bin/sh\n${wrapper}\nexec ${words} "$@"\n`);
    chmodSync(program, 0o755);
    const child = spawn('bash', [SCRIPT], {
      env: { PATH: `${bin}:${process.env['PATH']}`, HOME: join(home, 'none'), ...NO_KEYRING, ...atlas.env },
      cwd: bin,
    });
    const out: Record<'stdout' | 'stderr', string> = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        out[stream] += text;
      });
    const status = await new Promise((resolve) => child.once('close', resolve));
    return { status, ...out, made: readdirSync(bin).filter((name) => name !== 'atlas') };
  }

  test('when the job runs, then the key is created, used and deleted', async () => {
    const { stdout, ...rest } = await live();
    expect(rest, stdout).toEqual({ status: 0, stderr: '', made: [] });
    expect(stdout.replace(/'[0-9a-f]{24}'/g, "'ID'").replace(/^[a-z]{8} deploy \d+$/m, 'PUBLIC DESC')).toBe(
      [
        "The organization's keys:",
        'sandboxk Sandbox',
        'PUBLIC DESC',
        'Created new access list entry(s).',
        '127.0.0.1/32',
        '192.0.2.0/24',
        'API Key successfully assigned.',
        'ORG_MEMBER',
        'GROUP_CLUSTER_MANAGER',
        "Access list entry '192.0.2.0/24' deleted",
        "API Key 'ID' successfully updated.",
        "API Key 'ID' deleted",
        "API Key 'ID' deleted",
        '',
      ].join('\n'),
    );
    expect(atlas.contractViolations).toEqual([]);
    expect(atlas.state.createdKeys).toEqual([]);
  });

  test('when a step of the job fails, then the job fails and the key is still deleted', async () => {
    const { status } = await live('case "$*" in *assign*) exit 3 ;; esac');
    expect(status).toBe(3);
    expect(atlas.state.createdKeys).toEqual([]);
  });

  test('when the step of the workflow runs, then the next steps have the key and the log does not show it', async () => {
    const bin = mkdtempSync(join(home, 'step-'));
    const words = command.map((word) => `'${word}'`).join(' ');
    writeFileSync(join(bin, 'atlas'), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
    writeFileSync(join(bin, 'step.sh'), workflowStep());
    const { MONGODB_ATLAS_OPS_MANAGER_URL, MONGODB_ATLAS_ORG_ID } = atlas.env;
    const env = {
      PATH: `${bin}:${process.env['PATH']}`,
      HOME: join(home, 'none'),
      XDG_CACHE_HOME: bin,
      ...NO_KEYRING,
      ...atlas.serviceAccount,
      MONGODB_ATLAS_OPS_MANAGER_URL,
      MONGODB_ATLAS_ORG_ID,
      GITHUB_RUN_ID: '17',
      RUNNER_TEMP: bin,
      GITHUB_ENV: join(bin, 'env'),
      GITHUB_OUTPUT: join(bin, 'output'),
    };
    // As the runner starts `shell: bash`.
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', join(bin, 'step.sh')], { env });
    const [stdout, stderr, [status]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [key] = atlas.state.createdKeys;
    expect(stdout).toBe(`::add-mask::${key?.privateKey}\n`);
    expect(readFileSync(join(bin, 'env'), 'utf8')).toBe(
      `MONGODB_ATLAS_PUBLIC_API_KEY=${key?.publicKey}\nMONGODB_ATLAS_PRIVATE_API_KEY=${key?.privateKey}\n`,
    );
    expect(readFileSync(join(bin, 'output'), 'utf8')).toBe(`id=${key?.id}\n`);
    expect(readFileSync(join(bin, 'key.json'), 'utf8')).toContain('"privateKey": "redacted"');
    expect(key?.desc).toBe('run 17');
  });
});

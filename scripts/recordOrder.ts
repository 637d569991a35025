/**
 * Records which functions a create uses. The build then places their bytecode together, so that a run reads less of the
 * executable. Functions are matched by their syntax, so the record of a function is valid until that function changes.
 *   npm run record-order
 */
/// <reference types="bun" />
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BYTECODE_ORDER, compileExecutable } from './bundle.ts';
import { writeProfile } from './measure/profile.ts';
import { startSandboxProcess } from './measure/servers.ts';

const CREATE = ['organizations', 'apiKeys', 'create', '--role', 'ORG_OWNER', '--desc', 'order'];

const folder = mkdtempSync(join(tmpdir(), 'atlas-order-'));
const sandbox = await startSandboxProcess();
try {
  const atlas = join(folder, 'atlas');
  await compileExecutable(atlas, { bytecodeOrder: false });
  writeProfile(join(folder, '.config'), sandbox.env);
  /** The lines of the record of one create. */
  const record = (name: string): string[] => {
    const out = join(folder, name);
    const env = { HOME: folder, BUN_BYTECODE_ORDER_OUT: out };
    const { exitCode, stderr } = Bun.spawnSync([atlas, ...CREATE], { env, stdout: 'ignore' });
    if (exitCode !== 0) throw new Error(stderr.toString());
    // The lines with K name the functions that were not used.
    return readFileSync(out, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('K'));
  };
  const first = record('first');
  // The second one uses a remembered challenge, as most creates do.
  writeFileSync(
    BYTECODE_ORDER,
    [...new Set([...record('second'), ...first])].filter(Boolean).join('\n').concat('\n'),
  );
} finally {
  sandbox.stop();
  rmSync(folder, { recursive: true });
}

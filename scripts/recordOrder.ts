/**
 * Records which functions a create and a list use. The build then places their bytecode together, so that a run reads less of the
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

const KEYS = ['organizations', 'apiKeys'];
const CREATE = [...KEYS, 'create', '--role', 'ORG_OWNER', '--desc', 'order'];
const TEMPLATE =
  'go-template={{range .Results}}{{.Id}} {{.Desc}}{{range .Roles}} {{.RoleName}}{{end}}\n{{end}}';

const folder = mkdtempSync(join(tmpdir(), 'atlas-order-'));
const sandbox = await startSandboxProcess();
try {
  const atlas = join(folder, 'atlas');
  await compileExecutable(atlas, { bytecodeOrder: false });
  writeProfile(join(folder, '.config'), sandbox.env);
  /** The lines of the record of one run. */
  const record = (argv: readonly string[]): string[] => {
    const out = join(folder, 'record');
    const env = { HOME: folder, BUN_BYTECODE_ORDER_OUT: out };
    const { exitCode, stderr } = Bun.spawnSync([atlas, ...argv], { env, stdout: 'ignore' });
    if (exitCode !== 0) throw new Error(stderr.toString());
    // The lines with K name the functions that were not used.
    return readFileSync(out, 'utf8')
      .split('\n')
      .filter((line) => !line.startsWith('K'));
  };
  const first = record(CREATE);
  // The second one uses a remembered challenge, as most creates do.
  const second = record(CREATE);
  const lists = [record([...KEYS, 'list', '-o', TEMPLATE]), record([...KEYS, 'list', '-o', 'json'])];
  const lines = new Set([second, first, ...lists].flat().filter(Boolean));
  writeFileSync(BYTECODE_ORDER, [...lines].join('\n').concat('\n'));
} finally {
  sandbox.stop();
  rmSync(folder, { recursive: true });
}

/**
 * Builds what is handed out, into dist/release or the folder that is named: an archive and, where there is one, a Debian
 * package for each target, the npm package, SHA256SUMS. The bytes depend on the sources, the locked packages and the time
 * of the last commit (or SOURCE_DATE_EPOCH) alone. Run by Bun.
 *   bun scripts/release.ts [--target NAME …] [FOLDER]
 */
/// <reference types="bun" />
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../package.json' with { type: 'json' };
import { compileExecutable } from './bundle.ts';
import { type Completions, completionsOf, contentsOf } from './release/contents.ts';
import { debianPackage } from './release/debian.ts';
import { below } from './release/entry.ts';
import { signatureFault, signed } from './release/macho.ts';
import { componentsOf, noticesText } from './release/notices.ts';
import { packForNpm } from './release/npmPackage.ts';
import { runtimeFor } from './release/runtimes.ts';
import { tarGz } from './release/tar.ts';
import { executableOf, type Target, targetsNamed } from './release/targets.ts';
import { zip } from './release/zip.ts';

const root = join(import.meta.dirname, '..');

/** The time that everything gets, in seconds since 1970. @throws outside a git checkout without SOURCE_DATE_EPOCH */
function timeOfSources(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  const seconds = Number(given ?? (stdout || 'nothing'));
  if (!Number.isSafeInteger(seconds) || seconds < 0)
    throw new Error('the time of the sources is not known: set SOURCE_DATE_EPOCH to seconds since 1970');
  return seconds;
}

/** Compiles for a target. @returns the executable and the packages inside */
async function compile(target: Target, scratch: string): Promise<{ executable: Buffer; packages: string[] }> {
  const outfile = join(scratch, executableOf(target));
  const packages = await compileExecutable(outfile, {
    target: `bun-${target.name}` as Bun.Build.CompileTarget,
    executablePath: runtimeFor(target),
  });
  const executable = readFileSync(outfile);
  rmSync(outfile);
  if (target.system !== 'darwin' || signatureFault(executable) === undefined) return { executable, packages };
  const again = signed(executable, 'atlas');
  const fault = signatureFault(again);
  if (fault) throw new Error(`the new signature is wrong: ${fault}`);
  return { executable: again, packages };
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

const { values, positionals } = parseArgs({
  options: { target: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const targets = targetsNamed(values.target);
const seconds = timeOfSources();
const folder = positionals[0] ?? join(root, 'dist/release');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const completions: Completions = completionsOf(join(root, 'dist/atlas'));
const scratch = mkdtempSync(join(tmpdir(), 'atlas-release-'));
const write = (name: string, content: Uint8Array): void => {
  writeFileSync(join(folder, name), content);
  console.log(`${name}  ${(content.length / 1e6).toFixed(1)} MB`);
};

let failed = 0;
for (const target of targets) {
  try {
    const { executable, packages } = await compile(target, scratch);
    const components = componentsOf(packages);
    const notices = noticesText(components, true);
    const name = `atlas-${version}-${target.name}`;
    const files = below(name, contentsOf(target, executable, { completions, notices }));
    if (target.system === 'windows') write(`${name}.zip`, zip(files, seconds));
    else write(`${name}.tar.gz`, tarGz(files, seconds));
    if (target.debian) {
      const parts = { executable, completions, notices, components };
      write(`atlas_${version}_${target.debian}.deb`, debianPackage(target.debian, parts, seconds));
    }
  } catch (error) {
    failed++;
    console.error(`Could not build for ${target.name}: ${error instanceof Error ? error.message : error}`);
  }
}
rmSync(scratch, { recursive: true });
console.log(packForNpm(folder));

if (failed > 0) {
  console.error(
    `${failed} of ${targets.length} targets are missing: no SHA256SUMS for a release that is not whole.`,
  );
  process.exit(1);
}
const sums = readdirSync(folder)
  .sort()
  .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`);
writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
console.log(`SHA256SUMS\nAll in ${folder}`);

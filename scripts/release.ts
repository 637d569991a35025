/**
 * Builds a release into dist/release or the folder that is named: an archive and, where there is one, a Debian package
 * for each target, the npm package, the bill of materials, install.sh, SHA256SUMS, and, if no target is left out, what
 * Homebrew and Scoop install from. The bytes depend on the sources, the locked packages, and the time of the last commit
 * (or SOURCE_DATE_EPOCH) alone. Run by Bun.
 *   bun scripts/release.ts [--target NAME …] [FOLDER]
 */
/// <reference types="bun" />
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileExecutable } from './bundle.ts';
import { tarGz, zip } from './release/archives.ts';
import { archiveName, homebrewFormula, scoopManifest } from './release/channels.ts';
import { builtManual, completionsOf, contentsOf } from './release/contents.ts';
import { writeDebianPackage } from './release/debian.ts';
import { below } from './release/entry.ts';
import { signatureFault, signed } from './release/macho.ts';
import { componentsOf, noticesText } from './release/notices.ts';
import { packForNpm } from './release/npmPackage.ts';
import { project } from './release/project.ts';
import { runtimeFor } from './release/runtimes.ts';
import { billOfMaterials } from './release/sbom.ts';
import { executableOf, TARGETS, type Target, targetsNamed } from './release/targets.ts';

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

const completions = completionsOf(join(root, 'dist/atlas'));
const manual = builtManual();
const scratch = mkdtempSync(join(tmpdir(), 'atlas-release-'));
const report = (name: string): void =>
  console.log(`${name}  ${(statSync(join(folder, name)).size / 1e6).toFixed(1)} MB`);
const write = (name: string, content: Uint8Array | string): void => {
  writeFileSync(join(folder, name), content);
  report(name);
};

let failed = 0;
const inExecutables = new Set<string>();
for (const target of targets) {
  try {
    const { executable, packages } = await compile(target, scratch);
    for (const name of packages) inExecutables.add(name);
    const components = componentsOf(packages);
    const notices = noticesText(components, true);
    const archive = archiveName(target);
    const name = archive.replace(/\.(zip|tar\.gz)$/, '');
    const files = below(name, contentsOf(target, executable, { completions, manual, notices }));
    write(archive, await (target.system === 'windows' ? zip(files, seconds) : tarGz(files, seconds)));
    if (target.debian) {
      const parts = { executable, completions, manual, notices, components };
      const file = `atlas_${project.version}_${target.debian}.deb`;
      writeDebianPackage(join(folder, file), target.debian, parts, seconds);
      report(file);
    }
  } catch (error) {
    failed++;
    console.error(`Could not build for ${target.name}: ${error instanceof Error ? error.message : error}`);
  }
}
rmSync(scratch, { recursive: true });
report(packForNpm(folder));
copyFileSync(join(root, 'install.sh'), join(folder, 'install.sh'));
report('install.sh');
const nodeBundle: string[] = JSON.parse(readFileSync(join(root, 'dist/packages.json'), 'utf8'));
write(
  `atlas-${project.version}.cdx.json`,
  billOfMaterials({ executables: [...inExecutables], nodeBundle }, seconds),
);

if (failed > 0) {
  console.error(
    `${failed} of ${targets.length} targets are missing: no SHA256SUMS for a release that is not whole.`,
  );
  process.exit(1);
}
const sumsNow = (): Map<string, string> =>
  new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, sha256(readFileSync(join(folder, name)))]),
  );
if (targets.length === TARGETS.length) {
  const archives = sumsNow();
  write('atlas.rb', homebrewFormula(archives));
  write('atlas.json', scoopManifest(archives));
}
const lines = [...sumsNow()].map(([name, sum]) => `${sum}  ${name}\n`);
writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
console.log(`SHA256SUMS\nAll in ${folder}`);

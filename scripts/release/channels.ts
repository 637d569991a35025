/** The files by which package managers install a release: a Homebrew formula and a Scoop manifest. */
import { template } from './notices.ts';
import { downloadUrl, project } from './project.ts';
import type { Target } from './targets.ts';

/** The SHA-256 sums of files of the release, by their names. */
export type Sums = ReadonlyMap<string, string>;

/** @throws for a file that the release does not have */
function download(file: string, sums: Sums): { url: string; sha256: string } {
  const sha256 = sums.get(file);
  if (sha256 === undefined) throw new Error(`the release has no ${file}`);
  return { url: downloadUrl(file), sha256 };
}

/** The archive of a target. */
export const archiveName = ({ name, system }: Pick<Target, 'name' | 'system'>): string =>
  `atlas-${project.version}-${name}.${system === 'windows' ? 'zip' : 'tar.gz'}`;

/** A formula for Homebrew, in Ruby. @throws when an archive for macOS or for Linux with glibc is missing */
export function homebrewFormula(sums: Sums): string {
  const archive = (name: string) => download(`atlas-${project.version}-${name}.tar.gz`, sums);
  return template('atlas.rb')({
    // Homebrew's style: no article, no full stop, at most 80 characters.
    description: 'Create MongoDB Atlas API keys from the command-line without losing one',
    homepage: project.homepage,
    license: project.license,
    version: project.version,
    macArm: archive('darwin-arm64'),
    macIntel: archive('darwin-x64'),
    linuxArm: archive('linux-arm64'),
    linuxIntel: archive('linux-x64'),
  });
}

/** A manifest for Scoop, in JSON. @throws when an archive for Windows is missing */
export function scoopManifest(sums: Sums): string {
  const names = { '64bit': 'windows-x64', arm64: 'windows-arm64' };
  const perArchitecture = (entry: (archive: string, name: string) => object) =>
    Object.fromEntries(
      Object.entries(names).map(([architecture, name]) => [
        architecture,
        entry(archiveName({ name, system: 'windows' }), name),
      ]),
    );
  const manifest = {
    version: project.version,
    description: project.description,
    homepage: project.homepage,
    license: project.license,
    architecture: perArchitecture((archive) => {
      const { url, sha256 } = download(archive, sums);
      return { url, hash: sha256, extract_dir: archive.replace(/\.zip$/, '') };
    }),
    bin: 'atlas.exe',
    checkver: 'github',
    autoupdate: {
      architecture: perArchitecture((archive) => {
        const anyVersion = (text: string) => text.replaceAll(project.version, '$version');
        return {
          url: anyVersion(downloadUrl(archive)),
          extract_dir: anyVersion(archive.replace(/\.zip$/, '')),
        };
      }),
      hash: { url: '$baseurl/SHA256SUMS' },
    },
  };
  return `${JSON.stringify(manifest, undefined, 4)}\n`;
}

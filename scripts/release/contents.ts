/** What is in an archive beside the executable. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, textEntry } from './entry.ts';
import { template } from './notices.ts';
import { project } from './project.ts';
import { executableOf, type Target } from './targets.ts';

const root = join(import.meta.dirname, '../..');

/** The completion scripts, by shell. */
export type Completions = Readonly<Record<'bash' | 'zsh' | 'fish' | 'powershell', string>>;

/** As the program prints them. @param program an executable that runs here */
export function completionsOf(program: string): Completions {
  const script = (shell: string): string => {
    const { status, stdout, stderr } = spawnSync(program, ['completion', shell], {
      encoding: 'utf8',
      env: {},
    });
    if (status !== 0 || stdout === '') throw new Error(`atlas completion ${shell} failed: ${stderr}`);
    return stdout;
  };
  return {
    bash: script('bash'),
    zsh: script('zsh'),
    fish: script('fish'),
    powershell: script('powershell'),
  };
}

/** The pages for man(1). */
export type Manual = readonly { readonly name: string; readonly text: string }[];

/** As the build wrote them. */
export function builtManual(): Manual {
  const folder = join(root, 'dist/man');
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

export const licenceText = (): string => readFileSync(join(root, 'LICENSE'), 'utf8');

/** What a user must know who was handed an executable that no known developer signed. */
const UNSIGNED: Partial<Record<Target['system'], string>> = {
  darwin: `The signature is an ad-hoc one: it names no developer, so macOS refuses a file that a browser downloaded. Having
checked its sum, allow it with
  xattr -d com.apple.quarantine atlas`,
  windows: 'The executable is not signed: SmartScreen may ask before it runs.',
};

/** The files of an archive. */
export function contentsOf(
  target: Target,
  executable: Uint8Array,
  { completions, manual, notices }: { completions: Completions; manual: Manual; notices: string },
): Entry[] {
  const licence = target.system === 'windows' ? 'LICENSE.txt' : 'LICENSE';
  const readme = template('README.txt')({
    version: project.version,
    title: target.title,
    needs: target.needs,
    executable: executableOf(target),
    licence,
    hasManual: target.system !== 'windows',
    homepage: project.homepage,
    unsigned: UNSIGNED[target.system],
  });
  // Notepad of older Windows shows text without carriage returns as one line.
  const text = (path: string, lines: string) =>
    textEntry(path, target.system === 'windows' ? lines.replace(/\r?\n/g, '\r\n') : lines);
  return [
    { path: executableOf(target), mode: 0o755, content: executable },
    text('README.txt', readme),
    text(licence, licenceText()),
    text('THIRD-PARTY-NOTICES.txt', notices),
    textEntry('completions/atlas.bash', completions.bash),
    textEntry('completions/_atlas', completions.zsh),
    textEntry('completions/atlas.fish', completions.fish),
    textEntry('completions/atlas.ps1', completions.powershell),
    // Windows has no man(1).
    ...(target.system === 'windows'
      ? []
      : manual.map(({ name, text: page }) => textEntry(`man/man1/${name}`, page))),
  ];
}

/** The machines that executables are made for. */

export interface Target {
  /** In the names of archives. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** The package of Bun's runtime; the same names with `arm64` are Bun's targets. */
  readonly runtime: string;
  readonly system: 'linux' | 'darwin' | 'windows';
  /** Debian's name of the architecture, where there is a Debian package. */
  readonly debian?: 'amd64' | 'arm64';
  /** What the machine must have. */
  readonly needs: string;
}

const GLIBC = 'glibc 2.17 or newer: Debian 8, Ubuntu 14.04, RHEL 7 and what came after them';
const MUSL = 'musl 1.2.5 or newer and its libstdc++: Alpine 3.20 or newer, with apk add libstdc++';

export const TARGETS: readonly Target[] = [
  {
    name: 'linux-x64',
    title: 'Linux on x64',
    runtime: '@oven/bun-linux-x64',
    system: 'linux',
    debian: 'amd64',
    needs: GLIBC,
  },
  {
    name: 'linux-arm64',
    title: 'Linux on arm64',
    runtime: '@oven/bun-linux-aarch64',
    system: 'linux',
    debian: 'arm64',
    needs: GLIBC,
  },
  {
    name: 'linux-x64-musl',
    title: 'Linux with musl on x64',
    runtime: '@oven/bun-linux-x64-musl',
    system: 'linux',
    needs: MUSL,
  },
  {
    name: 'linux-arm64-musl',
    title: 'Linux with musl on arm64',
    runtime: '@oven/bun-linux-aarch64-musl',
    system: 'linux',
    needs: MUSL,
  },
  {
    name: 'darwin-x64',
    title: 'macOS on Intel',
    runtime: '@oven/bun-darwin-x64',
    system: 'darwin',
    needs: 'macOS 13 or newer',
  },
  {
    name: 'darwin-arm64',
    title: 'macOS on Apple silicon',
    runtime: '@oven/bun-darwin-aarch64',
    system: 'darwin',
    needs: 'macOS 13 or newer',
  },
  {
    name: 'windows-x64',
    title: 'Windows on x64',
    runtime: '@oven/bun-windows-x64',
    system: 'windows',
    needs: 'Windows 10 (1809) or newer',
  },
  {
    name: 'windows-arm64',
    title: 'Windows on arm64',
    runtime: '@oven/bun-windows-aarch64',
    system: 'windows',
    needs: 'Windows 11',
  },
];

/** The file that a user runs. */
export const executableOf = ({ system }: Target): string => (system === 'windows' ? 'atlas.exe' : 'atlas');

/** The targets of these names, all when there are none. @throws for a name that there is not */
export function targetsNamed(names: readonly string[]): readonly Target[] {
  const unknown = names.find((name) => !TARGETS.some((target) => target.name === name));
  if (unknown !== undefined)
    throw new Error(`no target ${unknown}; there are ${TARGETS.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? TARGETS : TARGETS.filter(({ name }) => names.includes(name));
}

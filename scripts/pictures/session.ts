/** What a terminal shows of real runs of dist/atlas against the sandbox. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../../sandbox/server.ts';

/** A line that is typed, or that a program prints. */
export interface Line {
  readonly kind: 'typed' | 'stdout' | 'stderr';
  readonly text: string;
}

const atlas = join(import.meta.dirname, '../../dist/atlas');

const COMMANDS = [
  'atlas organizations apiKeys create --rol ORG_MEMBER --desc CI',
  'atlas organizations apiKeys create --role ORG_MEMBER --desc CI',
  'atlas organizations apiKeys create --role ORG_MEMBER --desc CI -o json > /dev/full',
  'jq -r .privateKey ~/.config/atlascli/recovered-response-*.json',
];

/** What differs from run to run, and what pictures show instead. */
const FIXED: readonly [RegExp, string][] = [
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '54ffbd51-b9e3-4fe5-b27d-39d54ad60b2c'],
  [/'[0-9a-f]{24}'/g, "'475892aa56dcbef4f9bfd086'"],
  [/(?<=^Public API Key )[a-z]{8}$/gm, 'ejdalnbf'],
  [/\b\d{8}T\d{6}Z-[0-9a-f]{8}\b/g, '20260203T040506Z-7232a704'],
];

interface Shown {
  readonly stdout: string;
  readonly stderr: string;
}

const runInShell = (command: string, env: Readonly<Record<string, string>>): Promise<Shown> =>
  new Promise((resolve) => {
    const child = execFile('/bin/sh', ['-c', command], { env }, (_error, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
    child.stdin?.end();
  });

/**
 * Runs the commands of the picture.
 * @returns the lines, with fixed text for what differs from run to run
 */
export async function session(): Promise<Line[]> {
  const sandbox = await startSandbox();
  const home = mkdtempSync(join(tmpdir(), 'atlas-pictures-'));
  const shown = (text: string): string =>
    FIXED.reduce((result, [random, fixed]) => result.replace(random, fixed), text.replaceAll(home, '~'));
  const linesOf = (kind: Line['kind'], text: string): Line[] =>
    text === ''
      ? []
      : shown(text.trimEnd())
          .split('\n')
          .map((line) => ({ kind, text: line }));
  try {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, LC_ALL: 'C.UTF-8', ...sandbox.env };
    const lines: Line[] = [];
    for (const command of COMMANDS) {
      const { stdout, stderr } = await runInShell(command.replace(/^atlas/, `'${atlas}'`), env);
      lines.push(
        { kind: 'typed', text: command },
        ...linesOf('stdout', stdout),
        ...linesOf('stderr', stderr),
      );
    }
    return lines;
  } finally {
    await sandbox.close();
    rmSync(home, { recursive: true });
  }
}

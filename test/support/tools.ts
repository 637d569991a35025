/** Tools that tests need. */
import { type ExecFileOptions, execFile, spawnSync } from 'node:child_process';

/**
 * Whether tests that need a tool can run.
 * @throws {Error} if the tool is missing and REQUIRE_TOOLS is set. `.ci/run` sets it, because no test may be skipped there
 */
export function available(tool: string, isThere: boolean, env = process.env): boolean {
  if (!isThere && env['REQUIRE_TOOLS']) throw new Error(`${tool} is missing, and tests need it`);
  return isThere;
}

/**
 * Whether a tool is installed.
 * @throws {Error} see `available`
 */
export const has = (tool: string): boolean =>
  available(tool, spawnSync('sh', ['-c', 'command -v "$0"', tool]).status === 0);

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, without blocking the servers of this process. */
export const finished = (
  file: string,
  args: readonly string[],
  options: ExecFileOptions = {},
): Promise<Finished> =>
  new Promise((resolve) => {
    execFile(file, [...args], { ...options, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });

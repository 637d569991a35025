/** Programs of the machine that tests ask for. */
import { type ExecFileOptions, execFile, spawnSync } from 'node:child_process';

/** Whether there is a program of this name. */
export const has = (tool: string): boolean => spawnSync('sh', ['-c', 'command -v "$0"', tool]).status === 0;

export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, while servers of this process go on. */
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

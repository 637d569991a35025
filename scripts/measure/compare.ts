/**
 * Measures whole processes. The programs of a comparison run in turn, so that changes in the machine's speed affect all of
 * them. The results are medians, also of the ratios within each round.
 */
/// <reference types="bun" />
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './statistics.ts';

export interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
  /** Overrides the environment of the comparison. */
  readonly env?: Readonly<Record<string, string>>;
  /** The target for its time, as a multiple of the first contestant's time. */
  readonly target?: number;
  /** The target for its memory, in megabytes. */
  readonly memoryTarget?: number;
}

interface Measured {
  readonly milliseconds: number[];
  readonly megabytes: number[];
}

const WARM_UP_ROUNDS = 3;

function runOnce({ name, command, env }: Contestant): number {
  const start = performance.now();
  const { exitCode, stderr } = Bun.spawnSync([...command], {
    env: { ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const milliseconds = performance.now() - start;
  if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}: ${stderr.toString()}`);
  return milliseconds;
}

/**
 * The peak memory of one run in megabytes, from GNU time. This process could not measure it: on Linux, the peak of a child
 * includes its start, when it is still a copy of its parent.
 */
function peakMemory({ command, env }: Contestant): number | undefined {
  const time = Bun.which('time');
  if (!time) return undefined;
  const report = join(tmpdir(), `atlas-bench-memory-${process.pid}`);
  Bun.spawnSync([time, '-f', '%M', '-o', report, ...command], {
    env: { ...env },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const kilobytes = Number(readFileSync(report, 'utf8'));
  rmSync(report);
  return kilobytes / 1024;
}

function measure(contestants: readonly Contestant[], rounds: number): Measured[] {
  const results: Measured[] = contestants.map(() => ({ milliseconds: [], megabytes: [] }));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    contestants.forEach((contestant, index) => {
      const milliseconds = runOnce(contestant);
      if (round < 0) return;
      results[index]?.milliseconds.push(milliseconds);
      const megabytes = peakMemory(contestant);
      if (megabytes !== undefined) results[index]?.megabytes.push(megabytes);
    });
  }
  return results;
}

const verdict = (value: number, target: number | undefined): string =>
  target === undefined ? '' : ` (target ${target}: ${value <= target ? 'met' : 'MISSED'})`;

/** Prints a table of the contestants. Ratios are relative to the first one. @param env the environment by default */
export function compare(
  title: string,
  contestants: readonly Contestant[],
  { rounds, env }: { readonly rounds: number; readonly env: Readonly<Record<string, string>> },
): void {
  const results = measure(
    contestants.map((contestant) => ({ env, ...contestant })),
    rounds,
  );
  const [first] = results;
  console.log(`\n${title} (${rounds} rounds)\n`);
  console.log('| program | median | ratio | peak memory |');
  console.log('| --- | ---: | ---: | ---: |');
  contestants.forEach(({ name, target, memoryTarget }, index) => {
    const { milliseconds = [], megabytes = [] } = results[index] ?? {};
    const ratio = median(milliseconds.map((ms, round) => ms / (first?.milliseconds[round] ?? ms)));
    const memory = median(megabytes);
    const cells = [
      name,
      `${median(milliseconds).toFixed(1)} ms`,
      ratio.toFixed(2) + verdict(ratio, target),
      megabytes.length > 0 ? `${memory.toFixed(0)} MB${verdict(memory, memoryTarget)}` : 'needs GNU time',
    ];
    console.log(`| ${cells.join(' | ')} |`);
  });
}

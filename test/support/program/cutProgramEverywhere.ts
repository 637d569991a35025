/** Cuts a build at every request, at every write, and with every size of a disk. */
import type { ExpectStatic } from 'vitest';
import { CUTS, type Cut, type Scenario } from '../inProcess/cutAtlas.ts';
import type { Judge } from '../inProcess/cutEverywhere.ts';
import { HAS_SMALL_DISKS, type ProgramCut, type ProgramRun, runProgramCut } from './cutProgram.ts';
import { HAS_STRACE } from './faultInjection.ts';
import type { Stage } from './programTest.ts';

/** What to run, and what must be true of each run. */
export interface CutTest {
  readonly stage: Stage;
  readonly expect: ExpectStatic;
  readonly scenario: Scenario;
  readonly judge: Judge;
}

/** Runs it once, and judges it with the cut and the outcome in the message of whatever fails. */
async function run({ stage, expect, scenario, judge }: CutTest, cut: ProgramCut): Promise<ProgramRun> {
  const done = await runProgramCut(stage, scenario, cut);
  const { atlas, outcome } = done;
  const explained = Object.assign(
    (actual: unknown, what?: string) =>
      expect(actual, `${what}, ${JSON.stringify(cut)}\n${JSON.stringify(outcome, null, 1)}`),
    expect,
  );
  judge(atlas, scenario, outcome, explained);
  explained(atlas.contractViolations).toEqual([]);
  return done;
}

/** @param isWanted whether to make a cut @returns the number of cuts */
export async function cutRequests(given: CutTest, isWanted: (cut: Cut) => boolean): Promise<number> {
  const { atlas, outcome } = await run(given, {});
  given.expect(outcome.status, outcome.stderr).toBe(0);
  const cuts = Array.from({ length: atlas.count }, (_, at) => CUTS.map((kind) => ({ at: at + 1, kind })))
    .flat()
    .filter(isWanted);
  for (const request of cuts) await run(given, { request });
  return cuts.length;
}

/** Each stream takes nothing. @returns the number of cuts */
export async function cutStreams(given: CutTest): Promise<number> {
  const cuts = (['full', 'broken'] as const).flatMap((kind) => [{ stdout: kind }, { stderr: kind }]);
  for (const cut of cuts) await run(given, cut);
  return cuts.length;
}

/** Each write to a file or a stream fails, or is followed by a signal. @returns the number of cuts; 0 without strace */
export async function cutWrites(given: CutTest): Promise<number> {
  if (!HAS_STRACE) return 0;
  const { writes } = await run(given, { watchesWrites: true });
  given.expect(writes).not.toEqual([]);
  const cuts = writes.flatMap((write) => (['full', 'signal'] as const).map((kind) => ({ ...write, kind })));
  for (const write of cuts) await run(given, { write });
  return cuts.length;
}

/** More than any run needs, with a margin. */
const MAX_PAGES = 20;

/**
 * The disk has no free page, one, two, and so on, until nothing fails. Then nothing can be recovered on it either.
 * @returns the number of cuts; 0 if this user cannot mount disks
 */
export async function fillDisk(given: CutTest): Promise<number> {
  if (!HAS_SMALL_DISKS) return 0;
  for (let freePages = 0; freePages < MAX_PAGES; freePages++) {
    await run(given, { freePages, stdout: 'full' });
    const { outcome } = await run(given, { freePages });
    if (outcome.status === 0) return 2 * freePages + 1;
  }
  throw new Error(`the run fails with ${MAX_PAGES} free pages`);
}

/** Cuts a command at every request and every write, in this process. */
import { type ExpectStatic, expect } from 'vitest';
import { CUTS, type CutAtlas, type Outcome, type Scenario } from './cutAtlas.ts';
import { type CutRun, runCut } from './runCut.ts';

export type Judge = (atlas: CutAtlas, scenario: Scenario, outcome: Outcome, expect: ExpectStatic) => void;

/** Judges with the cut and the outcome in the message of whatever fails. */
function judgeRun(judge: Judge, scenario: Scenario, about: unknown, run: CutRun): void {
  const { atlas, outcome, cutWrite, requestsAfterEnd } = run;
  try {
    judge(atlas, scenario, outcome, expect);
    expect(atlas.contractViolations).toEqual([]);
    expect(requestsAfterEnd).toBe(0);
  } catch (error) {
    throw new Error(
      `${JSON.stringify(about)} ${cutWrite ?? ''}: ${(error as Error).message}\n${JSON.stringify(outcome, null, 1)}`,
    );
  }
}

/** Whether the program has searched for the key that it may have created. */
const hasSearched = ({ outcome: { stderr } }: CutRun): boolean =>
  /was found|has this description|could not be read/.test(stderr);

/**
 * Runs a command once whole, and then cut at each request and each write.
 * @param cutsSearch whether to cut the search for a key that may have been created too
 * @returns the number of cuts
 */
export async function cutEverywhere(judge: Judge, scenario: Scenario, cutsSearch: boolean): Promise<number> {
  let cuts = 0;
  const whole = await runCut(scenario);
  judgeRun(judge, scenario, 'no cut', whole);
  expect(whole.outcome.status, whole.outcome.stderr).toBe(scenario.status ?? 0);
  for (let at = 1; at <= whole.atlas.count; at++)
    for (const kind of CUTS) {
      const run = await runCut(scenario, { at, kind });
      judgeRun(judge, scenario, { at, kind }, run);
      cuts++;
      if (!cutsSearch || !hasSearched(run)) continue;
      for (let second = at + 1; second <= run.atlas.count; second++)
        for (const secondKind of CUTS) {
          const both = [
            { at, kind },
            { at: second, kind: secondKind },
          ];
          judgeRun(judge, scenario, both, await runCut(scenario, both));
          cuts++;
        }
    }
  for (let at = 1; at <= whole.writes; at++)
    for (const kind of ['full', 'signal'] as const) {
      judgeRun(judge, scenario, { write: at, kind }, await runCut(scenario, undefined, { at, kind }));
      cuts++;
    }
  return cuts;
}

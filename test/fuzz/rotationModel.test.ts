/** A rotation is cut at every request and every write: nothing is lost, and what is said is true. */
import { expect, test } from 'vitest';
import { CUTS, judge, SCENARIOS, type Scenario } from '../support/inProcess/rotationModel.ts';
import { type CutRun, runRotation } from '../support/inProcess/runRotation.ts';

/** Judges with the cut and the outcome in the message of whatever fails. */
function judgeRun(
  scenario: Scenario,
  about: unknown,
  { atlas, outcome, cutWrite, requestsAfterEnd }: CutRun,
): void {
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

let cuts = 0;

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  'when the rotation of %s is interrupted anywhere, then nothing is lost and the report is true',
  async (_, scenario) => {
    const whole = await runRotation(scenario, undefined);
    judgeRun(scenario, 'no cut', whole);
    expect(whole.outcome.status, whole.outcome.stderr).toBe(scenario.status ?? 0);
    for (let at = 1; at <= whole.atlas.count; at++)
      for (const kind of CUTS) {
        judgeRun(scenario, { at, kind }, await runRotation(scenario, { at, kind }));
        cuts++;
      }
    for (let at = 1; at <= whole.writes; at++)
      for (const kind of ['full', 'signal'] as const) {
        judgeRun(scenario, { write: at, kind }, await runRotation(scenario, undefined, { at, kind }));
        cuts++;
      }
  },
);

test('when all combinations have been interrupted, then there were at least 500 interruptions', () => {
  expect(cuts).toBeGreaterThanOrEqual(500);
});

/** A rotation is cut at every request and every write: nothing is lost, and what is said is true. */
import { expect, test } from 'vitest';
import { cutEverywhere } from '../support/inProcess/cutEverywhere.ts';
import { judgeRotation, ROTATIONS } from '../support/inProcess/rotationModel.ts';

let cuts = 0;

test.each(ROTATIONS.map((scenario) => [scenario.name, scenario] as const))(
  'when the rotation of %s is interrupted anywhere, then nothing is lost and the report is true',
  async (_, scenario) => {
    cuts += await cutEverywhere(
      judgeRotation,
      scenario,
      /^another key into (standard output|all three)$/.test(scenario.name),
    );
  },
);

test('when all combinations have been interrupted, then there were at least 500 interruptions', () => {
  expect(cuts).toBeGreaterThanOrEqual(500);
});

/** A rotation is cut at every request and every write: nothing is lost, and what is said is true. */
import { expect, test } from 'vitest';
import { cutEverywhere } from '../support/cutEverywhere.ts';
import { judgeRotation, ROTATIONS } from '../support/rotationModel.ts';

let cuts = 0;

test.each(ROTATIONS.map((scenario) => [scenario.name, scenario] as const))(
  'when %s is rotated and cut anywhere, then nothing is lost and what is said is true',
  async (_, scenario) => {
    cuts += await cutEverywhere(
      judgeRotation,
      scenario,
      /^another key into (standard output|all three)$/.test(scenario.name),
    );
  },
);

test('when all combinations have been cut, then there were at least 500 cuts', () => {
  expect(cuts).toBeGreaterThanOrEqual(500);
});

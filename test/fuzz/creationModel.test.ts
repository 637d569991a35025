/** A creation with every combination of destinations is cut at every request and every write: no key is lost. */
import { expect, test } from 'vitest';
import { CREATIONS, judgeCreation } from '../support/inProcess/creationModel.ts';
import { cutEverywhere } from '../support/inProcess/cutEverywhere.ts';

let cuts = 0;

test.each(CREATIONS.map((scenario) => [scenario.name, scenario] as const))(
  'when a key goes to %s and the run is interrupted anywhere, then nothing is lost and the report is true',
  async (_, scenario) => {
    cuts += await cutEverywhere(judgeCreation, scenario, scenario.name.endsWith('with a command'));
  },
);

test('when all combinations have been interrupted, then there were at least 500 interruptions', () => {
  expect(cuts).toBeGreaterThanOrEqual(500);
});

/** A creation with every combination of destinations is cut at every request and every write: no key is lost. */
import { expect, test } from 'vitest';
import { CREATIONS, judgeCreation } from '../support/creationModel.ts';
import { cutEverywhere } from '../support/cutEverywhere.ts';

let cuts = 0;

test.each(CREATIONS.map((scenario) => [scenario.name, scenario] as const))(
  'when %s is created and cut anywhere, then nothing is lost and what is said is true',
  async (_, scenario) => {
    cuts += await cutEverywhere(judgeCreation, scenario, scenario.name.endsWith('with a command'));
  },
);

test('when all combinations have been cut, then there were at least 500 cuts', () => {
  expect(cuts).toBeGreaterThanOrEqual(500);
});

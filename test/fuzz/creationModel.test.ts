/** A creation with every combination of destinations is cut at every request and every write: no key is lost. */
import { expect, test } from 'vitest';
import { CUTS, judgeCreation, type Scenario } from '../support/inProcess/rotationModel.ts';
import { type CutRun, runRotation } from '../support/inProcess/runRotation.ts';

const FLAGS = {
  'a command': ['--storeWith', 'cat >taken'],
  'a file': ['--envFile', 'new.env'],
  'a profile': ['--saveProfile', 'new'],
  'an access list': ['--accessListIp', '127.0.0.1'],
};

/** Every combination in which there is a command. */
const SCENARIOS: readonly Scenario[] = [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => {
  const chosen = Object.entries(FLAGS).filter((_, at) => at === 0 || (mask >> (at - 1)) & 1);
  return {
    name: chosen.map(([name]) => name).join(', '),
    command: ['organizations', 'apiKeys', 'create', '--desc', 'new', '--role', 'ORG_MEMBER'],
    words: chosen.flatMap(([, words]) => words),
  };
});

function check(about: unknown, { atlas, outcome, cutWrite }: CutRun): void {
  try {
    judgeCreation(atlas, outcome, expect);
  } catch (error) {
    throw new Error(
      `${JSON.stringify(about)} ${cutWrite ?? ''}: ${(error as Error).message}\n${JSON.stringify(outcome, null, 1)}`,
    );
  }
}

let cuts = 0;

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
  'when a key goes to %s and the run is interrupted anywhere, then nothing is lost and the report is true',
  async (_, scenario) => {
    const whole = await runRotation(scenario);
    check('no cut', whole);
    expect(whole.outcome.status, whole.outcome.stderr).toBe(0);
    for (let at = 1; at <= whole.atlas.count; at++)
      for (const kind of CUTS) {
        check({ at, kind }, await runRotation(scenario, { at, kind }));
        cuts++;
      }
    for (let at = 1; at <= whole.writes; at++)
      for (const kind of ['full', 'signal'] as const) {
        check({ write: at, kind }, await runRotation(scenario, undefined, { at, kind }));
        cuts++;
      }
  },
);

test('when all combinations have been interrupted, then there were more than 200 interruptions', () => {
  expect(cuts).toBeGreaterThan(200);
});

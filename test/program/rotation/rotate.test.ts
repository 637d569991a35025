/** Both builds rotate keys, and are cut at every request, at every write, and with full disks. */
import { afterAll, describe, expect as plainExpect } from 'vitest';
import { CUTS, OLD_ID, type Scenario } from '../../support/inProcess/cutAtlas.ts';
import { judgeRotation } from '../../support/inProcess/rotationModel.ts';
import { BUILDS } from '../../support/program/builds.ts';
import {
  type CutTest,
  cutRequests,
  cutStreams,
  cutWrites,
  fillDisk,
} from '../../support/program/cutProgramEverywhere.ts';
import { programTest } from '../../support/program/programTest.ts';

const ALL = ['--envFile', 'new.env', '--storeWith', 'cat >taken', '--saveProfile', 'new'];
const DELETING = ['--deleteOld', '--force'];

const SCENARIOS: readonly Scenario[] = [
  { name: 'another key to standard output', words: [OLD_ID, ...DELETING] },
  { name: 'another key into every place', words: [OLD_ID, ...ALL, ...DELETING] },
  { name: 'the own key into every place', words: [...ALL, ...DELETING] },
  { name: 'the own key in its profile', words: ['--updateProfile', ...DELETING] },
  { name: 'another key untested', words: [OLD_ID, ...ALL, ...DELETING, '--noTest'] },
  { name: 'another key that stays', words: [OLD_ID, '--storeWith', 'cat >taken'] },
];

/** By the name of the build. */
const cuts: Record<string, number> = {};
let finished = 0;

afterAll(() => {
  // Not if only some of the tests were run.
  if (finished < 2 * SCENARIOS.length * BUILDS.length) return;
  for (const { name } of BUILDS) plainExpect(cuts[name], `cuts of ${name}`).toBeGreaterThanOrEqual(500);
});

describe.concurrent.each(BUILDS)('$name', { timeout: 600_000 }, (build) => {
  const test = programTest(build);
  const count = (more: number) => {
    cuts[build.name] = (cuts[build.name] ?? 0) + more;
  };

  const rows = SCENARIOS.map((scenario, at) => [scenario.name, scenario, at] as const);

  test.for(rows)(
    'when the rotation of %s is interrupted at any request, then nothing is lost and the report is true',
    async ([, scenario, number], { stage, expect }) => {
      const given: CutTest = { stage, expect, scenario, judge: judgeRotation };
      // The Node bundle takes three times as long to start, so each of its scenarios leaves out another third of the cuts.
      const isWanted: Parameters<typeof cutRequests>[1] = ({ at, kind }) =>
        build.name === 'dist/atlas' || (at + CUTS.indexOf(kind) + number) % 3 !== 0;
      count(await cutRequests(given, isWanted));
      finished++;
    },
  );

  test.for(rows)(
    'when the rotation of %s cannot write to a file or a stream, then nothing is lost and the report is true',
    async ([, scenario], { stage, expect }) => {
      const given: CutTest = { stage, expect, scenario, judge: judgeRotation };
      count(await cutStreams(given));
      count(await cutWrites(given));
      count(await fillDisk(given));
      finished++;
    },
  );
});

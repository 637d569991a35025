/** Both builds create keys, and are cut at every request, at every write, and with full disks. */
import { afterAll, describe, expect as plainExpect } from 'vitest';
import { CREATIONS, judgeCreation } from '../../support/inProcess/creationModel.ts';
import { CUTS } from '../../support/inProcess/cutAtlas.ts';
import { BUILDS } from '../../support/program/builds.ts';
import {
  type CutTest,
  cutRequests,
  cutStreams,
  cutWrites,
  fillDisk,
} from '../../support/program/cutProgramEverywhere.ts';
import { programTest } from '../../support/program/programTest.ts';

const ROWS = CREATIONS.map((scenario, at) => [scenario.name, scenario, at] as const);

/** For an organization, every second combination; for a project, the others. */
const HALF = ROWS.filter(([, , at]) => at % 2 === Math.floor(at / (ROWS.length / 2)));

let cuts = 0;
let finished = 0;

afterAll(() => {
  // Not if only some of the tests were run.
  if (finished === ROWS.length + HALF.length) plainExpect(cuts, 'cuts').toBeGreaterThanOrEqual(500);
});

describe.concurrent.each(BUILDS)('$name', { timeout: 600_000 }, (build) => {
  const test = programTest(build);
  // The Node bundle takes three times as long to start, so it gets a half of the combinations and of the requests.
  const isWhole = build.name === 'dist/atlas';

  test.for(isWhole ? ROWS : HALF)(
    'when a key goes to %s and the run is interrupted anywhere, then nothing is lost and the report is true',
    async ([, scenario, number], { stage, expect }) => {
      const given: CutTest = { stage, expect, scenario, judge: judgeCreation };
      const isWanted: Parameters<typeof cutRequests>[1] = ({ at, kind }) =>
        isWhole || (at + CUTS.indexOf(kind) + Math.floor(number / 2)) % 2 === 0;
      const counts = [await cutRequests(given, isWanted), await cutStreams(given)];
      // With an access list, nothing else is written.
      if (!scenario.words.includes('--accessListIp'))
        counts.push(await cutWrites(given), await fillDisk(given));
      for (const count of counts) cuts += count;
      finished++;
    },
  );
});

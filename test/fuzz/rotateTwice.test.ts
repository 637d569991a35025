/** Two rotations of one key at once, with their requests in any order: at the end a key works, and somebody has it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SANDBOX, type StoredKey } from '../../sandbox/state.ts';
import { CONFIG, HOME } from '../support/fixtures.ts';
import { CutAtlas, OLD_ID } from '../support/inProcess/cutAtlas.ts';
import { type FakeSystem, fakeSystem } from '../support/inProcess/fakeSystem.ts';
import { type CommandRun, runOn } from '../support/inProcess/runCommand.ts';
import { fetchFrom, TOML } from '../support/inProcess/runCut.ts';

const ROTATE = ['organizations', 'apiKeys', 'rotate'];
const DELETING = ['--deleteOld', '--force'];

/** Lets one of two waiting runs continue at a time, as a schedule says. */
class Gate {
  private readonly waiting = new Map<number, () => void>();

  /** Waits for the turn of a run. */
  turn = (run: number): Promise<void> => new Promise((resolve) => this.waiting.set(run, resolve));

  /** @param schedule which run continues, if both wait; the first one after the end of the schedule */
  async conduct<T>(schedule: readonly number[], runs: Promise<T>): Promise<T> {
    let hasEnded = false;
    const end = runs.finally(() => {
      hasEnded = true;
    });
    for (let at = 0; !hasEnded; ) {
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
      const [only] = this.waiting.keys();
      const chosen = this.waiting.size > 1 ? (schedule[at++] ?? 0) : only;
      if (chosen === undefined) continue;
      const go = this.waiting.get(chosen);
      this.waiting.delete(chosen);
      go?.();
    }
    return end;
  }
}

interface Twice {
  readonly atlas: CutAtlas;
  readonly runs: readonly CommandRun[];
  readonly disk: FakeSystem['disk'];
}

/** Runs both in one home, on one Atlas. */
async function rotateTwice(
  lines: readonly (readonly string[])[],
  schedule: readonly number[],
): Promise<Twice> {
  const atlas = new CutAtlas({ name: '', words: [] }, [], () => {});
  const gate = new Gate();
  const first = fakeSystem({ env: HOME, files: { [CONFIG]: TOML } });
  const startedMs = Date.now();
  const systemFor = (run: number): FakeSystem => ({
    ...fakeSystem({ env: HOME }),
    files: first.files,
    disk: first.disk,
    randomHex: first.randomHex,
    now: () => first.now() + (Date.now() - startedMs),
    sleep: () => gate.turn(run),
    async fetch(url, request) {
      await gate.turn(run);
      return fetchFrom(atlas)(url, request);
    },
  });
  const started = lines.map((words, run) => runOn(systemFor(run), [...ROTATE, ...words]));
  const runs = await gate.conduct(schedule, Promise.all(started));
  return { atlas, runs, disk: first.disk };
}

/** What is rotated, by which lines, and how many combinations of their statuses there are at least. */
const CASES: readonly (readonly [string, readonly (readonly string[])[], number])[] = [
  ['their own key in one profile', [1, 2].map(() => ['--updateProfile', ...DELETING]), 2],
  [
    'their own key, one in its profile and one into a file',
    [
      ['--updateProfile', ...DELETING],
      ['--envFile', '2.env', ...DELETING],
    ],
    2,
  ],
  [
    'another key into two files',
    ['1.env', '2.env'].map((file) => [OLD_ID, '--envFile', file, ...DELETING]),
    2,
  ],
  ['another key that stays', ['1.env', '2.env'].map((file) => [OLD_ID, '--envFile', file]), 1],
];

test.each(CASES)(
  'when two runs rotate %s at once, then a key works, and its owner has it',
  async (_, lines, ends) => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1), { minLength: 24, maxLength: 40 }), async (schedule) => {
        const { atlas, runs, disk } = await rotateTwice(lines, schedule);
        const texts = [...disk.values()].map(({ text }) => text);
        const said = runs.map(({ stdout, stderr }) => stdout + stderr).join('\n');
        const has = ({ privateKey }: StoredKey) => [...texts, said].some((text) => text.includes(privateKey));
        const working = [...atlas.state.keys.values()];
        expect(working.some(has), said).toBe(true);
        // A key whose private half nobody has is named.
        const errors = runs.map(({ stderr }) => stderr).join('\n');
        for (const key of atlas.created) expect(has(key) || errors.includes(key.id), said).toBe(true);
        if (lines.every((words) => words.includes('--updateProfile'))) {
          const config = disk.get(CONFIG)?.text ?? '';
          expect(
            working.some(
              ({ publicKey, privateKey }) => config.includes(publicKey) && config.includes(privateKey),
            ),
            said,
          ).toBe(true);
        }
        for (const [at, { status }] of runs.entries()) {
          const file = disk.get(`${at + 1}.env`)?.text;
          if (status === 0 && file !== undefined)
            expect(
              working.some(({ privateKey }) => file.includes(privateKey)),
              said,
            ).toBe(true);
        }
        expect(
          runs.map(({ status }) => status),
          said,
        ).toContain(0);
        expect(said).not.toContain(SANDBOX.privateKey);
        seen.add(runs.map(({ status }) => status).join());
      }),
      { numRuns: 60, examples: [[Array(40).fill(0)], [Array(40).fill(1)]] },
    );
    // The first two schedules run one after the other.
    expect(seen.size).toBeGreaterThanOrEqual(ends);
  },
);

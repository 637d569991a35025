/**
 * Runs thousands of commands of both builds, six at once, against the sandbox, with random faults of the network, of the
 * output, of the disk under all files, and signals; counts keys that were lost and files that were damaged. Run by Bun.
 *   bun scripts/soak.ts [--runs 5000] [--seed 1]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NETWORK_FAULTS, startFaultyProxy } from './soak/faultyProxy.ts';
import { count, emptyTally, Household } from './soak/household.ts';
import { randomFrom } from './soak/random.ts';
import { mayMount } from './soak/smallDisk.ts';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const hasSmallDisk = mayMount();
if (!hasSmallDisk)
  console.error('*** NOT TRIED: a full disk under all files. This takes Linux, unshare, and mount. ***');
const wanted = Number(values.runs);
const random = randomFrom(Number(values.seed));
/** The configuration of a home grows: a new one after so many runs. */
const RUNS_PER_HOME = 60;

const dist = join(import.meta.dirname, '../dist');
const executable = { name: 'dist/atlas', command: [join(dist, 'atlas')] as const };
const nodeBundle = { name: 'dist/atlas.mjs', command: ['node', join(dist, 'atlas.mjs')] as const };
// The executable starts faster: it gets more of the runs.
const builds = [executable, executable, nodeBundle] as const;

const tally = emptyTally();
const started = performance.now();
for (let done = 0; done < wanted; done += RUNS_PER_HOME) {
  const proxy = await startFaultyProxy(() => {
    const fault = random.chance(0.3) ? random.pick(NETWORK_FAULTS) : 'none';
    if (fault !== 'none') count(tally.faults, fault);
    return fault;
  });
  const household = new Household(proxy, random, tally, hasSmallDisk);
  await household.live(builds, Math.min(RUNS_PER_HOME, wanted - done), `h${done}`);
  await proxy.close();
  if (done % 600 === 0) console.error(`${done} of ${wanted} runs, ${tally.keysMade} keys`);
}

const sum = (counts: Record<string, number>) =>
  Object.values(counts).reduce((total, each) => total + each, 0);
const row = (name: string, value: number) => console.log(`${name.padEnd(34)}${String(value).padStart(7)}`);
row('runs', sum(tally.runs));
for (const [name, value] of Object.entries(tally.runs).sort()) row(`  ${name}`, value);
row('faults', sum(tally.faults));
for (const [name, value] of Object.entries(tally.faults).sort()) row(`  ${name}`, value);
row('keys made', tally.keysMade);
row('  in hand', tally.keysInHand);
row('  reported: no whole response', tally.keysReported);
row('keys lost', tally.lost.length);
row('files damaged', tally.damaged.length);
console.log(`seed ${values.seed}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
for (const problem of [...tally.lost, ...tally.damaged].slice(0, 20)) console.error(`\n${problem}`);
if (tally.lost.length + tally.damaged.length > 0) process.exit(1);

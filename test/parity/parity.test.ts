/** The recorded cases, one test each, on both builds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { NO_KEYRING } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { differences } from './compare.mjs';
import { replay } from './replay.mjs';

interface RecordedCase {
  readonly name: string;
  readonly env?: Readonly<Record<string, string | null>>;
}

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder).flatMap((file): RecordedCase[] =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')),
);

/** Cases that contradict a rule of ours, each with the reason. */
const deviations = new Map<string, string>(
  Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, 'deviations.json'), 'utf8'))),
);

describe.concurrent.each(BUILDS)('$name', ({ command }) => {
  test.for(cases.map((one): [string, RecordedCase] => [one.name, one]))(
    'when %s is replayed, then the program does what was recorded',
    async ([name, one], { expect }) => {
      const found = differences(one, await replay(command, { ...one, env: { ...NO_KEYRING, ...one.env } }));
      if (deviations.has(name))
        expect(found, 'a deviation that passes: take it off the list').not.toEqual([]);
      else expect(found).toEqual([]);
    },
  );
});

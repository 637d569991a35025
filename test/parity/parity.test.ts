/** The recorded cases on both forms. Those that wait for a later part of the program stand in pending.json. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FORMS } from '../support/forms.ts';

const pending: string[] = JSON.parse(readFileSync(join(import.meta.dirname, 'pending.json'), 'utf8'));

describe.each(FORMS)('$name', ({ command }) => {
  test('when the recorded cases are replayed, then exactly the pending ones fail', {
    timeout: 600_000,
  }, () => {
    const runner = join(import.meta.dirname, 'run.mjs');
    const { stdout } = spawnSync(process.execPath, [runner, '--show', '100000', '--', ...command], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    const failures = new Map(
      stdout
        .split(/^(?=✗ )/m)
        .filter((block) => block.startsWith('✗ '))
        .map((block) => [block.slice(2, block.indexOf('\n')), block]),
    );
    const unexpected = [...failures].filter(([name]) => !pending.includes(name)).map(([, block]) => block);
    expect(unexpected.join('\n'), 'cases that fail and are not pending').toBe('');
    expect(
      pending.filter((name) => !failures.has(name)),
      'pending cases that pass: take them off the list',
    ).toEqual([]);
    expect(stdout).toMatch(/^\d+ passed, \d+ failed$/m);
  });
});

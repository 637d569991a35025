/** Runs the `config` commands in this process, on a configuration with a secret. */
import { expect } from 'vitest';
import { CONFIG, ORG_ID, SECRET } from '../fixtures.ts';
import { type CallerOptions, runAsCaller } from './runCommand.ts';

export const TEXT = `# people
[default]
org_id = '${ORG_ID}'
private_api_key = '${SECRET}'

[ci]
output = 'json'
`;

/** Runs `atlas config …` on this configuration, and checks that the output does not contain the secret. */
export async function config(argv: readonly string[], options: CallerOptions & { text?: string } = {}) {
  const { text = TEXT, ...rest } = options;
  const { stdout, stderr, status, disk } = await runAsCaller(['config', ...argv], {
    files: text === '' ? {} : { [CONFIG]: text },
    ...rest,
    env: { MONGODB_ATLAS_ORG_ID: '', ...rest.env },
  });
  expect(stdout + stderr).not.toContain(SECRET);
  const { [CONFIG]: file, ...others } = Object.fromEntries([...disk].map(([path, { text }]) => [path, text]));
  return { stdout, stderr, status, file, others };
}

import { expect, test } from 'vitest';
import { ask } from '../../src/system/prompts.ts';

test('when a question cannot be asked, then that is an error, and does not count as an interruption', async () => {
  const nothingToChoose = { kind: 'choice', message: 'Which?', choices: [] } as const;
  await expect(ask(nothingToChoose, new AbortController().signal)).rejects.toThrow('No selectable choices');
});

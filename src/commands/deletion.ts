/** What deletions of API keys print. */
import { answerSchema } from '../atlas/answerSchema.ts';
import { hbs } from '../output/hbs.ts';
import type { CommandOutput } from '../runner/command.ts';

export const deletedKey = (): CommandOutput => ({
  schema: answerSchema('deletedKey'),
  text: hbs`API Key '{{value id}}' deleted
`,
});

/** The output of the commands that delete an API key. */
import { answerSchema } from '../../api/answerSchema.ts';
import { hbs } from '../../output/hbs.ts';
import type { CommandOutput } from '../../runner/definition.ts';

export const deletedKey = (): CommandOutput => ({
  schema: answerSchema('deletedKey'),
  text: hbs`API Key '{{value id}}' deleted
`,
});

/** The output of the commands that delete an API key. */
import { responseSchema } from '../../api/responses/responseSchema.ts';
import { hbs } from '../../output/hbs.ts';
import type { CommandOutput } from '../../runner/definition.ts';

export const deletedKey = (): CommandOutput => ({
  schema: responseSchema('deletedKey'),
  text: hbs`API Key '{{value id}}' deleted
`,
});

/** What deletions of API keys print. */
import * as z from 'zod/mini';
import { hbs } from '../output/hbs.ts';
import type { CommandOutput } from '../runner/command.ts';

export const deletedKey = (): CommandOutput => ({
  schema: z.object({ id: z.string() }),
  text: hbs`API Key '{{value id}}' deleted
`,
});

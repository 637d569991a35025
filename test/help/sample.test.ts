/** The build checks the text output of each command against its schema. */
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { allPaths, wordsOf } from '../../src/cli/tree.ts';
import { program } from '../../src/commands/index.ts';
import { sampleOf } from '../../src/help/sample.ts';
import { hbs, type PrecompiledTemplate } from '../../src/output/hbs.ts';
import { atlasCommand } from '../../src/runner/command.ts';

const schema = z.array(
  z.object({ id: z.optional(z.string()), roles: z.nullish(z.array(z.object({ roleName: z.string() }))) }),
);

const withText = (text: PrecompiledTemplate) =>
  atlasCommand({
    name: 'list',
    summary: '',
    args: [],
    flags: {},
    output: { schema: async () => schema, text },
    input: () => ({}),
    run: async () => [],
  });

test('when the text uses existing fields, then the sample names them', async () => {
  const command = withText(
    hbs`{{#each (rows this)}}{{value id}}{{#each roles}} {{roleName}}{{/each}}{{/each}}`,
  );
  expect(await sampleOf(command)).toBe('<Id> <RoleName>');
});

test.each([
  ['a field', withText(hbs`{{#each (rows this)}}{{value idd}}{{/each}}`), 'idd'],
  ['a condition', withText(hbs`{{#each (rows this)}}{{#if Id}}x{{/if}}{{/each}}`), 'Id'],
  ['a list', withText(hbs`{{#each (rows this)}}{{#each role}}x{{/each}}{{/each}}`), 'role'],
  [
    'a field in a list',
    withText(hbs`{{#each (rows this)}}{{#each roles}}{{rolename}}{{/each}}{{/each}}`),
    'rolename',
  ],
])('when the text misspells %s, then there is an error', async (_, command, field) => {
  await expect(sampleOf(command)).rejects.toThrow(
    `the text output of the command list is wrong: the schema has no field ${field}`,
  );
});

test.each(allPaths(program).map((path) => [wordsOf(path), path.at(-1) ?? program] as const))(
  'when %s is built, then its text output uses only fields of its schema',
  async (_, definition) => {
    await expect(sampleOf(definition)).resolves.not.toThrow();
  },
);

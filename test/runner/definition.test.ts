/** What the types of a command's definition refuse. The compiler checks this: a missing error fails `npm run check`. */
import { expect, test } from 'vitest';
import { responseSchema } from '../../src/api/responses/responseSchema.ts';
import { boolFlag, stringFlag } from '../../src/cli/define.ts';
import { newKeyFlags } from '../../src/commands/shared/newKey.ts';
import { hbs } from '../../src/output/hbs.ts';
import { atlasCommand } from '../../src/runner/command.ts';

const common = {
  name: 'x',
  summary: 'X.',
  output: { schema: responseSchema('deletedKey'), text: hbs`x` },
  run: async () => ({ id: '' }),
};
const confirm = { question: async () => 'Really?', declined: 'No\n' };
const force = boolFlag({ usage: 'Force.' });
const orgId = stringFlag({ usage: 'ID.' });

test('when a command has the flags that its definition implies, then it compiles', () => {
  const commands = [
    atlasCommand({ ...common, args: [], flags: { force }, confirm, input: () => ({}) }),
    atlasCommand({ ...common, args: [], flags: newKeyFlags, returnsPrivateKey: true, input: () => ({}) }),
    atlasCommand({
      ...common,
      args: ['<ID>'],
      flags: { orgId },
      scope: 'organization',
      input: ({ args: [id], orgId: scopeId }) => ({ id: id.trim(), orgId: scopeId.trim() }),
    }),
  ];
  expect(commands.map(({ kind }) => kind)).toEqual(['command', 'command', 'command']);
});

test('when a command lacks a flag or argument that its definition implies, then it does not compile', () => {
  const commands = [
    // @ts-expect-error a confirmation without --force
    atlasCommand({ ...common, args: [], flags: {}, confirm, input: () => ({}) }),
    // @ts-expect-error a private key without destinations and a dry run
    atlasCommand({ ...common, args: [], flags: { force }, returnsPrivateKey: true, input: () => ({}) }),
    // @ts-expect-error a scope without the flag for its ID
    atlasCommand({ ...common, args: [], flags: {}, scope: 'organization', input: () => ({}) }),
    // @ts-expect-error a flag of the runner with another type
    atlasCommand({ ...common, args: [], flags: { force: orgId }, input: () => ({}) }),
    atlasCommand({
      ...common,
      args: ['<ID>'],
      flags: {},
      // @ts-expect-error an argument that is not declared
      input: ({ args: [, second] }) => ({ second }),
    }),
    atlasCommand({
      ...common,
      args: [],
      flags: { orgId },
      scope: 'organization',
      // @ts-expect-error the ID of another scope
      input: ({ projectId }) => ({ projectId }),
    }),
    // @ts-expect-error a field that the response does not have
    atlasCommand({ ...common, args: [], flags: {}, input: () => ({}), notice: ({ publicKey }) => publicKey }),
  ];
  expect(commands).toHaveLength(7);
});

/** Runs every command against the sandbox: its requests must match the description of the API. */
import { getResponse } from 'msw';
import { beforeAll, expect, test } from 'vitest';
import { createSandbox } from '../../sandbox/handlers.ts';
import { SANDBOX } from '../../sandbox/state.ts';
import type { Definition } from '../../src/cli/define.ts';
import { organizationsGroup } from '../../src/commands/organizations/index.ts';
import { projectsGroup } from '../../src/commands/projects/index.ts';
import { main } from '../../src/main.ts';
import type { System } from '../../src/system/system.ts';
import { bootstrapOf, fakeSystem } from '../support/inProcess/fakeSystem.ts';

const atlas = createSandbox();

async function run(line: string): Promise<string> {
  const system = fakeSystem({
    env: {
      HOME: '/home/me',
      MONGODB_ATLAS_PUBLIC_API_KEY: SANDBOX.publicKey,
      MONGODB_ATLAS_PRIVATE_API_KEY: SANDBOX.privateKey,
      MONGODB_ATLAS_ORG_ID: SANDBOX.orgId,
      MONGODB_ATLAS_PROJECT_ID: SANDBOX.projectId,
    },
    async fetch(url, { body, ...request }) {
      const response = await getResponse(
        atlas.handlers,
        new Request(url, { ...request, ...(body !== undefined && { body }) }),
      );
      if (!response) throw new Error(`not handled: ${url}`);
      return response;
    },
  });
  const status = await main(line.split(' '), bootstrapOf(system));
  // A rotation names the key that it leaves.
  const stderr = system.written.stderr.replace(/^API key \w+ still works\. .*\n$/, '');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return system.written.stdout;
}

/** A key that the commands can change. */
let key: { id: string; publicKey: string };
beforeAll(async () => {
  key = JSON.parse(
    await run('organizations apiKeys create --desc CI --role ORG_MEMBER,ORG_READ_ONLY -o json'),
  );
  await run(`projects apiKeys assign ${key.id} --role GROUP_OWNER,GROUP_READ_ONLY`);
});

// The order matters: later lines use what earlier ones have created. ID and PUBLIC are replaced with those of the key.
const LINES = [
  'organizations list',
  'organizations list --name Sand --limit 1 --page 2 --omitCount',
  `organizations describe ${SANDBOX.orgId}`,
  'organizations apiKeys list --limit 500 --omitCount',
  'organizations apiKeys describe ID',
  'organizations apiKeys describe PUBLIC',
  'organizations apiKeys assign ID --desc new --role ORG_OWNER',
  'organizations apiKeys accessLists create --apiKey ID --ip 192.0.2.9 --cidr 192.0.2.0/24,2001:db8::/32',
  'organizations apiKeys accessLists create --apiKey PUBLIC --currentIp',
  'organizations apiKeys accessLists list ID --limit 2',
  'organizations apiKeys accessLists delete 192.0.2.0/24 --apiKey ID --force',
  'organizations apiKeys accessLists delete 192.0.2.9 --apiKey ID --force',
  'projects list',
  `projects list --orgId ${SANDBOX.orgId} --page 2`,
  'projects apiKeys list --compact',
  'projects apiKeys create --desc CI --role GROUP_READ_ONLY',
  'projects apiKeys assign PUBLIC --role GROUP_OWNER',
  'projects apiKeys delete PUBLIC --force',
  'projects apiKeys assign PUBLIC --role GROUP_READ_ONLY',
  'organizations apiKeys create --desc CI --role ORG_MEMBER',
  'organizations apiKeys rotate ID --accessListIp 127.0.0.1 --desc rotated',
  'organizations apiKeys rotate PUBLIC --noTest',
  'organizations apiKeys delete PUBLIC --force',
];

test.each(LINES)(
  'when `%s` runs, then its requests and responses match the API description',
  async (line) => {
    for (const format of ['', ' -o json']) {
      // A deletion happens once, and knows no format.
      if (format !== '' && line.includes(' delete ')) continue;
      await run(line.replaceAll('ID', key.id).replaceAll('PUBLIC', key.publicKey) + format);
    }
    expect(atlas.contractViolations).toEqual([]);
  },
);

const leaves = (definition: Definition<System>, words: string): string[] =>
  definition.kind === 'group'
    ? definition.commands.flatMap((command) => leaves(command, `${words} ${command.name}`))
    : [words];

test('when there is a command, then it is in this list', () => {
  const commands = [organizationsGroup, projectsGroup].flatMap((group) => leaves(group, group.name));
  const isRun = (words: string) => LINES.some((line) => `${line} `.startsWith(`${words} `));
  expect(commands.filter((words) => !isRun(words))).toEqual([]);
});

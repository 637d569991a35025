/** The executable for Windows where a shell cannot start it: without a standard output, and with keys of the console. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KEYS, NEW_PRIVATE_KEY, ORG_ID } from '../support/fixtures.ts';
import { IS_WINDOWS, isReady, stopWine, WindowsMachine } from '../support/program/windows.ts';
import { type FaultyServer, startServer } from '../support/servers/faultyServer.ts';
import { created, hang } from '../support/servers/serverBehaviors.ts';

const CREATE = [
  'organizations',
  'apiKeys',
  'create',
  '--desc',
  'a key',
  '--role',
  'ORG_MEMBER',
  '--orgId',
  ORG_ID,
];

describe.runIf(isReady && !IS_WINDOWS)('under Wine', () => {
  let machine: WindowsMachine;
  let server: FaultyServer | undefined;
  beforeEach(() => {
    machine = new WindowsMachine();
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    machine.dispose();
  });
  afterAll(stopWine);

  const serve = async (...args: Parameters<typeof startServer>) => {
    server = await startServer(...args);
    return { server, env: { ...KEYS, MONGODB_ATLAS_OPS_MANAGER_URL: server.url } };
  };

  test('when there is no standard output, then that is said, and nothing is sent', async () => {
    const { server, env } = await serve(created);
    const exit = await machine.atlasWithoutOutput('no-output', CREATE, { env });
    expect(exit).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Error: standard output is closed\nThe private key would be lost, so nothing was created.\n',
    });
    expect(server.requests).toEqual([]);
  });

  test('when it is started without any stream, as by a service, then it fails, and nothing is sent', async () => {
    const { server, env } = await serve(created);
    expect(await machine.atlasWithoutOutput('detached', CREATE, { env })).toMatchObject({ status: 1 });
    expect(server.requests).toEqual([]);
  });

  test.each(['no-output', 'detached'] as const)(
    'when it is started with %s, then a file can have the key',
    async (how) => {
      const { env } = await serve(created);
      const exit = await machine.atlasWithoutOutput(how, [...CREATE, '--envFile', 'key.env'], { env });
      expect(exit).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(machine.read(join(machine.cwd, 'key.env'))).toContain(NEW_PRIVATE_KEY);
    },
  );

  describe.each([
    ['Ctrl-C is pressed', 'ctrl-c', 'SIGINT', 130],
    ['Ctrl-Break is pressed', 'ctrl-break', 'SIGBREAK', 149],
    ['the console is closed', 'close', 'SIGHUP', 129],
  ] as const)('when %s', (_, event, signal, status) => {
    test('after the request, then the outcome is unknown, and no empty file is left', async () => {
      const { server, env } = await serve(hang);
      const create = [...CREATE, '--envFile', 'key.env'];
      expect(await machine.atlasUntil(event, server.received(2), create, { env })).toEqual({
        status,
        stdout: '',
        stderr: `Error: interrupted by ${signal}
The API key may have been created. Nothing was written to file key.env. Before you try again, check with: atlas organizations apiKeys list --orgId ${ORG_ID}
`,
      });
      expect(fs.existsSync(join(machine.cwd, 'key.env'))).toBe(false);
    });

    test('before the request, then nothing is said to have been created', async () => {
      const { server, env } = await serve(created, { unauthorized: () => {} });
      expect(await machine.atlasUntil(event, server.received(1), CREATE, { env })).toEqual({
        status,
        stdout: '',
        stderr: `Error: interrupted by ${signal}\n`,
      });
    });
  });
});

/** The program in pipelines: exit statuses, and quiet ends. */
import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { BUILDS } from '../support/builds.ts';
import { NEW_PRIVATE_KEY, NO_KEYRING, ORG_ID, PRIVATE_KEY, PUBLIC_KEY } from '../support/fixtures.ts';
import { CREATE, programTest, type Stage } from '../support/programTest.ts';
import { created, json } from '../support/serverBehaviors.ts';

const KEY_ID = '65f1a2b3c4d5e6f708192a3b';

/** What a shell script prints that has the program's words as its arguments. */
function shell(
  stage: Stage,
  script: string,
  argv: readonly string[],
  url = '',
): Promise<{ out: string; err: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: stage.home,
    ...NO_KEYRING,
    MONGODB_ATLAS_PUBLIC_API_KEY: PUBLIC_KEY,
    MONGODB_ATLAS_PRIVATE_API_KEY: PRIVATE_KEY,
    MONGODB_ATLAS_OPS_MANAGER_URL: url,
  };
  return new Promise((resolve) =>
    execFile(
      '/bin/sh',
      ['-c', script, 'sh', ...stage.command, ...argv],
      { cwd: stage.cwd, env },
      (_, out, err) => resolve({ out, err }),
    ),
  );
}

/** Makes each run warn on standard error: others can read the configuration file. */
function warnOfOpenFile(stage: Stage): void {
  const path = join(stage.configFolder, 'config.toml');
  stage.put(path, '[default]\n');
  chmodSync(path, 0o644);
}

const HELP: [string, string[]][] = [
  ['--help', ['--help']],
  ['help of a command', ['help', 'orgs', 'apiKeys', 'create']],
  ['--version', ['--version']],
];

describe.concurrent.each(BUILDS)('$name', (form) => {
  const test = programTest(form);

  test.for(HELP)(
    'when the reader of %s is gone, then it ends quietly as SIGPIPE would',
    async ([, argv], { stage, expect }) => {
      const result = await stage.run({ argv, stdout: 'broken' });
      expect(result).toEqual({ status: 141, stdout: '', stderr: '' });
    },
  );

  test('when the disk is full, then help says so', async ({ stage, expect }) => {
    const { status, stderr } = await stage.run({ argv: ['--help'], stdout: 'full' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: .*ENOSPC/);
  });

  test('when head takes one line of help, then the shell sees that line', async ({ stage, expect }) => {
    const { out, err } = await shell(stage, '"$@" | head -1', ['--help']);
    expect({ out, err }).toEqual({
      out: 'Create and manage MongoDB Atlas API keys from the command line.\n',
      err: '',
    });
  });

  test('when a command is unknown, then one is suggested', async ({ stage, expect }) => {
    const { status, stdout, stderr } = await stage.run({ argv: ['organisations'] });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      'Error: unknown command "organisations" for "atlas"\n\nDid you mean this?\n\torganizations\n\n' +
        "Run 'atlas --help' for the commands.\n",
    );
  });

  test('when a subcommand is unknown, then one is suggested', async ({ stage, expect }) => {
    const { status, stdout, stderr } = await stage.run({ argv: ['orgs', 'apiKeys', 'craete'] });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('Did you mean this?\n\tcreate\n');
  });

  test('when a key is created in a pipeline, then the next program gets all of it', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created);
    const { out, err } = await shell(stage, '"$@" | cat', CREATE, server.url);
    expect(out).toContain(`Private API Key ${NEW_PRIVATE_KEY}\n`);
    expect(err).toBe('');
  });

  test('when both streams are appended to one file, then nothing in it is overwritten', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created);
    warnOfOpenFile(stage);
    const script = 'echo before >log; "$@" >>log 2>&1; echo after $? >>log; cat log; rm log';
    const { out } = await shell(stage, script, CREATE, server.url);
    expect(out).toMatch(/^before\nAPI Key [\s\S]*Private API Key \S+\nWarning: .*\nafter 0\n$/);
  });

  test('when both streams share one file, then they do not overwrite each other', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created);
    warnOfOpenFile(stage);
    const script = '{ echo before; "$@"; echo after $?; } >log 2>&1; cat log; rm log';
    const { out } = await shell(stage, script, CREATE, server.url);
    expect(out).toMatch(/^before\nAPI Key [\s\S]*Private API Key \S+\nWarning: .*\nafter 0\n$/);
  });

  test('when standard output is /dev/null by the wish of a shell, then a key is created', async ({
    stage,
    expect,
  }) => {
    const server = await stage.serve(created);
    const { out, err } = await shell(stage, '"$@" >/dev/null; echo $?', CREATE, server.url);
    expect({ out, err }).toEqual({ out: '0\n', err: '' });
  });

  test.runIf(form.name === 'dist/atlas')(
    'when all three streams are closed, then no request is sent',
    async ({ stage, expect }) => {
      const server = await stage.serve(created, 0);
      const { out } = await shell(stage, '"$@" <&- >&- 2>&-; echo $?', CREATE, server.url);
      expect(out).toBe('1\n');
    },
  );

  test.for<[string, string[]]>([
    ['a list', ['orgs', 'apiKeys', 'list', '--orgId', ORG_ID, '-o', 'json']],
    ['an update', ['orgs', 'apiKeys', 'assign', KEY_ID, '--orgId', ORG_ID, '--role', 'ORG_MEMBER']],
    ['a deletion', ['orgs', 'apiKeys', 'delete', KEY_ID, '--orgId', ORG_ID, '--force']],
  ])(
    'when the reader of %s has gone away, then it ends quietly as SIGPIPE would',
    async ([, argv], { stage, expect }) => {
      const to = await stage.serve(json({ id: KEY_ID, results: [] }));
      const result = await stage.run({ argv, to, stdout: 'broken' });
      expect(result).toEqual({ status: 141, stdout: '', stderr: '' });
    },
  );

  test('when the output of config set is not read, then the change is made, and nothing looks like a failure', async ({
    stage,
    expect,
  }) => {
    const result = await stage.run({ argv: ['config', 'set', 'org_id', ORG_ID], stdout: 'broken' });
    expect(result).toEqual({ status: 141, stdout: '', stderr: '' });
    expect(stage.made()['.config/atlascli/config.toml']?.text).toContain(ORG_ID);
  });

  test('when the disk is full under a list, then that is an error', async ({ stage, expect }) => {
    const to = await stage.serve(json({ results: [] }));
    const argv = ['orgs', 'apiKeys', 'list', '--orgId', ORG_ID];
    const { status, stderr } = await stage.run({ argv, to, stdout: 'full' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: cannot write to standard output: ENOSPC/);
  });

  test('when the disk is full under a deletion, then the status says that it was made', async ({
    stage,
    expect,
  }) => {
    const argv = ['orgs', 'apiKeys', 'delete', KEY_ID, '--orgId', ORG_ID, '--force'];
    const { status, stderr } = await stage.run({ argv, to: await stage.serve(json({})), stdout: 'full' });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^Error: cannot write to standard output: ENOSPC.*\nThe API key was deleted\.\n$/);
  });
});

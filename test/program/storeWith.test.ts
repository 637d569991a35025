/** `--storeWith` with real shells, and fakes of the tools that store keys. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect as plainExpect, test as plainTest } from 'vitest';
import { NEW_KEY, NEW_PRIVATE_KEY } from '../support/fixtures.ts';
import { BUILDS } from '../support/program/builds.ts';
import { CREATE, programTest, type Stage } from '../support/program/programTest.ts';
import type { Behavior } from '../support/servers/faultyServer.ts';
import { created, createdHuge, HUGE_PRIVATE_KEY } from '../support/servers/serverBehaviors.ts';

/** A fake tool: records its arguments and environment, and then reads its standard input like the tool. */
const TOOLS: Readonly<Record<string, string>> = {
  vault: 'cat >vault.in',
  // gh takes its standard input for the secret when there is no --body.
  gh: 'cat >gh.in',
  // As the AWS CLI does with a file:// parameter, it opens the path.
  aws: 'cat "$(echo "$4" | sed s,file://,,)" >aws.in; echo "{}"',
  jq: 'sed -n \'s/.*"privateKey": "\\(.*\\)".*/\\1/p\'',
  'systemd-creds': 'cat >"$3"',
};

function installTools(stage: Stage): string {
  const folder = join(stage.home, 'tools');
  for (const [name, does] of Object.entries(TOOLS)) {
    const path = join(folder, name);
    stage.put(path, `#!/bin/sh\necho "$@" >>${name}.args\nenv >>${name}.env\n${does}\n`);
    fs.chmodSync(path, 0o755);
  }
  return folder;
}

/** The examples of docs/secret-managers.md. */
const EXAMPLES = [
  ['vault kv put -mount=secret atlas/ci -', 'vault'],
  ['gh secret set ATLAS_KEY', 'gh'],
  ['aws secretsmanager put-secret-value --secret-string file:///dev/stdin --secret-id atlas/ci', 'aws'],
] as const;
const PIPELINE = 'jq -r .privateKey | systemd-creds encrypt - key.cred';

plainTest('when docs/secret-managers.md shows a command for --storeWith, then it is run here', () => {
  const page = fs.readFileSync(join(import.meta.dirname, '../../docs/secret-managers.md'), 'utf8');
  const shown = [...page.matchAll(/create … --storeWith '([^']+)'/g)].map(([, command]) => command);
  plainExpect(shown).toEqual([...EXAMPLES.map(([command]) => command), PIPELINE]);
});

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  const storing = async (stage: Stage, command: string, behave: Behavior = created) => {
    const PATH = `${installTools(stage)}:${process.env['PATH']}`;
    const to = await stage.serve(behave);
    return stage.run({ argv: [...CREATE, '--storeWith', command], env: { PATH }, to });
  };
  const inFolder = (stage: Stage, name: string) => stage.read(join(stage.cwd, name));

  test.for(EXAMPLES)(
    'when the command is `%s`, then it gets the response',
    async ([command, tool], { stage, expect }) => {
      const { status, stdout, stderr } = await storing(stage, command);
      // What a command prints goes to standard error.
      expect({ status, stderr }).toEqual({ status: 0, stderr: tool === 'aws' ? '{}\n' : '' });
      expect(stdout).toContain('Private API Key redacted\n');
      expect(JSON.parse(inFolder(stage, `${tool}.in`))).toEqual(NEW_KEY);
      expect(inFolder(stage, `${tool}.args`)).toBe(`${command.replace(/^\w+ /, '')}\n`);
      for (const text of [inFolder(stage, `${tool}.args`), inFolder(stage, `${tool}.env`)])
        expect(text).not.toContain(NEW_PRIVATE_KEY);
    },
  );

  test('when the command is a pipeline of jq and systemd-creds, then only the private key is encrypted', async ({
    stage,
    expect,
  }) => {
    const { status, stderr } = await storing(stage, PIPELINE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(inFolder(stage, 'key.cred')).toBe(`${NEW_PRIVATE_KEY}\n`);
  });

  test.for<readonly [string, string, RegExp]>([
    ['fails', 'cat >/dev/null; exit 7', /ended with status 7\n/],
    ['is killed', 'kill -9 $$', /ended with status 137 \(SIGKILL\)\n/],
    ['does not exist', 'no-such-tool --now', /ended with status 127\n/],
    ['does not read', 'true', /ended with status 0, but did not read all of the key\n/],
    ['reads a part', 'head -c 10 >/dev/null', /ended with status 0, but did not read all of the key\n/],
    ['closes its input', 'exec <&-; sleep 0.1', /ended with status 0, but did not read all of the key\n/],
  ])('when the command %s, then the response is recovered', async ([, command, said], { stage, expect }) => {
    const { status, stdout, stderr } = await storing(stage, command);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(said);
    const [[path, saved] = []] = Object.entries(stage.made()).filter(([name]) => name.includes('recovered-'));
    expect(saved).toEqual({ text: JSON.stringify(NEW_KEY), mode: 0o600 });
    expect(stderr).toContain(
      `The API key was created. The response, including the private key, is in ${stage.home}/${path}`,
    );
  });

  test('when the response fills every pipe, then a command that reads all of it gets all of it', async ({
    stage,
    expect,
  }) => {
    const { status, stderr } = await storing(stage, 'sleep 0.2; cat >all', createdHuge);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(inFolder(stage, 'all')).privateKey).toBe(HUGE_PRIVATE_KEY);
  });

  test('when the response fills every pipe and is not read, then it is recovered', async ({
    stage,
    expect,
  }) => {
    const { status, stderr } = await storing(stage, 'true', createdHuge);
    expect(status).toBe(3);
    expect(stderr).toContain('did not read all of the key');
  });

  test('when PATH is empty, then a built-in command of the shell works', async ({ stage, expect }) => {
    const { status, stderr } = await stage.run({
      argv: [...CREATE, '--storeWith', 'while read -r line; do printf "%s\\n" "$line"; done >all'],
      env: { PATH: stage.cwd },
      to: await stage.serve(created),
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(inFolder(stage, 'all'))).toEqual(NEW_KEY);
  });

  test('when the shell cannot parse the command, then no request is sent', async ({ stage, expect }) => {
    const { status, stderr } = await stage.run({
      argv: [...CREATE, '--storeWith', 'vault "'],
      to: await stage.serve(created, { requests: 0 }),
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: --storeWith: the shell cannot parse the command/);
  });

  test('when a signal arrives while the command runs, then the response is recovered', async ({
    stage,
    expect,
  }) => {
    const run = stage.start({
      argv: [...CREATE, '--storeWith', 'echo began >&2; sleep 5'],
      to: await stage.serve(created),
    });
    await run.saidOnStderr('began');
    run.signal('SIGTERM');
    const { status, stderr } = await run.exited;
    expect(status).toBe(3);
    expect(stderr).toMatch(/Error: interrupted by SIGTERM\nThe API key was created\. The response/);
  });
});

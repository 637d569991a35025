/** User accounts on both builds: many processes with one session, and signing in at a terminal. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { SANDBOX } from '../../../sandbox/state.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';
import { sandbox } from '../../support/program/sandboxStage.ts';
import { HAS_TERMINALS } from '../../support/program/terminal.ts';

if (!HAS_TERMINALS)
  console.error('\n\n*** NOT TESTED: signing in at a terminal. util-linux’s script is missing. ***\n\n');

const configOf = ({ configFolder }: Stage): string => join(configFolder, 'config.toml');

/** Answers that avoid the questions at a terminal. */
const LOGIN = ['auth', 'login', '--authType', 'user_account'];

/** Replaces the browser with a program that records the page. */
function fakeBrowser(stage: Stage): { env: Record<string, string>; opened: string } {
  const opened = join(stage.home, 'opened');
  const program = join(stage.home, 'bin/xdg-open');
  stage.put(program, `#!/bin/sh\necho "$@" >'${opened}.new' && mv '${opened}.new' '${opened}'\n`);
  chmodSync(program, 0o755);
  return { env: { PATH: `${join(stage.home, 'bin')}:${process.env['PATH']}` }, opened };
}

describe.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when fifty runs use an expired session, then it is refreshed once, and saved', async ({
    stage,
    expect,
  }) => {
    const atlas = await sandbox();
    const { accessToken, refreshToken } = atlas.tokens.session(-1);
    const profile = (access: string, refresh: string) =>
      `# mine\n[default]\naccess_token = "${access}"\nrefresh_token = "${refresh}"\norg_id = "${SANDBOX.orgId}" # ours\n`;
    stage.put(configOf(stage), profile(accessToken, refreshToken));
    const argv = ['organizations', 'apiKeys', 'create', '--desc', 'x', '--role', 'ORG_MEMBER'];
    const runs = Array.from({ length: 50 }, () => stage.run({ argv, env: atlas.to }));
    for (const { status, stderr } of await Promise.all(runs))
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(atlas.state.createdKeys).toHaveLength(50);
    expect(atlas.tokens.refreshes).toBe(1);
    const kept = stage.read(configOf(stage));
    const [, access = '', refresh = ''] = /access_token = "(.+)"\nrefresh_token = "(.+)"/.exec(kept) ?? [];
    expect(kept).toBe(profile(access, refresh));
    expect(atlas.tokens.accepts(`Bearer ${access}`)).toBe(true);
    expect(stage.made()).toEqual({});
  });

  test('when a script signs in, then the code is on standard error, and no browser is opened', async ({
    stage,
    expect,
  }) => {
    const atlas = await sandbox();
    const { env } = fakeBrowser(stage);
    const run = stage.start({ argv: ['auth', 'login'], env: { ...atlas.to, ...env } });
    await run.saidOnStderr('The code expires in');
    const [, code = ''] = /\n {4}(\S+)\n/.exec(run.outputSoFar().stderr) ?? [];
    expect(code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    expect(atlas.tokens.signIn(code)).toBe(true);
    expect(await run.exited).toMatchObject({
      status: 0,
      stdout: 'Successfully logged in as ada@example.com.\n',
    });
    const [[path, file] = [], ...others] = Object.entries(stage.made());
    expect({ path, mode: file?.mode, others }).toEqual({
      path: '.config/atlascli/config.toml',
      mode: 0o600,
      others: [],
    });
    // Signed in, a run needs nothing more; signed out, it lacks everything.
    const whoami = () => stage.run({ argv: ['whoami'], env: atlas.to });
    expect((await whoami()).stdout).toBe('Logged in as ada@example.com account\n');
    const logout = await stage.run({ argv: ['auth', 'logout', '--force'], env: atlas.to });
    expect(logout).toEqual({
      status: 0,
      stdout: 'Successfully logged out of account ada@example.com\n',
      stderr: '',
    });
    expect(stage.read(configOf(stage))).toBe('');
    expect((await whoami()).status).toBe(1);
  });

  describe.runIf(HAS_TERMINALS)('at a terminal', () => {
    test('when the user signs in, then the browser is opened on the page, and no token is on the screen', async ({
      stage,
      expect,
    }) => {
      const atlas = await sandbox();
      const { env, opened } = fakeBrowser(stage);
      const run = stage.startOnTerminal({ argv: LOGIN, env: { ...atlas.to, ...env } });
      await run.shown('The code expires in');
      const [, code = ''] = /\n {4}(\S+)\r?\n/.exec(run.outputSoFar().screen) ?? [];
      await expect
        .poll(() => stage.made()[opened.replace(`${stage.home}/`, '')]?.text, { timeout: 30_000 })
        .toBe(`${atlas.url}account/connect\n`);
      atlas.tokens.signIn(code);
      const { status, screen } = await run.exited;
      expect(status).toBe(0);
      expect(screen).toContain('Successfully logged in as ada@example.com.');
      const kept = stage.read(configOf(stage));
      for (const name of ['access_token', 'refresh_token']) {
        const [, token = ''] = new RegExp(`^${name} = ["'](.+)["']$`, 'm').exec(kept) ?? [];
        expect(token, name).not.toBe('');
        expect(screen).not.toContain(token);
      }
    });

    test('when Ctrl-C is pressed while it polls, then the status is 130, and nothing is saved', async ({
      stage,
      expect,
    }) => {
      const atlas = await sandbox();
      const argv = [...LOGIN, '--noBrowser'];
      const run = stage.startOnTerminal({ argv, env: atlas.to });
      await run.shown('The code expires in');
      run.type('\x03');
      const { status, screen } = await run.exited;
      expect({ status, made: stage.made() }).toEqual({ status: 130, made: {} });
      expect(screen).toMatch(/Error: interrupted by SIGINT\r\n$/);
    });

    test('when there is no browser, then a message says so, and the code can be used elsewhere', async ({
      stage,
      expect,
    }) => {
      const atlas = await sandbox();
      const bin = join(stage.home, 'bin');
      mkdirSync(bin);
      symlinkSync(
        execFileSync('sh', ['-c', 'command -v script'], { encoding: 'utf8' }).trim(),
        join(bin, 'script'),
      );
      const run = stage.startOnTerminal({ argv: LOGIN, env: { ...atlas.to, PATH: bin } });
      await run.shown('The browser could not be opened');
      run.type('\x03');
      expect((await run.exited).status).toBe(130);
    });

    test('when the user is asked whether to sign out and says no, then you are still signed in', async ({
      stage,
      expect,
    }) => {
      const atlas = await sandbox();
      const { accessToken, refreshToken } = atlas.tokens.session();
      const profile = `[default]\naccess_token = "${accessToken}"\nrefresh_token = "${refreshToken}"\n`;
      stage.put(configOf(stage), profile);
      const run = stage.startOnTerminal({ argv: ['auth', 'logout'], env: atlas.to });
      await run.shown('Sign out of ada@example.com?');
      run.type('\r');
      expect((await run.exited).status).toBe(0);
      expect(stage.read(configOf(stage))).toBe(profile);
      expect(atlas.requests).toEqual([]);
    });
  });
});

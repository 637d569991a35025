/** Files in the current folder and variables of the runtimes do not affect the program. */
import { join } from 'node:path';
import { describe } from 'vitest';
import { NEW_PRIVATE_KEY, ORG_ID, PRIVATE_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { CREATE, programTest, type Stage } from '../../support/program/programTest.ts';
import { created, hang } from '../../support/servers/serverBehaviors.ts';

const NO_CREDENTIALS = {
  MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
  MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
};

/** A folder with files that would make the program use another host, run other code, and print its secrets. */
function hostileFolder(stage: Stage, url: string): void {
  const variables = `MONGODB_ATLAS_OPS_MANAGER_URL=${url}
MONGODB_ATLAS_PUBLIC_API_KEY=evil
MONGODB_ATLAS_PRIVATE_API_KEY=evil
MONGODB_ATLAS_PROFILE=evil
MONGODB_ATLAS_OUTPUT=json
MCLI_OUTPUT=json
BUN_CONFIG_VERBOSE_FETCH=curl
BUN_OPTIONS=--preload=./evil.mjs
BUN_INSPECT=127.0.0.1:0
NODE_OPTIONS=--import=./evil.mjs
NODE_TLS_REJECT_UNAUTHORIZED=0
HTTP_PROXY=${url}
http_proxy=${url}
`;
  for (const name of ['.env', '.env.local', '.env.production', '.env.development', '.env.development.local'])
    stage.put(join(stage.cwd, name), variables);
  stage.put(
    join(stage.cwd, 'evil.mjs'),
    "import fs from 'node:fs';\nfs.writeFileSync('evil-was-here', '');\nfs.writeSync(1, 'evil');\n",
  );
  const bunfig =
    'preload = ["./evil.mjs"]\n[run]\npreload = ["./evil.mjs"]\n[test]\npreload = ["./evil.mjs"]\n';
  for (const name of ['bunfig.toml', '.bunfig.toml']) stage.put(join(stage.cwd, name), bunfig);
  stage.put(join(stage.cwd, 'config.toml'), `[default]\nops_manager_url = "${url}"\noutput = "json"\n`);
  stage.put(join(stage.cwd, 'tsconfig.json'), '{"compilerOptions":{"paths":{"*":["./evil.mjs"]}}}\n');
  for (const name of ['undici', 'commander', 'yocto-spinner', 'handlebars'])
    stage.put(join(stage.cwd, `node_modules/${name}/index.js`), "require('../../evil.mjs');\n");
}

describe.concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build);

  test('when the current folder is hostile, then a key is created as in any other', async ({
    stage,
    expect,
  }) => {
    hostileFolder(stage, (await stage.serve(created, { requests: 0 })).url);
    const { status, stdout, stderr } = await stage.run({ to: await stage.serve(created) });
    expect({ status, stderr, made: stage.made() }).toEqual({ status: 0, stderr: '', made: {} });
    expect(stdout).toMatch(/^API Key '65f1a2b3c4d5e6f708192a3b' created\.\n/);
  });

  test('when only files in the current folder have credentials, then there are none', async ({
    stage,
    expect,
  }) => {
    hostileFolder(stage, (await stage.serve(created, { requests: 0 })).url);
    const { status, stderr } = await stage.run({ env: NO_CREDENTIALS });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^Error: this action requires authentication\n/);
    expect(stage.made()).toEqual({});
  });

  const PROXIES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

  test('when proxies are named, then they are not used for loopback', async ({ stage, expect }) => {
    const proxy = await stage.serve(created, { requests: 0 });
    const env = Object.fromEntries(PROXIES.map((name) => [name, proxy.url]));
    const { status, stderr } = await stage.run({ to: await stage.serve(created), env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('when proxies are named, then they are not used for localhost', async ({ stage, expect }) => {
    const proxy = await stage.serve(created, { requests: 0 });
    const server = await stage.serve(created);
    const env = {
      ...Object.fromEntries(PROXIES.map((name) => [name, proxy.url])),
      MONGODB_ATLAS_OPS_MANAGER_URL: `http://localhost:${server.port}/`,
    };
    const { status, stderr } = await stage.run({ env });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test.for(['curl', 'true', '1'])(
    'when BUN_CONFIG_VERBOSE_FETCH is %s, then no part of a request is printed',
    async (verbose, { stage, expect }) => {
      const { status, stdout, stderr } = await stage.run({
        to: await stage.serve(created),
        env: { BUN_CONFIG_VERBOSE_FETCH: verbose },
      });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).not.toMatch(/authorization|digest|curl/i);
    },
  );

  test('when NODE_DEBUG is set, then no credentials are printed', async ({ stage, expect }) => {
    const env = { NODE_DEBUG: 'http,https,net,tls,fetch,undici', DEBUG: '*' };
    const { status, stdout, stderr } = await stage.run({ to: await stage.serve(created), env });
    expect(status).toBe(0);
    expect(stdout).toContain(NEW_PRIVATE_KEY);
    expect(stderr).not.toMatch(new RegExp(`response=|${NEW_PRIVATE_KEY}|${PRIVATE_KEY}`));
  });

  const CONFIG = `# mine
[default]
public_api_key = "kxqpbnyt"
private_api_key = "${PRIVATE_KEY}"
org_id = "${ORG_ID}"
`;

  test('when the configuration file is used, then it is unchanged', async ({ stage, expect }) => {
    const path = join(stage.configFolder, 'config.toml');
    stage.put(path, CONFIG);
    const server = await stage.serve(created);
    const { status, stderr } = await stage.run({
      to: server,
      env: NO_CREDENTIALS,
      argv: CREATE.slice(0, -2),
    });
    expect({ status, stderr, made: stage.made() }).toEqual({ status: 0, stderr: '', made: {} });
    expect(stage.read(path)).toBe(CONFIG);
  });

  test('when a response is recovered, then the configuration file is unchanged', async ({
    stage,
    expect,
  }) => {
    const path = join(stage.configFolder, 'config.toml');
    stage.put(path, CONFIG);
    await stage.run({ to: await stage.serve(created), env: NO_CREDENTIALS, stdout: 'full' });
    expect(stage.read(path)).toBe(CONFIG);
    expect(Object.keys(stage.made())).toHaveLength(1);
  });

  test('when a run is interrupted, then no configuration file is created', async ({ stage, expect }) => {
    const server = await stage.serve(hang);
    const run = stage.start({ to: server });
    await server.received(2);
    run.signal('SIGINT');
    await run.exited;
    expect(stage.made()).toEqual({});
  });
});

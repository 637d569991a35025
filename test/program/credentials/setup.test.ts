/** `config init` and `auth login` at a real terminal, against the sandbox. */
import { join } from 'node:path';
import { describe } from 'vitest';
import { startSandbox } from '../../../sandbox/server.ts';
import { SANDBOX } from '../../../sandbox/state.ts';
import { PRIVATE_KEY, PUBLIC_KEY } from '../../support/fixtures.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type Stage } from '../../support/program/programTest.ts';
import { HAS_TERMINALS } from '../../support/program/terminal.ts';
import { json } from '../../support/servers/serverBehaviors.ts';

const DOWN = '\u001b[B';
const ENTER = '\r';
const CONTROL_C = '\u0003';
const CONTROL_Z = '\u001a';
const SHOW_CURSOR = '\u001b[?25h';
const WRONG = 'wrong-canary-secret';

/** What is waited for, and what is typed then. */
type Turn = readonly [shown: string, typed: string];

const CHOOSE = 'How do you want to sign in?';
const OUTPUT = 'How should results be printed';
const SESSION: Turn = [CHOOSE, ENTER];
const SERVICE_ACCOUNT: Turn = [CHOOSE, DOWN + ENTER];
const API_KEY: Turn = [CHOOSE, DOWN + DOWN + ENTER];
const PUBLIC: Turn = ['Public API key:', SANDBOX.publicKey + ENTER];
const PRIVATE: Turn = ['Private API key:', SANDBOX.privateKey + ENTER];
const AS_JSON: Turn = [OUTPUT, DOWN + ENTER];
const INIT = ['config', 'init'];

const TARGET = {
  MONGODB_ATLAS_PUBLIC_API_KEY: undefined,
  MONGODB_ATLAS_PRIVATE_API_KEY: undefined,
  // Without this, there can be a color between a prompt and its answer.
  NO_COLOR: '1',
};

const profile = (url: string, lines: readonly string[]): string =>
  [
    '[default]',
    ...lines,
    "service = 'cloud'",
    `ops_manager_url = '${url}'`,
    `org_id = '${SANDBOX.orgId}'`,
    `project_id = '${SANDBOX.projectId}'`,
  ].join('\n');

if (!HAS_TERMINALS)
  console.warn(
    'Not run: the conversations of config init and auth login, which need script(1) of util-linux.',
  );

describe.runIf(HAS_TERMINALS).concurrent.each(BUILDS)('$name', (build) => {
  const test = programTest(build).extend<{ atlas: Awaited<ReturnType<typeof startSandbox>> }>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest wants the pattern.
    atlas: async ({}, use) => {
      const atlas = await startSandbox();
      await use(atlas);
      await atlas.close();
    },
  });

  /** Answers the questions, and checks that the output does not contain a secret. */
  async function converse(
    stage: Stage,
    url: string,
    argv: readonly string[],
    turns: readonly Turn[],
    { columns, browser }: { columns?: number; browser?: string } = {},
  ) {
    const run = stage.startOnTerminal({
      argv,
      ...(columns && { columns }),
      env: { ...TARGET, MONGODB_ATLAS_OPS_MANAGER_URL: url, BROWSER: browser },
    });
    let at = 0;
    for (const [shown, typed] of turns) {
      at = await run.shown(shown, at);
      run.type(typed);
    }
    return { ...(await run.exited), file: stage.made()['.config/atlascli/config.toml'] };
  }

  const SECRETS = [SANDBOX.privateKey, SANDBOX.clientSecret, WRONG];
  const leaks = (screen: string) => SECRETS.filter((secret) => screen.includes(secret));

  test('when an API key is entered, then it is tested and saved, and can be used', async ({
    stage,
    expect,
    atlas,
  }) => {
    const { status, screen, file } = await converse(stage, atlas.url, INIT, [
      API_KEY,
      PUBLIC,
      PRIVATE,
      AS_JSON,
    ]);
    expect({ status, leaks: leaks(screen) }, screen).toEqual({ status: 0, leaks: [] });
    expect(screen).toContain("Profile 'default' is ready.");
    expect(file).toEqual({
      mode: 0o600,
      text: `${profile(atlas.url, [
        `public_api_key = '${SANDBOX.publicKey}'`,
        `private_api_key = '${SANDBOX.privateKey}'`,
        "auth_type = 'api_keys'",
      ])}\noutput = 'json'\n`,
    });
    const env = { ...TARGET, MONGODB_ATLAS_OPS_MANAGER_URL: undefined };
    const used = await stage.run({ argv: ['projects', 'list'], env });
    expect(JSON.parse(used.stdout).results[0].id).toBe(SANDBOX.projectId);
  });

  // Nothing stops here: there is no shell that could let it go on.
  test('when Ctrl-Z is pressed before a secret, then the secret is not shown and the dialogue continues', async ({
    stage,
    expect,
    atlas,
  }) => {
    const { status, screen, file } = await converse(stage, atlas.url, INIT, [
      API_KEY,
      PUBLIC,
      ['Private API key:', CONTROL_Z],
      [SHOW_CURSOR, ''],
      [SHOW_CURSOR, SANDBOX.privateKey + ENTER],
      AS_JSON,
    ]);
    expect({ status, leaks: leaks(screen) }, screen).toEqual({ status: 0, leaks: [] });
    expect(file?.text).toContain(`private_api_key = '${SANDBOX.privateKey}'\n`);
  });

  test('when a service account is entered, then it is tested and saved', async ({ stage, expect, atlas }) => {
    const { status, screen, file } = await converse(stage, atlas.url, INIT, [
      SERVICE_ACCOUNT,
      ['Client ID:', SANDBOX.clientId + ENTER],
      ['Client secret:', SANDBOX.clientSecret + ENTER],
      [OUTPUT, ENTER],
    ]);
    expect({ status, leaks: leaks(screen) }, screen).toEqual({ status: 0, leaks: [] });
    expect(file?.text).toContain(
      `client_id = '${SANDBOX.clientId}'\nclient_secret = '${SANDBOX.clientSecret}'\n`,
    );
  });

  test.for([
    ['config init', INIT, [[OUTPUT, ENTER]]],
    ['auth login', ['auth', 'login', '--noBrowser'], []],
  ] as const)(
    'when a user signs in by %s, then the session is saved',
    async ([, argv, more], { stage, expect, atlas }) => {
      const env = { ...TARGET, MONGODB_ATLAS_OPS_MANAGER_URL: atlas.url, PATH: '/nowhere' };
      const run = stage.startOnTerminal({
        argv,
        env: { ...env, PATH: process.env['PATH'], BROWSER: 'true' },
      });
      run.type('');
      let at = await run.shown(SESSION[0]);
      run.type(SESSION[1]);
      at = await run.shown('enter this code:', at);
      at = await run.shown('The code expires in', at);
      const code = /\b[A-Z]{4}-[A-Z]{4}\b/.exec(run.outputSoFar().screen)?.[0] ?? '';
      expect(atlas.tokens.signIn(code), `the code ${code}`).toBe(true);
      for (const [shown, typed] of more) {
        at = await run.shown(shown, at);
        run.type(typed);
      }
      const { status, screen } = await run.exited;
      expect(status, screen).toBe(0);
      const { text = '' } = stage.made()['.config/atlascli/config.toml'] ?? {};
      const [, token = ''] = /^access_token = '(.+)'$/m.exec(text) ?? [];
      expect(token).not.toBe('');
      expect(screen).not.toContain(token);
      expect(text).toContain("auth_type = 'user_account'\n");
    },
  );

  test('when the key is wrong, then it can be entered again, and neither is shown', async ({
    stage,
    expect,
    atlas,
  }) => {
    const { status, screen, file } = await converse(stage, atlas.url, INIT, [
      API_KEY,
      PUBLIC,
      ['Private API key:', WRONG + ENTER],
      ['what you typed', ''],
      ['What do you want to do?', ENTER],
      PUBLIC,
      PRIVATE,
      [OUTPUT, ENTER],
    ]);
    expect({ status, leaks: leaks(screen) }, screen).toEqual({ status: 0, leaks: [] });
    expect(file?.text).not.toContain(WRONG);
  });

  test.for<[string, readonly Turn[], string]>([
    ['public key', [API_KEY, [PUBLIC[0], `two words${ENTER}`]], 'The public API key cannot contain a space.'],
    [
      'private key',
      [API_KEY, PUBLIC, [PRIVATE[0], `"${SANDBOX.privateKey}"${ENTER}`]],
      'The private API key cannot contain a value in quotes.',
    ],
  ])(
    'when an invalid %s is entered, then a message says so, and no secret is shown',
    async ([, turns, problem], { stage, expect, atlas }) => {
      const { status, screen, file } = await converse(stage, atlas.url, INIT, [
        ...turns,
        [problem, CONTROL_C],
      ]);
      expect({ status, leaks: leaks(screen), file }, screen).toEqual({
        status: 130,
        leaks: [],
        file: undefined,
      });
    },
  );

  test('when no server listens, then a message says so and nothing is saved', async ({ stage, expect }) => {
    const gone = await startSandbox();
    await gone.close();
    const { status, screen, file } = await converse(stage, gone.url, INIT, [
      API_KEY,
      PUBLIC,
      PRIVATE,
      ['connection refused', ''],
      ['What do you want to do?', DOWN + ENTER],
    ]);
    expect({ status, leaks: leaks(screen), file }, screen).toEqual({ status: 1, leaks: [], file: undefined });
    expect(screen).toContain('Nothing was saved.');
  });

  const OTHER = { id: '5b2c4af0d013312aa1023456', isDeleted: false, name: 'Other' };
  const WHICH_ORGANIZATION = 'Which organization do you work with?';
  const HELD = '[default]\nclient_id = "older"\nclient_secret = "only copy"\n';

  const QUESTIONS: readonly (readonly [string, readonly Turn[]])[] = [
    ['kind', [[CHOOSE, CONTROL_C]]],
    ['public key', [API_KEY, [PUBLIC[0], CONTROL_C]]],
    ['private key', [API_KEY, PUBLIC, [PRIVATE[0], `half${CONTROL_C}`]]],
    ['replacement', [SERVICE_ACCOUNT, ['Replace it?', CONTROL_C]]],
    ['client ID', [SERVICE_ACCOUNT, ['Replace it?', `y${ENTER}`], ['Client ID:', CONTROL_C]]],
    [
      'client secret',
      [
        SERVICE_ACCOUNT,
        ['Replace it?', `y${ENTER}`],
        ['Client ID:', SANDBOX.clientId + ENTER],
        ['Client secret:', `half${CONTROL_C}`],
      ],
    ],
    [
      'choice after a wrong key',
      [API_KEY, PUBLIC, [PRIVATE[0], WRONG + ENTER], ['What do you want to do?', CONTROL_C]],
    ],
    ['organization', [API_KEY, PUBLIC, PRIVATE, [WHICH_ORGANIZATION, CONTROL_C]]],
    [
      'project',
      [API_KEY, PUBLIC, PRIVATE, [WHICH_ORGANIZATION, ENTER], ['Which project do you work with?', CONTROL_C]],
    ],
    [
      'output format',
      [
        API_KEY,
        PUBLIC,
        PRIVATE,
        [WHICH_ORGANIZATION, ENTER],
        ['Which project do you work with?', ENTER],
        [OUTPUT, CONTROL_C],
      ],
    ],
    ['sign-in', [SESSION, ['The code expires in', CONTROL_C]]],
  ];

  test.for(QUESTIONS)(
    'when Ctrl-C answers the question for the %s, then nothing is saved and the status is 130',
    async ([, turns], { stage, expect, atlas }) => {
      const path = join(stage.configFolder, 'config.toml');
      stage.put(path, HELD);
      atlas.state.organizations.push(OTHER);
      for (const project of [...atlas.state.projects])
        atlas.state.projects.push({ ...project, id: '5e2211c17a3e5a48f5497de4', name: 'Two' });
      const { status, screen } = await converse(stage, atlas.url, INIT, turns, { browser: 'true' });
      expect({ status, leaks: leaks(screen) }, screen).toEqual({ status: 130, leaks: [] });
      expect(screen).toContain('Error: interrupted by SIGINT');
      expect(stage.read(path)).toBe(HELD);
    },
  );

  test('when the credentials can access several organizations, then the user chooses one', async ({
    stage,
    expect,
    atlas,
  }) => {
    atlas.state.organizations.push(OTHER);
    const { status, screen, file } = await converse(stage, atlas.url, INIT, [
      API_KEY,
      PUBLIC,
      PRIVATE,
      [WHICH_ORGANIZATION, DOWN + ENTER],
      ['cannot access any project', ''],
      [OUTPUT, ENTER],
    ]);
    expect(status, screen).toBe(0);
    expect(file?.text).toContain(`org_id = '${OTHER.id}'\n`);
    expect(file?.text).not.toContain('project_id');
  });

  test('when the name of an organization contains control characters, then they are escaped', async ({
    stage,
    expect,
  }) => {
    const results = ['Evil\u001b]0;title\u0007\u001b[2J\u202e', 'Good'].map((name) => ({ ...OTHER, name }));
    const { screen } = await converse(stage, (await stage.serve(json({ results }))).url, INIT, [
      API_KEY,
      ['Public API key:', PUBLIC_KEY + ENTER],
      ['Private API key:', PRIVATE_KEY + ENTER],
      [`Good (${OTHER.id})`, CONTROL_C],
    ]);
    expect(screen).toContain(String.raw`Evil\x1b]0;title\x07\x1b[2J\u202e`);
    expect(screen).not.toMatch(/[\u0007\u202e]|\u001b\]|\u001b\[2J/);
  });

  test('when the profile contains a key, then it is replaced only if the answer is yes', async ({
    stage,
    expect,
    atlas,
  }) => {
    const path = join(stage.configFolder, 'config.toml');
    const before = '[default]\npublic_api_key = "older"\nprivate_api_key = "only copy"\n';
    stage.put(path, before);
    const question = 'Replace it?';
    const no = await converse(stage, atlas.url, INIT, [API_KEY, [question, ENTER]]);
    expect(no.status, no.screen).toBe(1);
    expect(stage.read(path)).toBe(before);
    const yes = await converse(stage, atlas.url, INIT, [
      API_KEY,
      [question, `y${ENTER}`],
      PUBLIC,
      PRIVATE,
      [OUTPUT, ENTER],
    ]);
    expect(yes.status, yes.screen).toBe(0);
    expect(stage.read(path)).toContain(`private_api_key = "${SANDBOX.privateKey}"\n`);
  });

  test('when the terminal is narrow, then the dialogue still works', async ({ stage, expect, atlas }) => {
    const { status, screen } = await converse(
      stage,
      atlas.url,
      INIT,
      [['How do you want', DOWN + DOWN + ENTER], PUBLIC, PRIVATE, ['How should', ENTER]],
      { columns: 24 },
    );
    expect({ status, leaks: leaks(screen) }, screen).toEqual({ status: 0, leaks: [] });
  });

  test('when NO_COLOR is set, then there are no colors', async ({ stage, expect, atlas }) => {
    const { screen } = await converse(stage, atlas.url, INIT, [API_KEY, PUBLIC, PRIVATE, AS_JSON]);
    expect(screen).not.toMatch(/\u001b\[\d*(;\d+)*m/);
  });
});

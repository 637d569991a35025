/** Tests of a build. Each gets its own home and servers. At its end, checks what every run must fulfill. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KEYS, NO_KEYRING, ORG_ID, PRIVATE_KEY } from '../fixtures.ts';
import {
  type Behavior,
  type FaultyServer,
  type ServerOptions,
  startServer,
} from '../servers/faultyServer.ts';
import type { BUILDS } from './builds.ts';
import { type Exit, type Run, type StreamTarget, startProgram } from './runProgram.ts';
import { startOnTerminal, type TerminalOptions, type TerminalRun } from './terminal.ts';

export const CREATE: readonly string[] = [
  ...['organizations', 'apiKeys', 'create'],
  ...['--desc', 'a key', '--role', 'ORG_MEMBER', '--orgId', ORG_ID],
];

export interface RunOptions {
  readonly argv?: readonly string[];
  /** Variables in addition to the default ones; undefined unsets a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly stdout?: StreamTarget;
  readonly stderr?: StreamTarget;
  /** The server to talk to. */
  readonly to?: FaultyServer;
  /** A command prefix that runs the program. */
  readonly within?: readonly string[] | undefined;
}

export interface Stage {
  /** The command line of the build, for shell scripts. */
  readonly command: readonly string[];
  readonly home: string;
  /** The folder that the program runs in. */
  readonly cwd: string;
  readonly configFolder: string;
  /** A regular file, below which not even root can create anything. */
  readonly regularFile: string;
  /** Writes a file before a run. */
  put(path: string, text: string | Uint8Array): void;
  read(path: string): string;
  /**
   * Starts a server.
   * @param options `requests` is the exact number of requests that it must receive, by default two for a Digest exchange. The
   * search for a new key after an unknown outcome does not count.
   */
  serve(
    behave: Behavior,
    options?: ServerOptions & { readonly requests?: number | 'any' },
  ): Promise<FaultyServer>;
  start(options: RunOptions): Run;
  run(options: RunOptions): Promise<Exit>;
  startOnTerminal(options: RunOptions & TerminalOptions): TerminalRun;
  /** The files that the program created outside the cache folder, by their path relative to the home. */
  made(): Record<string, { text: string; mode: number }>;
  /** The files in the cache folder. */
  cached(): Record<string, { text: string; mode: number }>;
}

/** All regular files below a folder. */
const filesBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/** The default environment, with the caller's credentials. */
function environment(home: string, { env, to }: RunOptions): Record<string, string> {
  const all: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CONFIG_HOME: undefined,
    TZ: 'UTC',
    LC_ALL: 'C.UTF-8',
    ...NO_KEYRING,
    ...KEYS,
    MONGODB_ATLAS_OPS_MANAGER_URL: to?.url,
    ...env,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const isOfCommand = ({ method, url }: FaultyServer['requests'][number]): boolean =>
  method !== 'GET' || !url.endsWith('/apiKeys?includeCount=true&itemsPerPage=500&pageNum=1');

/** Everything that was captured, which is printed if a test fails. */
const transcript = (runs: readonly (Run | TerminalRun)[], servers: readonly FaultyServer[]): string =>
  [
    ...runs.map((run) =>
      Object.entries(run.outputSoFar())
        .map(([name, text]) => `── ${name} ──\n${text.slice(0, 4000)}`)
        .join('\n'),
    ),
    ...servers.map(({ url, requests }) => `── received at ${url} ──\n${JSON.stringify(requests, null, 1)}`),
  ].join('\n');

/** vitest's test for one build. Its tests get a `stage`. */
export const programTest = ({ command }: (typeof BUILDS)[number]) =>
  test.extend<{ stage: Stage }>({
    stage: async ({ onTestFailed, task }, use) => {
      const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'atlas-binary-')));
      const at = (name: string) => join(root, name);
      for (const name of ['home', 'cwd', 'scratch']) fs.mkdirSync(at(name));
      fs.writeFileSync(at('file'), '');
      const runs: (Run | TerminalRun)[] = [];
      const servers: { server: FaultyServer; requests: number | 'any' }[] = [];
      const ours = new Set<string>();
      onTestFailed(() =>
        console.error(
          task.name,
          transcript(
            runs,
            servers.map(({ server }) => server),
          ),
        ),
      );
      const common = (options: RunOptions) => ({
        argv: CREATE,
        cwd: at('cwd'),
        scratch: at('scratch'),
        ...options,
        env: environment(at('home'), options),
      });
      const keep = <R extends Run | TerminalRun>(run: R): R => {
        runs.push(run);
        return run;
      };
      const filesMade = (isWanted: (path: string) => boolean) =>
        Object.fromEntries(
          [...filesBelow(at('home')), ...filesBelow(at('cwd'))]
            .filter((path) => !ours.has(path) && isWanted(path))
            .map((path) => [
              path.replace(`${at('home')}/`, ''),
              { text: fs.readFileSync(path, 'utf8'), mode: fs.statSync(path).mode & 0o777 },
            ]),
        );
      const stage: Stage = {
        command,
        home: at('home'),
        cwd: at('cwd'),
        configFolder: join(at('home'), '.config/atlascli'),
        regularFile: at('file'),
        put(path, text) {
          fs.mkdirSync(join(path, '..'), { recursive: true });
          fs.writeFileSync(path, text, { mode: 0o600 });
          ours.add(path);
        },
        read: (path) => fs.readFileSync(path, 'utf8'),
        async serve(behave, { requests = 2, ...options } = {}) {
          const server = await startServer(behave, options);
          servers.push({ server, requests });
          return server;
        },
        start: (options) => keep(startProgram([...(options.within ?? []), ...command], common(options))),
        run: (options) => stage.start(options).exited,
        startOnTerminal: (options) =>
          keep(startOnTerminal([...(options.within ?? []), ...command], common(options))),
        made: () => filesMade((path) => !path.startsWith(at('home/.cache/'))),
        cached: () => filesMade((path) => path.startsWith(at('home/.cache/'))),
      };
      try {
        await use(stage);
        for (const run of runs) await run.exited;
        for (const { server, requests } of servers)
          if (requests !== 'any')
            expect(server.requests.filter(isOfCommand), `requests at ${server.url}`).toHaveLength(requests);
        const texts = [
          ...runs.flatMap((run) => Object.values(run.outputSoFar())),
          ...Object.values({ ...stage.made(), ...stage.cached() }).map(({ text }) => text),
        ];
        expect(
          texts.filter((text) => text.includes(PRIVATE_KEY)),
          "streams and files that hold the caller's private key",
        ).toEqual([]);
      } finally {
        for (const run of runs) run.child.kill('SIGKILL');
        for (const run of runs)
          if ('stdout' in run) for (const pipe of [run.stdout, run.stderr]) pipe?.close();
        await Promise.all(servers.map(({ server }) => server.close()));
        fs.rmSync(root, { recursive: true, force: true });
      }
    },
  });

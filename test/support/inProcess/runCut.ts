/** Runs a command in this process, against a simulated Atlas, and cuts it where a test says. */
import { SANDBOX } from '../../../sandbox/state.ts';
import { CONFIG, HOME } from '../fixtures.ts';
import { type Cut, CutAtlas, type Outcome, type Scenario, type Served } from './cutAtlas.ts';
import { type FakeOptions, type FakeSystem, fakeSystem, systemError } from './fakeSystem.ts';
import { type CommandRun, runOn } from './runCommand.ts';
import { brokenBody, lost } from './scriptedResponses.ts';

const ROTATE = ['organizations', 'apiKeys', 'rotate'];

/** A profile with the key of the sandbox. */
export const TOML = `[default]
public_api_key = "${SANDBOX.publicKey}"
private_api_key = "${SANDBOX.privateKey}"
org_id = "${SANDBOX.orgId}"
`;

/** What goes wrong with one write: it fails, or a signal comes right before it. */
export interface WriteCut {
  readonly at: number;
  readonly kind: 'full' | 'signal';
}

export interface CutRun {
  readonly atlas: CutAtlas;
  readonly system: FakeSystem;
  /** Runs another command in the same home, on the same Atlas. */
  again(words: readonly string[]): Promise<CommandRun>;
  /** How many requests came after the program had ended. */
  readonly requestsAfterEnd: number;
  readonly outcome: Outcome;
  /** How many writes there were, and which of them was cut. */
  readonly writes: number;
  readonly cutWrite: string | undefined;
}

async function toResponse(served: Served) {
  if (served.kind === 'lost') throw lost('ECONNRESET');
  if (served.kind === 'hanging') return new Promise<never>(() => {});
  const { response } = served;
  if (served.kind === 'response' || response.status === 204) return response;
  const text = await response.text();
  const { status, headers } = response;
  return new Response(brokenBody(text.slice(0, text.length / 2), lost('ECONNRESET')), { status, headers });
}

/** Sends requests to the sandbox. */
export const fetchFrom =
  (atlas: CutAtlas): FakeSystem['fetch'] =>
  async (url, { body, method, headers }) => {
    const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
    return toResponse(await atlas.serve(request));
  };

/** @param options of the fake system, beside those that every run has */
export async function runCut(
  scenario: Scenario,
  cut: Cut | readonly Cut[] = [],
  writeCut?: WriteCut,
  options: FakeOptions = {},
): Promise<CutRun> {
  let system: FakeSystem | undefined;
  const atlas = new CutAtlas(scenario, [cut].flat(), () => system?.signal('SIGTERM', 15));
  const taken: string[] = [];
  let writes = 0;
  let cutWrite: string | undefined;
  const written = (what: string): void => {
    writes++;
    if (writes !== writeCut?.at) return;
    cutWrite = what;
    if (writeCut.kind === 'full') throw systemError('ENOSPC');
    system?.signal('SIGTERM', 15);
  };
  const base = fakeSystem({
    env: HOME,
    files: { [CONFIG]: TOML },
    fetch: fetchFrom(atlas),
    runCommand(_, input) {
      written('command');
      taken.push(input);
      return { status: 0, hasReadAll: true };
    },
    ...options,
  });
  const { stdout, stderr, files } = base;
  const startedMs = Date.now();
  system = {
    ...base,
    // The clock of this machine is wrong, but advances like the one of Atlas.
    now: () => base.now() + (Date.now() - startedMs),
    stdout: {
      ...stdout,
      async write(text) {
        written('stdout');
        return stdout.write(text);
      },
    },
    stderr: {
      ...stderr,
      async write(text) {
        written('stderr');
        return stderr.write(text);
      },
    },
    files: {
      ...files,
      createPrivate(path, content, durability) {
        // The challenges that are remembered are no business of the rotation's.
        if (!path.includes('/.cache/')) written(`create ${path}`);
        files.createPrivate(path, content, durability);
      },
      openPrivate(path) {
        written(`open ${path}`);
        const file = files.openPrivate(path);
        return {
          ...file,
          writeAndClose(...given) {
            written(`write ${path}`);
            file.writeAndClose(...given);
          },
        };
      },
      rename(from, to) {
        if (!to.includes('/.cache/')) written(`rename ${to}`);
        files.rename(from, to);
      },
    },
  };
  const done = await runOn(system, [...(scenario.command ?? ROTATE), ...scenario.words]);
  const countAtEnd = atlas.count;
  // What was started and not waited for would go on now.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  const left = Object.fromEntries([...done.system.disk].map(([path, { text }]) => [path, text]));
  return {
    atlas,
    system: base,
    again: (words) =>
      runOn(fakeSystem({ env: HOME, files: Object.fromEntries(base.disk), fetch: fetchFrom(atlas) }), words),
    requestsAfterEnd: atlas.count - countAtEnd,
    writes,
    cutWrite,
    outcome: {
      status: done.status,
      stdout: base.written.stdout,
      stderr: base.written.stderr,
      hasStderr: cutWrite !== 'stderr' || writeCut?.kind !== 'full',
      files: { ...left, ...(taken.length > 0 && { taken: taken.join('') }) },
    },
  };
}

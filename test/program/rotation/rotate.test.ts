/** The built program rotates keys, and is cut at every request by a real server, by signals, and by full disks. */

import * as fs from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, type ExpectStatic } from 'vitest';
import { SANDBOX } from '../../../sandbox/state.ts';
import { NO_API_KEY } from '../../support/fixtures.ts';
import {
  CUTS,
  type Cut,
  CutAtlas,
  judge,
  OLD_ID,
  type Scenario,
} from '../../support/inProcess/rotationModel.ts';
import { BUILDS } from '../../support/program/builds.ts';
import { programTest, type RunOptions, type Stage } from '../../support/program/programTest.ts';

const ROTATE = ['organizations', 'apiKeys', 'rotate'];

const ALL = ['--envFile', 'new.env', '--storeWith', 'cat >taken', '--saveProfile', 'new'];
const DELETING = ['--deleteOld', '--force'];

const SCENARIOS: readonly Scenario[] = [
  { name: 'another key to standard output', words: [OLD_ID, ...DELETING] },
  { name: 'another key into every place', words: [OLD_ID, ...ALL, ...DELETING] },
  { name: 'the own key into every place', words: [...ALL, ...DELETING] },
  { name: 'the own key in its profile', words: ['--updateProfile', ...DELETING] },
  { name: 'another key untested', words: [OLD_ID, ...ALL, ...DELETING, '--noTest'] },
  { name: 'another key that stays', words: [OLD_ID, '--storeWith', 'cat >taken'] },
];

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** A server in front of the sandbox. */
async function serve(atlas: CutAtlas): Promise<{ url: string; close(): Promise<void> }> {
  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const body = await textOf(incoming);
    const request = new Request(new URL(path, url).href, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body !== '' && { body }),
    });
    const served = await atlas.serve(request);
    if (served.kind === 'hanging') return;
    if (served.kind === 'lost') {
      incoming.socket.destroy();
      return;
    }
    const { response } = served;
    const bytes = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, response.statusText, {
      ...Object.fromEntries(response.headers),
      ...(response.status !== 204 && { 'content-length': bytes.length }),
    });
    if (served.kind === 'response' || response.status === 204) outgoing.end(bytes);
    else outgoing.write(bytes.subarray(0, bytes.length / 2), () => incoming.socket.destroy());
  }
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => {});
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The texts of all files below a folder. */
const textsBelow = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => fs.readFileSync(join(parentPath, name), 'utf8'));

/** One rotation in a fresh home. @returns how many requests came */
async function rotate(
  stage: Stage,
  expect: ExpectStatic,
  scenario: Scenario,
  cut?: Cut,
  streams: Pick<RunOptions, 'stdout' | 'stderr'> = {},
): Promise<number> {
  for (const folder of [stage.home, stage.cwd])
    for (const name of fs.readdirSync(folder)) fs.rmSync(join(folder, name), { recursive: true });
  let signal = () => {};
  const atlas = new CutAtlas(scenario, cut, () => signal());
  const server = await serve(atlas);
  try {
    const { publicKey, privateKey, orgId } = SANDBOX;
    stage.put(
      join(stage.configFolder, 'config.toml'),
      `[default]\npublic_api_key = '${publicKey}'\nprivate_api_key = '${privateKey}'\norg_id = '${orgId}'\nops_manager_url = '${server.url}'\n`,
    );
    const run = stage.start({ argv: [...ROTATE, ...scenario.words], env: NO_API_KEY, ...streams });
    signal = () => run.signal('SIGTERM');
    const { status, stdout, stderr } = await run.exited;
    const kept = [...textsBelow(stage.home), ...textsBelow(stage.cwd)];
    const hasStderr = streams.stderr === undefined;
    const told = Object.assign(
      (actual: unknown, what?: string) =>
        expect(actual, `${what}, ${JSON.stringify({ cut, streams, status, stdout, stderr })}`),
      expect,
    );
    judge(atlas, scenario, { status, stdout, stderr, hasStderr, kept }, told);
    told(atlas.contractViolations).toEqual([]);
    if (cut === undefined && streams.stdout === undefined && hasStderr) told(status, 'status').toBe(0);
    return atlas.count;
  } finally {
    await server.close();
  }
}

describe.concurrent.each(BUILDS)('$name', { timeout: 600_000 }, (build) => {
  const test = programTest(build);

  test.for(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'when the rotation of %s is interrupted at any request, then nothing is lost and the report is true',
    async ([, scenario], { stage, expect }) => {
      const requests = await rotate(stage, expect, scenario);
      // Ten kinds of cuts each: more than 500 in all.
      expect(requests).toBeGreaterThan(7);
      for (let at = 1; at <= requests; at++)
        for (const kind of CUTS) await rotate(stage, expect, scenario, { at, kind });
    },
  );

  test.for(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))(
    'when %s is rotated and a stream accepts nothing, then nothing is lost and the report is true',
    async ([, scenario], { stage, expect }) => {
      for (const broken of ['full', 'broken'] as const) {
        await rotate(stage, expect, scenario, undefined, { stdout: broken });
        await rotate(stage, expect, scenario, undefined, { stderr: broken });
      }
    },
  );
});

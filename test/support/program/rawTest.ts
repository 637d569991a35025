/** Tests of a build with raw servers. */
import * as fs from 'node:fs';
import { join } from 'node:path';
import { challenging, type RawResponse, type RawServer, startRawServer } from '../servers/rawServer.ts';
import type { BUILDS } from './builds.ts';
import { programTest, type Stage } from './programTest.ts';

/** Starts a server that sends a challenge and then this response. It is closed at the end of its test. */
export type Serve = (authorized: RawResponse, unauthorized?: RawResponse) => Promise<RawServer>;

export const rawTest = (build: (typeof BUILDS)[number]) =>
  programTest(build).extend<{ raw: Serve }>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest asks for this form
    raw: async ({}, use) => {
      const servers: RawServer[] = [];
      await use(async (authorized, unauthorized = challenging) => {
        const server = await startRawServer((isAuthorized) => (isAuthorized ? authorized : unauthorized));
        servers.push(server);
        return server;
      });
      await Promise.all(servers.map((server) => server.close()));
    },
  });

/** The environment of a program that uses the server. */
export const talkTo = ({ url }: RawServer) => ({ MONGODB_ATLAS_OPS_MANAGER_URL: url });

/** Removes the recovery files, and returns their contents. */
export function takeRecovered({ configFolder }: Stage): Buffer[] {
  const names = fs.existsSync(configFolder) ? fs.readdirSync(configFolder) : [];
  return names
    .filter((name) => name.startsWith('recovered-response-'))
    .map((name) => {
      const path = join(configFolder, name);
      const contents = fs.readFileSync(path);
      fs.rmSync(path);
      return contents;
    });
}

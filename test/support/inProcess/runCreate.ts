/** Runs `atlas organizations apiKeys create` in this process. */

import { HOME, KEYS, NEW_KEY, ORG_ID } from '../fixtures.ts';
import type { FakeOptions } from './fakeSystem.ts';
import { type CommandRun, run } from './runCommand.ts';
import { challenge, jsonResponse } from './scriptedResponses.ts';

/** The responses for a successful create. */
export const CREATED = [challenge, jsonResponse(NEW_KEY)];

const WORDS = ['organizations', 'apiKeys', 'create'];
/** All flags that a create requires. */
export const COMPLETE = ['--role', 'ORG_OWNER', '--desc', 'ci', '--orgId', ORG_ID];

/** A create with only these flags. */
export const createWith = (flags: readonly string[], options: FakeOptions = {}): Promise<CommandRun> =>
  run([...WORDS, ...flags], options);

/** The options of a create with credentials, with some of them replaced. */
export const withKeys = (options: FakeOptions = {}): FakeOptions => ({
  responses: CREATED,
  ...options,
  env: { ...HOME, ...KEYS, ...options.env },
});

/** A complete create, with additional flags. By default, it succeeds. */
export const create = (options: FakeOptions = {}, flags: readonly string[] = []): Promise<CommandRun> =>
  createWith([...COMPLETE, ...flags], withKeys(options));

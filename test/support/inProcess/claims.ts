/** Whether what a run says on standard error about a new key is true. */
import type { ExpectStatic } from 'vitest';
import { SANDBOX, type StoredKey } from '../../../sandbox/state.ts';
import { type CutAtlas, OLD_ID, type Outcome, OWN_ID } from './cutAtlas.ts';

/** Whether the private key is anywhere where its owner finds it. */
export const isSomewhere = ({ privateKey }: StoredKey, { stdout, stderr, files }: Outcome): boolean =>
  [stdout, stderr, ...Object.values(files)].some((text) => text.includes(privateKey));

/**
 * Whether standard error names a key whose private half nobody has, or says that there may be one: after a signal, or because
 * the list of keys could not be read. Part of the response may be saved.
 */
export const isNamed = ({ id }: StoredKey, { stderr }: Outcome): boolean =>
  stderr.includes(id) ||
  (/may have been created/.test(stderr) && /interrupted by|could not be read/.test(stderr));

const fileNamed = (name: string, { files }: Outcome): string | undefined =>
  Object.entries(files).find(([path]) => path === name || path.endsWith(`/${name}`))?.[1];

/** Whether a destination has the key. @param name as messages name it: `file new.env`, `profile "new" of …`, `command "…"` */
export function holds(name: string, { privateKey }: StoredKey, outcome: Outcome): boolean {
  const [, path] = /^file (.+)$/.exec(name) ?? /^profile "\w+" of (.+)$/.exec(name) ?? [];
  if (path !== undefined) return fileNamed(path, outcome)?.includes(privateKey) === true;
  // The command of all scenarios is `cat >taken`.
  if (name.startsWith('command ')) return fileNamed('taken', outcome)?.includes(privateKey) === true;
  throw new Error(`no destination: ${name}`);
}

/** The names of destinations in a part of a sentence. */
export const namesIn = (text: string): string[] =>
  [...text.matchAll(/file \S+|profile "\w+" of \S+|command "[^"]*"/g)].map(([name]) => name);

/** The sentences on standard error that match, without their full stop. */
const sentences = (stderr: string, pattern: RegExp): string[] =>
  stderr.split(/\.(?=\s|$)|\n/).filter((sentence) => pattern.test(sentence));

/** The names of the destinations that a command line names. */
export function destinationsOf(words: readonly string[]): string[] {
  const valueAfter = (flag: string) => words[words.indexOf(flag) + 1] ?? '';
  const named: Readonly<Record<string, (value: string) => string>> = {
    '--envFile': (path) => `file ${path}`,
    '--saveProfile': (profile) => `profile "${profile}" of config.toml`,
    '--storeWith': (command) => `command "${command}"`,
    '--updateProfile': () => 'profile "default" of config.toml',
  };
  return Object.entries(named).flatMap(([flag, name]) =>
    words.includes(flag) ? name(valueAfter(flag)) : [],
  );
}

/**
 * Checks every statement about the new key, where it is, and whether it exists.
 * @param created the keys that the run has created
 */
export function checkClaims({ created, count }: CutAtlas, outcome: Outcome, expect: ExpectStatic): void {
  const { stderr } = outcome;
  const [key] = created;
  const isHeld = (name: string) => key !== undefined && holds(name, key, outcome);
  const claimed = (pattern: RegExp) => sentences(stderr, pattern).flatMap(namesIn);

  expect(stderr, "the caller's private key").not.toContain(SANDBOX.privateKey);
  expect(stderr, 'a stack trace').not.toMatch(/^\s+at .+:\d+/m);
  for (const name of claimed(/^ ?(The (new API|private) key is in|It was also passed|.*was passed to the)/))
    expect(isHeld(name), `${name} has it`).toBe(true);
  for (const name of claimed(/^ ?(Nothing was written to|The command .* was not run)/))
    expect(isHeld(name), `${name} has nothing`).toBe(false);
  for (const name of claimed(/cannot write the file|the command .* ended with/))
    expect(isHeld(name), `${name} failed`).toBe(false);

  if (/The API key was created\b|was created to replace/.test(stderr))
    expect(created, 'was created').toHaveLength(1);
  if (/No API key was created|Nothing was (created|changed)\./.test(stderr))
    expect(created, 'nothing was created').toEqual([]);
  const [, recovered] = /The response, including the private key, is in (\S+) \(/.exec(stderr) ?? [];
  if (recovered !== undefined)
    expect(JSON.parse(fileNamed(recovered, outcome) ?? '{}').privateKey, recovered).toBe(key?.privateKey);
  if (/including the private key, is shown above/.test(stderr)) expect(stderr).toContain(key?.privateKey);

  if (/No new API key with this description was found/.test(stderr))
    expect(created, 'none was found').toEqual([]);
  if (/The list of API keys could not be read/.test(stderr)) expect(count, 'requests').toBeGreaterThan(1);
  for (const [, id] of stderr.matchAll(/API key (\w{24}) has this description/g)) expect(id).toBe(key?.id);
  for (const [, id, org] of stderr.matchAll(/apiKeys delete (\w+) --orgId (\w+)/g))
    expect([...created.map((one) => one.id), OLD_ID, OWN_ID], 'the key to delete').toContain(
      org === SANDBOX.orgId ? id : org,
    );
}

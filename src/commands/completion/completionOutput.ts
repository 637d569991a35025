/** Completes a command line for a shell. Uses only local data, and sends no request. */
import { type Candidate, complete, completionText } from '../../cli/complete.ts';
import type { Program } from '../../cli/define.ts';
import type { Bootstrap } from '../../system/bootstrap.ts';
import type { System } from '../../system/system.ts';

/** One word from each profile, sorted by the names of the profiles; none if the file cannot be read. */
async function fromProfiles(
  bootstrap: Bootstrap,
  pick: (name: string, profile: Readonly<Record<string, unknown>>) => unknown,
  about: (name: string) => string,
): Promise<Candidate[]> {
  const [{ readConfigFile }, system] = await Promise.all([
    import('../../config/file/read.ts'),
    bootstrap.loadSystem(),
  ]);
  // Discards warnings, because the shell runs the program each time the user presses Tab.
  const silent: System = { ...system, stderr: { ...system.stderr, write: async () => {} } };
  const file = await readConfigFile(silent).catch(() => undefined);
  const found = new Map<string, Candidate>();
  const sorted = [...(file?.profiles ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, profile] of sorted) {
    const word = pick(name, profile);
    if (typeof word === 'string' && word !== '' && !found.has(word))
      found.set(word, { word, about: about(name) });
  }
  return [...found.values()];
}

/** The text that the shell's script reads: the candidates for the last word, which is unfinished. */
export async function completionOutput(
  program: Program<System>,
  bootstrap: Bootstrap,
  words: readonly string[],
  withDescriptions: boolean,
): Promise<string> {
  const inProfile = (name: string) => `in profile ${name}`;
  const sources: Readonly<Record<string, () => Promise<Candidate[]>>> = {
    profiles: () =>
      fromProfiles(
        bootstrap,
        // No flag takes a name with a dot.
        (name) => (name.includes('.') ? undefined : name),
        () => '',
      ),
    organizations: () => fromProfiles(bootstrap, (_, { org_id }) => org_id, inProfile),
    projects: () => fromProfiles(bootstrap, (_, { project_id }) => project_id, inProfile),
  };
  const completion = await complete(program, words, async (name) => sources[name]?.() ?? []);
  return completionText(completion, withDescriptions);
}

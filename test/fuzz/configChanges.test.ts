/** Random changes of random configuration files keep all other lines. FAST_CHECK_RUNS sets the number of runs. */
import parseToml from '@iarna/toml/parse-string.js';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { editConfigFile } from '../../src/config/file/edit.ts';
import { fakeSystem } from '../support/inProcess/fakeSystem.ts';

const CONFIG = '/home/me/.config/atlascli/config.toml';

const PROFILES = ['default', 'ci', 'a b', 'x.y'] as const;
/** A profile of dotted global properties: `flat.org_id = 1`. */
const FLAT = 'flat';
const KEYS = ['org_id', 'output', 'my_own', 'odd key'] as const;
const GLOBALS = ['version', 'telemetry_enabled'] as const;

const name = (text: string): string => (/^[\w-]+$/.test(text) ? text : `"${text}"`);

/** A line, and what it belongs to; a comment above a property belongs to the profile, not to the property. */
interface Line {
  readonly text: string;
  readonly profile?: string;
  readonly key?: string;
  readonly isHeader?: boolean;
  /** Whether a property includes the name of its profile: `flat.org_id`. */
  readonly isDotted?: boolean;
}

const plain = fc.string({ unit: fc.constantFrom(...'abz019 .-_#[]=é'), maxLength: 8 });
const value = fc.oneof(
  plain.map((text) => `'${text}'`),
  plain.map((text) => `"${text}"`),
  plain.map((text) => `"""\n[${text}\n # ${text}"""`),
  fc.constantFrom(
    '1',
    'true',
    '[ "a", # in a list\n  "b" ]',
    '1979-05-27',
    '{ a = "b" }',
    "'''\n[default]\norg_id = 1\n'''",
  ),
);
const comment = plain.map((text) => `# ${text.trimEnd()}`);
const indented = fc.tuple(fc.constantFrom('', '', '  '), comment).map((parts) => parts.join(''));
const gap = fc.array(fc.oneof(fc.constantFrom('', '', ' '), indented), { maxLength: 3 });

const row = (profile: string | undefined, prefix: string) => (key: string) =>
  fc
    .record({
      // A table before all tables is a profile.
      value: profile === undefined ? value.filter((text) => !text.startsWith('{')) : value,
      indent: fc.constantFrom('', '  ', '\t'),
      end: fc.option(comment, { nil: '' }),
      before: gap,
    })
    .map(({ value, indent, end, before }): Line[] => [
      ...before.map((text) => ({ text, ...(profile !== undefined && { profile }) })),
      ...`${indent}${prefix}${name(key)} = ${value}${end && ` ${end}`}`
        .split('\n')
        .map((text) => ({ text, key, isDotted: prefix !== '', ...(profile !== undefined && { profile }) })),
    ]);

const rows = (keys: readonly string[], profile?: string, prefix = ''): fc.Arbitrary<Line[]> =>
  fc
    .subarray([...keys])
    .chain((chosen) => fc.tuple(...chosen.map(row(profile, prefix))))
    .map((all) => all.flat());

const table = (profile: string): fc.Arbitrary<Line[]> =>
  fc
    .record({
      before: gap,
      own: rows(KEYS, profile),
      below: fc.option(rows(['sub'], profile), { nil: undefined }),
      blank: fc.boolean(),
    })
    .map(({ before, own, below, blank }) => [
      ...before.map((text) => ({ text })),
      ...(blank ? [{ text: '' }] : []),
      { text: `[${name(profile)}]`, profile, isHeader: true },
      ...own,
      ...(below ? [{ text: `[${name(profile)}.below]`, profile, isHeader: true }, ...below] : []),
    ]);

const file: fc.Arbitrary<Line[]> = fc
  .record({
    head: rows(GLOBALS),
    flat: rows(KEYS, FLAT, `${FLAT}.`),
    tables: fc.shuffledSubarray([...PROFILES]).chain((chosen) => fc.tuple(...chosen.map(table))),
    tail: gap,
  })
  .map(({ head, flat, tables, tail }) => [
    ...head,
    ...flat,
    ...tables.flat(),
    ...tail.map((text) => ({ text })),
  ]);

type Edit =
  | { kind: 'set' | 'remove'; profile: string; key: string; value: string }
  | { kind: 'global'; key: string; value: boolean }
  | { kind: 'delete' | 'rename'; profile: string };

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('set' as const, 'remove' as const),
    profile: fc.constantFrom(...PROFILES, FLAT, 'new'),
    key: fc.constantFrom(...KEYS, 'project_id'),
    value: fc.oneof(plain, fc.string({ unit: 'grapheme', maxLength: 6 })),
  }),
  fc.record({
    kind: fc.constant('global' as const),
    key: fc.constantFrom(...GLOBALS, 'skip'),
    value: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'rename' as const),
    profile: fc.constantFrom(...PROFILES, FLAT, 'new'),
  }),
);

/** The lines that must stay unchanged, in order, without blank lines. */
function untouched(lines: readonly Line[], edits: readonly Edit[]): string[] {
  const isDropped = lines.map(({ profile, key, isHeader, isDotted }) =>
    edits.some((edit) => {
      if (edit.kind === 'global') return profile === undefined && key === edit.key;
      if (profile !== edit.profile) return false;
      return 'key' in edit ? key === edit.key : edit.kind === 'delete' || isHeader || isDotted;
    }),
  );
  const deleted = (at: number): boolean => {
    const { profile, isHeader } = lines[at] ?? {};
    return isHeader === true && edits.some((edit) => edit.kind === 'delete' && edit.profile === profile);
  };
  // The comment directly above a deleted table goes with it.
  for (let at = lines.length - 1; at > 0; at--)
    if (deleted(at))
      for (let above = at - 1; lines[above]?.text.trimStart().startsWith('#') && !lines[above]?.key; above--)
        isDropped[above] = true;
  return lines.flatMap(({ text }, at) => (isDropped[at] || text.trim() === '' ? [] : [text]));
}

/** Returns the lines that the text does not contain in this order. */
function lost(wanted: readonly string[], text: string): string[] {
  const lines = text.split(/\r?\n/);
  let at = 0;
  return wanted.filter((line) => {
    const found = lines.indexOf(line, at);
    if (found < 0) return true;
    at = found + 1;
    return false;
  });
}

test('when a random file gets random edits, then all other lines stay', async () => {
  await fc.assert(
    fc.asyncProperty(
      file,
      fc.array(edit, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('\n', '\r\n'),
      async (lines, edits, end) => {
        const text = lines.map((line) => line.text + end).join('');
        const system = fakeSystem({ env: { HOME: '/home/me' }, files: { [CONFIG]: text } });
        let renamed = 0;
        await editConfigFile(system, (config) => {
          for (const change of edits) {
            if (change.kind === 'set') config.set(change.profile, change.key, change.value);
            else if (change.kind === 'remove') config.remove(change.profile, change.key);
            else if (change.kind === 'global') config.setGlobal(change.key, change.value);
            else if (change.kind === 'delete') config.deleteProfile(change.profile);
            else if (config.hasProfile(change.profile))
              config.renameProfile(change.profile, `new name ${renamed++}`);
          }
        });
        const result = system.disk.get(CONFIG)?.text ?? '';
        // What was renamed is no longer found under its old name by a later change, so only more can stay.
        expect(lost(untouched(lines, edits), result), result).toEqual([]);
        // A file that a change has emptied has no line end that the next one could follow.
        const isEverEmpty =
          text === '' ||
          edits.some(({ kind }) => kind === 'delete') ||
          (edits.some(({ kind }) => kind === 'remove') && !lines.some(({ isHeader }) => isHeader));
        if (end === '\r\n' && !isEverEmpty) expect(result.replaceAll('\r\n', '')).not.toContain('\n');
        const last = edits.at(-1);
        const root = parseToml(result.replaceAll('\r\n', '\n')) as Record<string, Record<string, unknown>>;
        if (last?.kind === 'set') expect(root[last.profile]?.[last.key]).toBe(last.value);
        if (last?.kind === 'global') expect(root[last.key]).toBe(last.value);
        if (last?.kind === 'delete') expect(root).not.toHaveProperty([last.profile]);
        if (last?.kind === 'remove') expect(root[last.profile] ?? {}).not.toHaveProperty([last.key]);
      },
    ),
    { numRuns: Number(process.env['FAST_CHECK_RUNS'] ?? 1000) },
  );
});

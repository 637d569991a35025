/** Suggests a field for one that a response does not have. */
import { allNearest } from '../cli/suggest.ts';

/** The names at one place of a response. */
export interface Fields {
  readonly names: readonly string[];
  /** Those of them that are lists of objects, each with the names in these objects. */
  readonly lists: readonly { readonly name: string; readonly names: readonly string[] }[];
}

/** How an output format writes a field. */
export interface Spelling {
  field(name: string): string;
  /** A field of the objects in a list. */
  inList(list: string, name: string): string;
}

/** `Did you mean $.id?`; undefined without any suggestions. */
export const didYouMeanOneOf = (suggestions: readonly string[]): string | undefined =>
  suggestions.length === 0 ? undefined : `Did you mean ${suggestions.join(' or ')}?`;

/**
 * The hint for a field that does not exist: the most similar field, here or in the objects of a list, or otherwise all fields.
 */
export function fieldHint(typed: string, { names, lists }: Fields, { field, inList }: Spelling): string {
  const inLists = lists.flatMap((list) => list.names.map((name) => ({ list: list.name, name })));
  const near = new Set(allNearest(typed, [...names, ...inLists.map(({ name }) => name)]));
  const here = names.filter((name) => near.has(name)).map(field);
  const there = inLists.filter(({ name }) => near.has(name)).map(({ list, name }) => inList(list, name));
  return didYouMeanOneOf(here.length > 0 ? here : there) ?? `The fields are ${names.join(', ')}.`;
}

/** Which names somebody may have meant. */

/** The Levenshtein distance of two words, upper and lower case being the same. */
function distance(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 0; i < left.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const replaced = (row[j] ?? 0) + (left[i] === right[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

/**
 * The candidates within `most` edits of the word, or that begin with it, nearest first.
 * The default is cobra's distance for commands.
 */
export function suggestions(word: string, candidates: readonly string[], most = 2): string[] {
  return candidates
    .map((candidate) => ({ candidate, edits: distance(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= most || candidate.toLowerCase().startsWith(word.toLowerCase()))
    .sort((a, b) => a.edits - b.edits)
    .map(({ candidate }) => candidate);
}

/** The known word that a mistyped one most likely means; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const closest = known
    .map((candidate) => ({ candidate, distance: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  return closest !== undefined && closest.distance <= Math.max(2, word.length / 3) ? closest.candidate : undefined;
}

/** Levenshtein: insertions, deletions and substitutions. */
function distance(a: string, b: string): number {
  const letters = Array.from(b);
  let row = [0, ...letters.map((_, index) => index + 1)];
  for (const letter of Array.from(a)) row = nextRow(row, letter, letters);
  return row.at(-1) ?? 0;
}

function nextRow(above: readonly number[], letter: string, letters: readonly string[]): number[] {
  const row = [(above[0] ?? 0) + 1];
  letters.forEach((other, index) => {
    const [corner = 0, over = 0] = above.slice(index, index + 2);
    const before = row[index] ?? 0;
    row.push(Math.min(before + 1, over + 1, corner + (letter === other ? 0 : 1)));
  });
  return row;
}

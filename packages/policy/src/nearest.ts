const FURTHEST = 3;

/** The candidate that a misspelt word most likely means: few changed, missing or swapped characters; null where none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const written = word.toLowerCase();
  let best: string | null = null;
  let least = Math.min(FURTHEST, Math.ceil(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = changes(written, candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/** Levenshtein's distance, with two swapped neighbours as one change. */
function changes(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      row.push(Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, at(i - 1, j - 1) + same, swapped));
    }
  }
  return at(a.length, b.length);
}

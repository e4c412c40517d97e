const BATCH = 10_000;

/** Rows in the portions in which an engine takes them. */
export async function* batchesOf(rows: readonly (readonly (string | null)[])[]): AsyncIterable<(readonly (string | null)[])[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

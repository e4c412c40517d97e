import type { RawRow, RejectedRow, SheetTable } from "./source.js";

/** Everything that a table yields, in one piece. */
export async function readAll(table: SheetTable | undefined): Promise<{ rows: RawRow[]; rejected: RejectedRow[]; skipped: number }> {
  if (table === undefined) throw new Error("no such table");
  const all: { rows: RawRow[]; rejected: RejectedRow[]; skipped: number } = { rows: [], rejected: [], skipped: 0 };
  for await (const batch of table.read()) {
    all.rows.push(...batch.rows);
    all.rejected.push(...batch.rejected);
    all.skipped += batch.skipped;
  }
  return all;
}

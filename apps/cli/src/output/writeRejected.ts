import { type Lang, maskText } from "@doudi/contract";
import type { RejectedRow } from "@doudi/roster";
import { CsvFile } from "./csvFile.js";
import { guardFormula } from "@doudi/report/csv";

/** Writes rejected.csv: the rows that could not be used, in the order of files, sheets and rows. */
export async function writeRejected(path: string, rejected: readonly (RejectedRow & { file: string; sheet: string })[], options: { lang: Lang; ids: "full" | "masked" }): Promise<void> {
  const text = (value: string): string => guardFormula(options.ids === "masked" ? maskText(value) : value);
  const file = new CsvFile(path, ["file", "sheet", "row", "reason", "raw"]);
  const sorted = [...rejected].sort((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
  for (const row of sorted) await file.write([guardFormula(row.file), guardFormula(row.sheet), String(row.row), text(row.reason[options.lang]), text(row.raw)]);
  await file.close();
}

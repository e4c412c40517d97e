import { DoudiError, type FindingRow, type Lang, type PreviousCounts, type Summary } from "@doudi/contract";
import { places } from "../places.js";
import { comparePrevious } from "../previous/comparePrevious.js";
import type { PreviousFindings } from "../previous/previousFindings.js";
import type { SheetLine } from "./findingSheet.js";

/** More findings than this are written by township, or not at all. */
export const WORKBOOK_LIMIT = 100_000;

export interface WorkbookOptions {
  summary: Summary;
  findings: AsyncIterable<FindingRow> | Iterable<FindingRow>;
  /** The file to write. */
  path: string;
  lang: Lang;
  /** Whether identity numbers are written in full; masked, long numbers in the reasons are masked too. */
  ids: "full" | "masked";
  /** An earlier comparison, whose check results are carried over. */
  previous?: PreviousFindings;
}

interface WorkbookResult {
  findings: number;
  previous: PreviousCounts | null;
}

/**
 * Writes findings.xlsx: a cover, a sheet for each kind of finding with columns to fill in, and those that are gone since the earlier comparison.
 * Throws DoudiError workbook_too_large above WORKBOOK_LIMIT findings, before anything is written.
 */
export async function writeWorkbook(options: WorkbookOptions): Promise<WorkbookResult> {
  const { summary, lang, ids, path } = options;
  const placeOf = places(summary);
  const comparison = options.previous === undefined ? null : comparePrevious(options.previous, summary.notRun.map(({ check }) => check));
  const lines: SheetLine[] = [];
  for await (const row of options.findings) {
    if (lines.length === WORKBOOK_LIMIT) throw new DoudiError("workbook_too_large", { limit: WORKBOOK_LIMIT });
    const seen = comparison?.see(row.finding_id) ?? null;
    lines.push({ row, place: placeOf(row.division).label, status: seen?.status ?? null, result: seen?.mark?.result ?? "", note: seen?.mark?.note ?? "" });
  }
  const gone: SheetLine[] = [];
  if (comparison !== null) {
    for await (const { row, status, mark } of comparison.unseen()) {
      gone.push({ row, place: placeOf(row.division).label, status, result: mark?.result ?? "", note: mark?.note ?? "" });
    }
  }
  const previous = comparison?.counts() ?? null;
  // The spreadsheet library is slow to load; commands that write no workbook should not wait for it.
  const { fillWorkbook } = await import("./fillWorkbook.js");
  await fillWorkbook({ path, summary, lang, ids, lines, gone, previous, township: null });
  return { findings: lines.length, previous };
}

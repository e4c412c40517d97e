import { PassThrough } from "node:stream";
import { FINDING_CODES } from "@doudi/contract";
import ExcelJS from "exceljs";
import { expect, it } from "vitest";
import { inventSummary } from "../county.testkit.js";
import { writeCoverSheet } from "./coverSheet.js";

/** Rows after which a printed page is broken, on the cover of a county with so many rosters. */
async function pageBreaks(rosterCount: number): Promise<number> {
  const summary = inventSummary([]);
  const [roster] = summary.rosters;
  if (roster === undefined) throw new Error("the county has no roster");
  const stream = new PassThrough();
  stream.resume();
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  writeCoverSheet(workbook, {
    summary: { ...summary, rosters: Array.from({ length: rosterCount }, () => roster) },
    lang: "zh", previous: null, township: null, goneSheet: null,
    counts: FINDING_CODES.map((code) => ({ code, severity: { high: 0, medium: 0, low: 0 }, sheet: null })),
  });
  const sheet = workbook.getWorksheet("封面") as unknown as { rowBreaks: unknown[] };
  await workbook.commit();
  return sheet.rowBreaks.length;
}

it("begins a new page for the places to sign only where they might be torn apart", async () => {
  // A roster is a line; a page holds about sixty.
  const breaks: number[] = [];
  for (let rosters = 1; rosters <= 61; rosters += 5) breaks.push(await pageBreaks(rosters));
  expect(breaks.filter((count) => count === 1).length).toBeGreaterThanOrEqual(2);
  expect(breaks.filter((count) => count === 1).length).toBeLessThanOrEqual(5);
  expect(Math.max(...breaks)).toBe(1);
});

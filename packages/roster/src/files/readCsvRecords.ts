import { createHash } from "node:crypto";
import { DoudiError } from "@doudi/contract";
import { type CsvRecord, CsvParser } from "./csvParser.js";
import { decodeLines, DELIMITERS, wholeLines } from "./examineCsv.js";
import { assertUnchanged } from "./fileStamp.js";
import { scanCsv } from "./scanCsv.js";

/** A title may stand above the header. */
const FIRST_RECORDS = 10;

/**
 * Every record of a CSV file in UTF-8 or GB18030, in order, for tables whose header the caller knows. The delimiter is the
 * one that cuts the first records into most cells. Throws file_empty, encoding_unknown, file_damaged, file_changed.
 */
export async function* readCsvRecords(path: string, name: string): AsyncGenerator<CsvRecord[]> {
  const scan = await scanCsv(path, name);
  const head = decodeLines(scan.head.subarray(scan.bom), scan, 1);
  const widths = DELIMITERS.map((delimiter) => new CsvParser(delimiter).push(head.text, true).slice(0, FIRST_RECORDS).reduce((widest, { cells }) => Math.max(widest, cells.length), 0));
  const delimiter = DELIMITERS[widths.indexOf(Math.max(...widths))] ?? ",";
  const parser = new CsvParser(delimiter);
  const hash = createHash("sha256");
  let line = 1;
  for await (const block of wholeLines(path, hash, scan.newline === "\r")) {
    const bytes = line === 1 ? block.bytes.subarray(scan.bom) : block.bytes;
    const { text, badLines, lines } = decodeLines(bytes, scan, line);
    line += lines;
    const records = parser.push(text, block.last, badLines);
    if (records.length > 0) yield records;
  }
  await assertUnchanged(path, name, scan.stamp);
  if (hash.digest("hex") !== scan.sha256) throw new DoudiError("file_changed", { file: name });
}

import { type CsvRecord, CsvParser } from "./csvParser.js";
import { decodeLines, DELIMITERS, scannedRecords } from "./examineCsv.js";
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
  yield* scannedRecords(path, name, scan, new CsvParser(delimiter));
}

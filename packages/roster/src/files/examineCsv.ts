import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { DoudiError } from "@doudi/contract";
import { isUtf8 } from "node:buffer";
import { classifyRow, REJECTIONS, type IdentityColumns } from "./classifyRow.js";
import { CsvParser, type CsvRecord } from "./csvParser.js";
import type { ExaminedFile, ExaminedTable } from "./examinedTable.js";
import { assertUnchanged } from "./fileStamp.js";
import { findHeader, type HeaderLayout } from "./findHeader.js";
import type { Kinds } from "./kinds.js";
import { LONGEST_LINE, type CsvScan } from "./prescanCsv.js";
import { scanCsv } from "./scanCsv.js";
import type { DirectCsv, RowBatch } from "./source.js";

export const DELIMITERS = [",", "\t", ";", "|"] as const;
const BLOCK = 1 << 20;
const HEAD_RECORDS = 60;
const TAIL_LINES = 50;
const RAW_LENGTH = 2000;
const EMPTY = new Set<number>();

/** Finds encoding, delimiter and header of a CSV file. Throws DoudiError (see prescanCsv) and header_missing. */
export async function examineCsv(path: string, name: string, kinds: Kinds): Promise<ExaminedFile> {
  const scan = await scanCsv(path, name);
  const found = findTable(scan, kinds);
  if (found === null) throw new DoudiError("header_missing", { file: name, sheet: "" });
  return {
    path, name, bytes: scan.stamp.bytes, modifiedMs: scan.stamp.modifiedMs, sha256: scan.sha256, format: "csv", encoding: scan.encoding,
    tables: [csvTable(path, name, scan, found)],
    otherSheets: [],
  };
}

interface CsvLayout {
  delimiter: string;
  layout: HeaderLayout;
  /** The physical line of the header, and the one where data begins (both from 1). */
  headerLine: number;
  dataLine: number;
  first: CsvRecord[];
}

function findTable(scan: CsvScan, kinds: Kinds): CsvLayout | null {
  const { text, badLines } = decodeLines(scan.head.subarray(scan.bom), scan, 1);
  let best: (CsvLayout & { score: number }) | null = null;
  for (const delimiter of DELIMITERS) {
    const parser = new CsvParser(delimiter);
    // The head may end inside a record; what is behind its last line break is left out unless the file ends there.
    const whole = scan.stamp.bytes <= scan.head.length;
    const records = parser.push(text, whole, badLines).slice(0, 2000);
    const top = records.slice(0, HEAD_RECORDS);
    const layout = findHeader(top.map((record) => record.cells), kinds);
    if (layout === null) continue;
    const next = records[layout.index + layout.rows];
    const header = top[layout.index];
    if (header === undefined) continue;
    // A single-column reading of a many-column file knows its header only by accident.
    const score = layout.cells.length + (next === undefined || next.cells.length === layout.cells.length ? 0.5 : 0);
    if (best !== null && score <= best.score) continue;
    best = { score, delimiter, layout, headerLine: header.row, dataLine: next?.row ?? scan.lines + 1, first: records.slice(layout.index + layout.rows) };
  }
  return best;
}

function csvTable(path: string, name: string, scan: CsvScan, found: CsvLayout): ExaminedTable {
  return {
    sheet: "",
    layout: found.layout,
    headerRow: found.headerLine,
    sample: found.first.slice(0, 10).map(({ row, cells }) => ({ row, cells: fit(cells, found.layout.cells.length) ?? cells })),
    warnings: [],
    direct: (identity) => directCsv(path, scan, found, identity),
    read: (identity) => readCsv(path, name, scan, found, identity),
  };
}

/** The file for an engine to read by itself, null where its first or last lines show that it is not that clean. */
function directCsv(path: string, scan: CsvScan, found: CsvLayout, identity: IdentityColumns): DirectCsv | null {
  if (!scan.plain || scan.newline === "\r" || scan.lastBlankLine >= found.dataLine || found.dataLine > scan.lines) return null;
  const width = found.layout.cells.length;
  const isClean = (cells: string[]): boolean => cells.length === width && classifyRow(cells, identity) === "row";
  if (!found.first.every((record) => record.problem === null && isClean(record.cells))) return null;
  const tail = scan.tail.toString("utf8").split(/\r?\n/);
  if (tail.at(-1) === "") tail.pop();
  const lines = Math.min(TAIL_LINES, scan.lines - found.dataLine + 1);
  // The first line of the tail may be cut; it is looked at only where the tail is the whole file.
  if (!tail.slice(-lines).every((line, index, all) => (all.length === tail.length && index === 0 && scan.stamp.bytes > scan.tail.length) || (scan.quotes && line.includes('"')) || isClean(line.split(found.delimiter)))) return null;
  return { path, delimiter: found.delimiter, firstDataLine: found.dataLine - 1, dataLines: scan.lines - found.dataLine + 1, newline: scan.newline, spaces: scan.spaces, quotes: scan.quotes };
}

async function* readCsv(path: string, name: string, scan: CsvScan, found: CsvLayout, identity: IdentityColumns): AsyncGenerator<RowBatch> {
  await assertUnchanged(path, name, scan.stamp);
  const width = found.layout.cells.length;
  for await (const records of scannedRecords(path, name, scan, new CsvParser(found.delimiter, width))) {
    const batch = sortRecords(records, found, width, identity);
    if (batch.rows.length > 0 || batch.rejected.length > 0 || batch.skipped > 0) yield batch;
  }
}

/** Every record of a file, as the parser cuts them. Throws file_changed where it is no longer what was scanned. */
export async function* scannedRecords(path: string, name: string, scan: CsvScan, parser: CsvParser): AsyncGenerator<CsvRecord[]> {
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

function sortRecords(records: readonly CsvRecord[], found: CsvLayout, width: number, identity: IdentityColumns): RowBatch {
  const batch: RowBatch = { rows: [], rejected: [], skipped: 0 };
  for (const record of records) {
    if (record.row < found.dataLine) continue;
    const cells = record.problem === null ? fit(record.cells, width) : null;
    const kind = record.problem ?? (cells === null ? "extra_cells" : classifyRow(cells, identity));
    if (kind === "row" && cells !== null) batch.rows.push({ row: record.row, cells });
    else if (kind === "skipped") batch.skipped += 1;
    else if (kind !== "row") batch.rejected.push({ row: record.row, reason: REJECTIONS[kind], raw: record.cells.join(found.delimiter).slice(0, RAW_LENGTH) });
  }
  return batch;
}

/** The cells as many as the header has: missing ones are empty, empty ones too many are dropped; null where one too many says something. */
function fit(cells: string[], width: number): string[] | null {
  if (cells.length === width) return cells;
  while (cells.length < width) cells.push("");
  for (let column = width; column < cells.length; column += 1) if (cells[column]?.trim() !== "") return null;
  cells.length = width;
  return cells;
}

/** A file in blocks of whole lines, at most 16 MB each. */
async function* wholeLines(path: string, hash: { update(data: Buffer): unknown }, oldBreaks: boolean): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  const lineBreak = oldBreaks ? 13 : 10;
  for await (const chunk of createReadStream(path, { highWaterMark: BLOCK }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    const joined = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = joined.lastIndexOf(lineBreak) + 1;
    if (end > 0) yield { bytes: joined.subarray(0, end), last: false };
    rest = joined.subarray(end);
    if (rest.length > LONGEST_LINE) break;
  }
  yield { bytes: rest, last: true };
}

/**
 * Text of whole lines. Lines that are not valid in the file's encoding come with replacement characters and are named
 * by their physical number; `first` is the number of the first line.
 */
export function decodeLines(bytes: Buffer, scan: CsvScan, first: number): { text: string; badLines: ReadonlySet<number>; lines: number } {
  const text = scan.encoding === "utf-8" ? (isUtf8(bytes) ? bytes.toString("utf8") : null) : decodeStrictly(bytes);
  const clean = text === null ? decodeEachLine(bytes, scan, first) : { text, badLines: EMPTY };
  const unified = scan.newline === "\r" ? clean.text.replaceAll("\r", "\n") : clean.text;
  return { text: unified, badLines: clean.badLines, lines: countBreaks(bytes, scan.newline === "\r" ? 13 : 10) };
}

function decodeStrictly(bytes: Buffer): string | null {
  try {
    return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function decodeEachLine(bytes: Buffer, scan: CsvScan, first: number): { text: string; badLines: ReadonlySet<number> } {
  const lineBreak = scan.newline === "\r" ? 13 : 10;
  const lenient = new TextDecoder(scan.encoding, { ignoreBOM: true });
  const badLines = new Set<number>();
  const parts: string[] = [];
  let from = 0;
  for (let line = first; from < bytes.length; line += 1) {
    const at = bytes.indexOf(lineBreak, from);
    const end = at < 0 ? bytes.length : at + 1;
    const piece = bytes.subarray(from, end);
    const valid = scan.encoding === "utf-8" ? isUtf8(piece) : decodeStrictly(piece) !== null;
    if (!valid) badLines.add(line);
    parts.push(lenient.decode(piece));
    from = end;
  }
  return { text: parts.join(""), badLines };
}

function countBreaks(bytes: Buffer, lineBreak: number): number {
  let count = 0;
  for (let at = bytes.indexOf(lineBreak); at >= 0; at = bytes.indexOf(lineBreak, at + 1)) count += 1;
  return count;
}

import type { Rejection } from "./classifyRow.js";

/** A record of a CSV file: the physical line where it starts (from 1), its cells, or why it has none and its text. */
export interface CsvRecord {
  row: number;
  cells: string[];
  problem: Rejection | null;
}

/** A record that takes more lines than this has a quote that was never closed. */
const LONGEST_RECORD_LINES = 50;
const LONGEST_RECORD_CHARS = 65_536;

/**
 * Parses CSV text that comes in pieces. A line that cannot be read spoils itself only: a quote that is not closed, or a
 * quoted record whose cells do not fit the header, rejects its first line, and reading goes on with the next one.
 */
export class CsvParser {
  #line = 1;
  #pending = "";
  #pendingBad: ReadonlySet<number> = new Set();
  readonly #delimiter: string;
  /** Cells of the header, 0 while it is not known. */
  readonly #width: number;

  constructor(delimiter: string, width = 0) {
    this.#delimiter = delimiter;
    this.#width = width;
  }

  /** The records of the next piece. `newBadLines` are physical lines that could not be decoded; `last` says that no more text follows. */
  push(piece: string, last: boolean, newBadLines: ReadonlySet<number> = new Set()): CsvRecord[] {
    const badLines = this.#pendingBad.size === 0 ? newBadLines : new Set([...this.#pendingBad, ...newBadLines]);
    this.#pendingBad = new Set();
    const text = this.#pending === "" ? piece : this.#pending + piece;
    this.#pending = "";
    const records: CsvRecord[] = [];
    const quotes = text.includes('"');
    const watchBad = badLines.size > 0;
    const length = text.length;
    let at = 0;
    while (at < length) {
      const newline = text.indexOf("\n", at);
      if (newline < 0 && !last) {
        this.#pending = text.slice(at);
        this.#pendingBad = badLines;
        break;
      }
      const end = newline < 0 ? length : newline;
      const next = newline < 0 ? length : newline + 1;
      const line = text.slice(at, end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
      if (watchBad && badLines.has(this.#line)) {
        records.push({ row: this.#line, cells: [line], problem: "undecodable" });
      } else if (!quotes || !line.includes('"')) {
        records.push({ row: this.#line, cells: line.split(this.#delimiter), problem: null });
      } else {
        const record = readQuoted(text, at, this.#delimiter);
        if (record === "open" && !last && length - at < LONGEST_RECORD_CHARS && countLines(text, at) < LONGEST_RECORD_LINES) {
          this.#pending = text.slice(at);
          this.#pendingBad = badLines;
          break;
        }
        if (typeof record === "string") {
          records.push({ row: this.#line, cells: [line], problem: record === "text" ? "quote_text" : "quote_open" });
        } else if (record.lines > 1 && (record.lines > LONGEST_RECORD_LINES || (this.#width > 0 && record.cells.length !== this.#width))) {
          records.push({ row: this.#line, cells: [line], problem: "quote_open" });
        } else if (watchBad && spansBad(badLines, this.#line, record.lines)) {
          records.push({ row: this.#line, cells: [text.slice(at, record.end)], problem: "undecodable" });
          this.#line += record.lines;
          at = record.end;
          continue;
        } else {
          records.push({ row: this.#line, cells: record.cells, problem: null });
          this.#line += record.lines;
          at = record.end;
          continue;
        }
      }
      this.#line += 1;
      at = next;
    }
    return records;
  }
}

/**
 * Reads one record that has quotes. "open" where a quote does not end within the text, "text" where something follows
 * its end, "spilled" where that end lies on a later line and so belongs to another record's quote.
 */
function readQuoted(text: string, start: number, delimiter: string): { cells: string[]; end: number; lines: number } | "open" | "spilled" | "text" {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    if (text.charCodeAt(at) === 34) {
      let cell = "";
      let from = at + 1;
      for (;;) {
        const quote = text.indexOf('"', from);
        if (quote < 0 || quote - start > LONGEST_RECORD_CHARS) return "open";
        cell += text.slice(from, quote);
        if (text.charCodeAt(quote + 1) !== 34) {
          at = quote + 1;
          break;
        }
        cell += '"';
        from = quote + 2;
      }
      lines += countLines(cell, 0);
      cells.push(cell);
    } else {
      const newline = text.indexOf("\n", at);
      const lineEnd = newline < 0 ? text.length : newline;
      const separator = text.indexOf(delimiter, at);
      const end = separator >= 0 && separator < lineEnd ? separator : lineEnd;
      cells.push(text.slice(at, end === lineEnd && end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end));
      at = end;
    }
    const code = text.charCodeAt(at);
    if (at >= text.length) return { cells, end: at, lines };
    if (code === 10) return { cells, end: at + 1, lines };
    if (code === 13 && text.charCodeAt(at + 1) === 10) return { cells, end: at + 2, lines };
    if (code === 13 && at + 1 >= text.length) return { cells, end: at + 1, lines };
    if (text[at] !== delimiter) return lines > 1 ? "spilled" : "text";
    at += 1;
  }
}

function countLines(text: string, from: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function spansBad(badLines: ReadonlySet<number>, first: number, lines: number): boolean {
  for (let line = first; line < first + lines; line += 1) if (badLines.has(line)) return true;
  return false;
}

import { isAscii, isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { TextDecoder } from "node:util";
import { DoudiError } from "@doudi/contract";
import { assertUnchanged, fileStamp, type FileStamp } from "./fileStamp.js";

/** What one pass over the bytes of a text file finds. */
export interface CsvScan {
  stamp: FileStamp;
  sha256: string;
  encoding: "utf-8" | "gb18030";
  /** Bytes of the byte order mark, 0 or 3. */
  bom: number;
  /** Physical lines; a last line without a line break counts. */
  lines: number;
  newline: "\n" | "\r\n" | "\r";
  /** The last blank line (from 1), 0 where there is none. */
  lastBlankLine: number;
  /** Valid UTF-8, no NUL, no byte order mark but at its start, one kind of line break: only then may an engine read the file by itself. */
  plain: boolean;
  /** Whether a quote stands anywhere in it. */
  quotes: boolean;
  /** Whether a blank of any width stands anywhere in it. */
  spaces: boolean;
  /** The first and the last bytes. */
  head: Buffer;
  tail: Buffer;
}

const CHUNK = 4 << 20;
const EDGE = 256 << 10;
const SAMPLED_LINES = 5000;
/** A text file with a longer line is no table. */
export const LONGEST_LINE = 16 << 20;
const LF = 10;
const CR = 13;

/**
 * Reads a text file once, in big pieces: digest, encoding, lines, and whether anything in it needs our own reader.
 * Throws file_empty, encoding_unknown, file_changed, and file_damaged for a line longer than 16 MB.
 */
export async function prescanCsv(path: string, name: string): Promise<CsvScan> {
  const stamp = await fileStamp(path);
  if (stamp.bytes === 0) throw new DoudiError("file_empty", { file: name });
  const handle = await open(path, "r");
  try {
    const scan = new Scan(name);
    let current = Buffer.allocUnsafe(CHUNK);
    let other = Buffer.allocUnsafe(CHUNK);
    let reading = handle.read(current, 0, CHUNK, null);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) break;
      const filled = current.subarray(0, bytesRead);
      [current, other] = [other, current];
      reading = handle.read(current, 0, CHUNK, null);
      scan.add(filled);
    }
    await assertUnchanged(path, name, stamp);
    return scan.finish(stamp);
  } finally {
    await handle.close();
  }
}

const MARK = Buffer.from("\ufeff");
/** What stands at the start of the UTF-8 of every blank (Unicode Zs), and of some punctuation (U+2000 to U+203F). */
const BLANKS = [Buffer.from(" "), Buffer.from("\u3000"), Buffer.from("\u00a0"), Buffer.from([0xe2, 0x80]), Buffer.from("\u205f"), Buffer.from("\u1680")];

class Scan {
  readonly #name: string;
  readonly #hash = createHash("sha256");
  readonly #votes = new EncodingVotes();
  #bytes = 0;
  #newlines = 0;
  #blankLine = 0;
  #quote = false;
  #spaces = false;
  #innerMark = false;
  /** The last bytes of the chunk before: a character may be cut in two. */
  #before = Buffer.alloc(0);
  #nul = 0;
  #crlf = 0;
  #cr = 0;
  #lastByte = 0;
  #byteBefore = 0;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);
  /** The bytes after the last line break. */
  #rest = Buffer.alloc(0);

  constructor(name: string) {
    this.#name = name;
  }

  add(chunk: Buffer): void {
    this.#hash.update(chunk);
    if (this.#head.length < EDGE) this.#head = Buffer.concat([this.#head, chunk.subarray(0, EDGE - this.#head.length)]);
    this.#tail = chunk.length >= EDGE ? Buffer.from(chunk.subarray(chunk.length - EDGE)) : Buffer.concat([this.#tail, chunk]).subarray(-EDGE);
    this.#countCarriageReturns(chunk);
    const last = this.#countLines(chunk);
    if (!this.#quote && chunk.includes(34)) this.#quote = true;
    this.#lookForBlanks(chunk);
    for (let at = chunk.indexOf(0); at >= 0 && this.#nul < EDGE; at = chunk.indexOf(0, at + 1)) this.#nul += 1;
    this.#checkEncoding(chunk, last);
    this.#bytes += chunk.length;
    this.#byteBefore = chunk.length > 1 ? (chunk[chunk.length - 2] ?? 0) : this.#lastByte;
    this.#lastByte = chunk[chunk.length - 1] ?? 0;
  }

  #lookForBlanks(chunk: Buffer): void {
    const seam = Buffer.concat([this.#before, chunk.subarray(0, 2)]);
    if (!this.#spaces) this.#spaces = BLANKS.some((blank) => chunk.includes(blank) || seam.includes(blank));
    if (!this.#innerMark) this.#innerMark = chunk.includes(MARK, this.#bytes === 0 ? MARK.length : 0) || (this.#bytes > 0 && seam.includes(MARK));
    this.#before = Buffer.from(chunk.subarray(-2));
  }

  /** Counts line breaks and notes blank lines; returns the place of the last break, -1 where there is none. */
  #countLines(chunk: Buffer): number {
    let last = -1;
    // A line break that the last piece began may end in this one.
    let previousEmpty = this.#bytes === 0 || this.#lastByte === LF || (this.#lastByte === CR && this.#byteBefore === LF);
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      this.#newlines += 1;
      const length = at - from;
      if ((length === 0 && previousEmpty) || (length === 1 && chunk[from] === CR && previousEmpty)) this.#blankLine = this.#newlines;
      previousEmpty = true;
      last = at;
      from = at + 1;
    }
    return last;
  }

  #countCarriageReturns(chunk: Buffer): void {
    if (this.#lastByte === CR && chunk[0] === LF) this.#crlf += 1;
    for (let at = chunk.indexOf(CR); at >= 0; at = chunk.indexOf(CR, at + 1)) {
      this.#cr += 1;
      if (chunk[at + 1] === LF) this.#crlf += 1;
    }
  }

  #checkEncoding(chunk: Buffer, last: number): void {
    if (last < 0) {
      this.#rest = Buffer.concat([this.#rest, chunk]);
      // Old line breaks (\r alone) leave everything in one "line": not to be kept for ever.
      if (this.#rest.length > LONGEST_LINE) throw new DoudiError("file_damaged", { file: this.#name, detailZh: `第 ${this.#newlines + 1} 行超过 16 MB`, detailEn: `line ${this.#newlines + 1} > 16 MB` });
      return;
    }
    const first = chunk.indexOf(LF);
    this.#votes.line(Buffer.concat([this.#rest, chunk.subarray(0, first + 1)]));
    this.#votes.piece(chunk.subarray(first + 1, last + 1));
    this.#rest = Buffer.from(chunk.subarray(last + 1));
  }

  finish(stamp: FileStamp): CsvScan {
    const name = this.#name;
    if (this.#bytes !== stamp.bytes) throw new DoudiError("file_changed", { file: name });
    this.#votes.line(this.#rest);
    const mark = this.#head.subarray(0, 2).toString("hex");
    if (mark === "fffe" || mark === "feff") throw new DoudiError("encoding_unknown", { file: name, detail: "UTF-16" });
    if (this.#nul > Math.min(this.#bytes, EDGE) / 20) throw new DoudiError("encoding_unknown", { file: name, detail: "NUL" });
    const encoding = this.#votes.result();
    if (encoding === null) throw new DoudiError("encoding_unknown", { file: name, detail: this.#votes.detail() });
    const bom = this.#head.subarray(0, 3).toString("hex") === "efbbbf" ? 3 : 0;
    if (this.#head.subarray(bom).toString("latin1").trim() === "" && this.#bytes <= EDGE) throw new DoudiError("file_empty", { file: name });
    const oldBreaks = this.#newlines === 0 && this.#cr > 0;
    const oneBreak = this.#cr === 0 || (this.#cr === this.#newlines && this.#crlf === this.#newlines);
    return {
      stamp,
      sha256: this.#hash.digest("hex"),
      encoding,
      bom,
      lines: (oldBreaks ? this.#cr : this.#newlines) + (this.#lastByte === LF || (oldBreaks && this.#lastByte === CR) ? 0 : 1),
      newline: oldBreaks ? "\r" : this.#cr > 0 && this.#crlf === this.#newlines ? "\r\n" : "\n",
      lastBlankLine: this.#blankLine,
      plain: this.#votes.allUtf8 && this.#nul === 0 && !this.#innerMark && oneBreak && !oldBreaks,
      quotes: this.#quote,
      spaces: this.#spaces,
      head: this.#head,
      tail: this.#tail,
    };
  }
}

/** Tells UTF-8 from GB18030 by which of the two the lines are valid in; single bad lines do not outvote the rest. */
class EncodingVotes {
  allUtf8 = true;
  #solidUtf8 = false;
  #lines = 0;
  #utf8 = 0;
  #gb18030 = 0;
  readonly #decoder = new TextDecoder("gb18030", { fatal: true });

  piece(piece: Buffer): void {
    if (isUtf8(piece)) {
      if (!isAscii(piece)) this.#solidUtf8 = true;
      return;
    }
    this.allUtf8 = false;
    let from = 0;
    for (let at = piece.indexOf(LF); at >= 0 && this.#lines < SAMPLED_LINES; at = piece.indexOf(LF, from)) {
      this.line(piece.subarray(from, at + 1));
      from = at + 1;
    }
  }

  line(line: Buffer): void {
    if (isAscii(line)) return;
    this.#lines += 1;
    if (isUtf8(line)) this.#utf8 += 1;
    else this.allUtf8 = false;
    if (isValid(this.#decoder, line)) this.#gb18030 += 1;
  }

  result(): "utf-8" | "gb18030" | null {
    if (this.allUtf8) return "utf-8";
    if (this.#solidUtf8 || this.#utf8 * 2 > this.#lines) return "utf-8";
    return this.#gb18030 * 2 > this.#lines ? "gb18030" : null;
  }

  detail(): string {
    return `UTF-8 ${this.#utf8}/${this.#lines}, GB18030 ${this.#gb18030}/${this.#lines}`;
  }
}

function isValid(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

const FLUSH_CHARACTERS = 1 << 18;

/**
 * A CSV file as Doudi writes them: UTF-8 with a byte order mark (Excel needs it), lines ending in \n, quoted where RFC 4180
 * asks for it.
 */
export class CsvFile {
  readonly #stream: WriteStream;
  #waiting: string;
  #failure: Error | null = null;

  constructor(path: string, columns: readonly string[]) {
    this.#stream = createWriteStream(path, { encoding: "utf8", highWaterMark: 1 << 20 });
    this.#stream.on("error", (error) => {
      this.#failure = error;
    });
    this.#waiting = `\ufeff${columns.join(",")}\n`;
  }

  async write(cells: readonly string[]): Promise<void> {
    this.add(cells);
    if (this.#waiting.length > FLUSH_CHARACTERS) await this.flush();
  }

  /** Like write, for many lines between two calls of flush. */
  add(cells: readonly string[]): void {
    let line = quoted(cells[0] ?? "");
    for (let i = 1; i < cells.length; i += 1) line += `,${quoted(cells[i] ?? "")}`;
    this.#waiting += `${line}\n`;
  }

  async flush(): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    const text = this.#waiting;
    this.#waiting = "";
    if (text !== "" && !this.#stream.write(text)) await once(this.#stream, "drain");
  }

  async close(): Promise<void> {
    await this.flush();
    this.#stream.end();
    await finished(this.#stream);
  }
}

function quoted(cell: string): string {
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const NEEDS_QUOTES = /[",\n\r]/;

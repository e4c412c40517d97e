import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { CSV_START, csvLine } from "@doudi/report/csv";

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
    this.#waiting = `${CSV_START}${columns.join(",")}\n`;
  }

  async write(cells: readonly string[]): Promise<void> {
    this.add(cells);
    if (this.#waiting.length > FLUSH_CHARACTERS) await this.flush();
  }

  /** Like write, for many lines between two calls of flush. */
  add(cells: readonly string[]): void {
    this.#waiting += csvLine(cells);
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

import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, VARCHAR } from "@duckdb/node-api";
import type { DirectCsv } from "../files/source.js";
import { DUCKDB, identifier, literal } from "./dialect.js";
import type { Engine, SqlRow, SqlValue } from "./engine.js";

const CHUNK_ROWS = 2048;

/**
 * Bytes that DuckDB reads of a CSV file at once; a thread takes a quarter of them. That is more than a row group for
 * lines up to 130 bytes: what is less is copied once more to be put together in order, a fifth of the work of loading.
 */
const CSV_BUFFER_BYTES = 64_000_000;

export interface DuckdbOptions {
  threads?: number;
  /** Such as "3GB": beyond it DuckDB spills to `tempDirectory`. */
  memoryLimit?: string;
  tempDirectory?: string;
}

/** DuckDB within this process: the default engine. Extensions are never fetched. */
export class DuckdbEngine implements Engine {
  readonly dialect = DUCKDB;
  readonly version: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, version: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.version = version;
  }

  static async open(options: DuckdbOptions = {}): Promise<DuckdbEngine> {
    const instance = await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      ...(options.memoryLimit === undefined ? {} : { memory_limit: options.memoryLimit }),
      ...(options.tempDirectory === undefined ? {} : { temp_directory: options.tempDirectory }),
    });
    const connection = await instance.connect();
    const [row] = (await connection.runAndReadAll("SELECT version() AS v")).getRowObjectsJson();
    return new DuckdbEngine(instance, connection, String(row?.["v"]));
  }

  async run(sql: string): Promise<void> {
    await this.#connection.run(sql);
  }

  async runAsWritten(sql: string): Promise<void> {
    await this.run("SET disabled_optimizers = 'join_order,build_side_probe_side'");
    try {
      await this.run(sql);
    } finally {
      await this.run("RESET disabled_optimizers");
    }
  }

  async keepOrder(keep: boolean): Promise<void> {
    await this.run(`SET preserve_insertion_order = ${keep}`);
  }

  async rows(sql: string): Promise<SqlRow[]> {
    const rows: SqlRow[] = [];
    for await (const batch of this.stream(sql)) rows.push(...batch);
    return rows;
  }

  async *stream(sql: string): AsyncIterable<SqlRow[]> {
    const result = await this.#connection.stream(sql);
    const names = result.columnNames();
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      const columns = names.map((_, index) => chunk.getColumnValues(index));
      const batch: SqlRow[] = [];
      for (let row = 0; row < chunk.rowCount; row += 1) {
        const record: SqlRow = {};
        names.forEach((name, index) => {
          record[name] = sqlValue(columns[index]?.[row]);
        });
        batch.push(record);
      }
      yield batch;
    }
  }

  async load(table: string, columns: readonly string[], batches: AsyncIterable<readonly (readonly (string | null)[])[]>): Promise<number> {
    await this.run(`CREATE TABLE ${identifier(table)} (${columns.map((c) => `${identifier(c)} VARCHAR`).join(", ")})`);
    const appender = await this.#connection.createAppender(table);
    const types = columns.map(() => VARCHAR);
    let count = 0;
    try {
      for await (const batch of batches) {
        for (let start = 0; start < batch.length; start += CHUNK_ROWS) {
          const rows = batch.slice(start, start + CHUNK_ROWS);
          const chunk = DuckDBDataChunk.create(types, rows.length);
          chunk.setColumns(columns.map((_, index) => rows.map((row) => row[index] ?? null)));
          appender.appendDataChunk(chunk);
        }
        count += batch.length;
      }
      appender.flushSync();
    } finally {
      appender.closeSync();
    }
    return count;
  }

  readCsv(csv: DirectCsv, columns: readonly string[]): string {
    const shape = columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
    return `read_csv(${literal(csv.path)}, auto_detect = false, header = false, buffer_size = ${CSV_BUFFER_BYTES}, skip = ${csv.firstDataLine}, delim = ${literal(csv.delimiter)}, quote = ${csv.quotes ? `'"', escape = '"'` : "'', escape = ''"}, new_line = ${csv.newline === "\n" ? "'\\n'" : "'\\r\\n'"}, nullstr = '', columns = {${shape}})`;
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function sqlValue(value: unknown): SqlValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new Error("a 64-bit integer left the engine that is no safe number: select it as text");
    return number;
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return String(value);
}

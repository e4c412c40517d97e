import { createHash, type Hash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { finished } from "node:stream/promises";
import type { Writable } from "node:stream";
import { createGunzip } from "node:zlib";
import { DoudiError } from "@doudi/contract";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { databaseProblem } from "../postgres/databaseProblem.js";
import { type BackupHeader, type BackupSection, type BackupTrailer, END_OF_ROWS } from "./backupFile.js";
import { tablesOf } from "./tablesOf.js";

/** Filled by the migrations or at the start: replaced by what the backup holds. */
const REPLACED = new Set(["audit_head", "divisions", "sealing_keys"]);
const MIB = 1024 * 1024;
/** No line of JSON between the tables is nearly as long. */
const LONGEST_LINE = MIB;

/**
 * Reads a backup into a database that was migrated and holds nothing yet: all of it or nothing. Checks the number of rows
 * and the digest of every table, and the chain of the audit.
 *
 * @param options.mark of the keyring that the data were sealed with
 * @throws DoudiError backup_*, restore_not_empty, key_wrong, database_*
 */
export async function restore(options: { ownerUrl: string; path: string; mark: Buffer; progress?: (table: string, rows: number) => void }): Promise<BackupHeader & BackupTrailer> {
  const { hostname, port } = new URL(options.ownerUrl);
  const client = new Client({ connectionString: options.ownerUrl, application_name: "doudi restore" });
  try {
    await client.connect();
    await client.query("BEGIN");
    const result = await new Restore(client, options).run();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // What the tables refuse was not written by a backup: wrong values (22), values that contradict each other (23).
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (/^2[23]/.test(code)) throw new DoudiError("backup_damaged", { path: options.path, detail: code }, { cause: error });
    throw databaseProblem(error, `${hostname}:${port || "5432"}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

class Restore {
  readonly #seen: BackupTrailer["tables"] = {};

  readonly path: string;

  constructor(private readonly client: Client, private readonly options: Parameters<typeof restore>[0]) {
    this.path = options.path;
  }

  async run(): Promise<BackupHeader & BackupTrailer> {
    const tables = await tablesOf(this.client);
    for (const { table } of tables) {
      if (REPLACED.has(table)) await this.client.query(`DELETE FROM doudi.${escapeIdentifier(table)}`);
      else if ((await this.client.query(`SELECT FROM doudi.${escapeIdentifier(table)} LIMIT 1`)).rowCount !== 0) throw new DoudiError("restore_not_empty", { table });
    }
    const reader = new LineReader(this.path);
    const header = this.#json<BackupHeader>(await reader.line());
    const { rows } = await this.client.query<{ name: string }>("SELECT name FROM public.doudi_migrations ORDER BY name");
    const here = rows.map(({ name }) => name).join(", ");
    if (!Array.isArray(header.schema) || header.schema.join(", ") !== here) throw new DoudiError("backup_version", { path: this.path, schema: Array.isArray(header.schema) ? header.schema.join(", ") : "?" });
    const columnsOf = new Map(tables.map(({ table, columns }) => [table, columns]));
    let trailer: BackupTrailer | null = null;
    while (trailer === null) {
      // Of a damaged line any key may be missing.
      const { tables: counts, audit, table, columns } = this.#json<Partial<BackupSection & BackupTrailer>>(await reader.line());
      if (counts !== undefined && audit !== undefined) trailer = { tables: counts, audit };
      else if (table === undefined || columns === undefined || columnsOf.get(table)?.join() !== columns.join() || table in this.#seen) throw this.#damaged(table ?? "no table");
      else await this.#copy({ table, columns }, reader);
    }
    if ((await reader.line()) !== null) throw this.#damaged("after the end");
    for (const { table } of tables) {
      const [seen, noted] = [this.#seen[table], trailer.tables[table]];
      if (seen === undefined || noted === undefined || seen.rows !== noted.rows || seen.digest !== noted.digest) throw this.#damaged(table);
    }
    if ((await this.client.query("SELECT FROM doudi.sealing_keys WHERE mark = $1", [this.options.mark])).rowCount === 0) throw new DoudiError("key_wrong");
    await this.#continueNumbers();
    const { rows: checks } = await this.client.query<{ entries: string; broken_at: string | null; head: string }>("SELECT entries::text, broken_at::text, head FROM doudi.audit_verify()");
    if (checks[0]?.broken_at !== null || checks[0].head !== trailer.audit.head) throw this.#damaged("audit");
    return { ...header, ...trailer };
  }

  async #copy({ table, columns }: BackupSection, reader: LineReader): Promise<void> {
    const copy = this.client.query(copyFrom(`COPY doudi.${escapeIdentifier(table)} (${columns.map(escapeIdentifier).join(", ")}) FROM STDIN`)) as Writable;
    const copied = finished(copy);
    let refused: unknown;
    copied.catch((error: unknown) => (refused = error));
    const digest = createHash("sha256");
    try {
      const rows = await reader.rows(async (chunk) => {
        digest.update(chunk);
        if (!copy.write(chunk)) await Promise.race([once(copy, "drain"), copied]);
      });
      copy.end();
      await copied;
      this.#note(table, rows, digest);
    } catch (error) {
      // Where the database refused a row, a write that came after fails in a way that tells nothing.
      await new Promise((resolve) => setImmediate(resolve));
      const reason = refused ?? error;
      copy.destroy();
      throw reason;
    }
  }

  #note(table: string, rows: number, digest: Hash): void {
    this.#seen[table] = { rows, digest: digest.digest("hex") };
    this.options.progress?.(table, rows);
  }

  /** Numbers handed out from now on come after those that are there. */
  async #continueNumbers(): Promise<void> {
    const { rows } = await this.client.query<{ table: string; column: string }>("SELECT c.relname AS table, a.attname AS column FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'doudi'::regnamespace AND a.attidentity <> ''");
    for (const { table, column } of rows) {
      const [name, field] = [`doudi.${escapeIdentifier(table)}`, escapeIdentifier(column)];
      await this.client.query(`SELECT setval(pg_get_serial_sequence(${escapeLiteral(name)}, ${escapeLiteral(column)}), max(${field})) FROM ${name} HAVING max(${field}) IS NOT NULL`);
    }
  }

  #json<T>(line: string | null): T {
    if (line === null) throw this.#damaged("ends too early");
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === "object" && value !== null) return value as T;
    } catch {
      // Said below.
    }
    throw this.#damaged(line.slice(0, 40));
  }

  #damaged(detail: string): DoudiError {
    return new DoudiError("backup_damaged", { path: this.path, detail });
  }
}

/** Reads a backup as lines and as blocks of rows. */
class LineReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(private readonly path: string) {
    const file = createReadStream(path);
    const gunzip = createGunzip();
    file.once("error", (error) => gunzip.destroy(error));
    this.#chunks = (file.pipe(gunzip) as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** The next line without its end; null where there is none. */
  async line(): Promise<string | null> {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString("utf8");
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      if (this.#rest.length > LONGEST_LINE) throw new DoudiError("backup_damaged", { path: this.path, detail: "no line" });
      if (!(await this.#more())) {
        if (this.#rest.length > 0) throw new DoudiError("backup_damaged", { path: this.path, detail: "ends in a line" });
        return null;
      }
    }
  }

  /** Hands on rows up to the line that ends them. Returns their number. */
  async rows(take: (chunk: Buffer) => Promise<void>): Promise<number> {
    const end = Buffer.from(`${END_OF_ROWS}\n`);
    let rows = 0;
    for (;;) {
      // A piece of whole lines; the end mark stands at the start of a line.
      if (this.#rest.subarray(0, end.length).equals(end)) {
        this.#rest = this.#rest.subarray(end.length);
        return rows;
      }
      const mark = this.#rest.indexOf(`\n${END_OF_ROWS}\n`);
      const upTo = mark >= 0 ? mark + 1 : this.#rest.lastIndexOf(10, -end.length - 2) + 1;
      if (upTo > 0) {
        const piece = this.#rest.subarray(0, upTo);
        for (const byte of piece) if (byte === 10) rows += 1;
        await take(piece);
        this.#rest = this.#rest.subarray(upTo);
      } else if (!(await this.#more())) throw new DoudiError("backup_damaged", { path: this.path, detail: "ends in a table" });
    }
  }

  async #more(): Promise<boolean> {
    try {
      const { value, done } = await this.#chunks.next();
      if (done === true) return false;
      this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
      return true;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE") throw new DoudiError("backup_damaged", { path: this.path, detail: code }, { cause: error });
      throw new DoudiError("backup_unreadable", { path: this.path, detail: code }, { cause: error });
    }
  }
}

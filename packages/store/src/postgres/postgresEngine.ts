import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { DoudiError } from "@doudi/contract";
import { type Engine, identifier, POSTGRES, type SqlRow } from "@doudi/roster";
import type { ClientBase } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { copyLine } from "./copyText.js";
import { databaseProblem } from "./databaseProblem.js";
import { makeRunSchema } from "./runSchema.js";
import { Sessions } from "./sessions.js";

const FETCH_ROWS = 10_000;
/** Characters handed to COPY at a time. */
const COPY_CHARS = 256 * 1024;
const MADE_TABLE = /^\s*CREATE TABLE (\w+|"[^"]+") AS\b/;

/**
 * A server that speaks the PostgreSQL protocol, for comparisons that one machine does not hold. Each run works in a
 * schema of its own, which `close` drops; the account needs the right to create schemas in the database.
 */
export class PostgresEngine implements Engine {
  readonly dialect = POSTGRES;
  readonly version: string;
  readonly #sessions: Sessions;
  readonly #schema: string;
  readonly #server: string;

  private constructor(sessions: Sessions, schema: string, server: string, version: string) {
    this.#sessions = sessions;
    this.#schema = schema;
    this.#server = server;
    this.version = version;
  }

  /**
   * @param databaseUrl postgres://user:password@host:port/database
   * @throws DoudiError database_url_invalid, database_unreachable, database_login, database_encoding, database_forbidden
   */
  static async open(databaseUrl: string): Promise<PostgresEngine> {
    const server = serverName(databaseUrl);
    const sessions = new Sessions(databaseUrl, server);
    try {
      const version = await sessions.use(async (client) => {
        const shown = await client.query<{ encoding: string; version: string }>("SELECT current_setting('server_encoding') AS encoding, current_setting('server_version') AS version");
        const { encoding, version: number } = shown.rows[0] ?? { encoding: "", version: "" };
        if (encoding !== "UTF8") throw new DoudiError("database_encoding", { server, encoding });
        return number;
      });
      const schema = await sessions.keep(makeRunSchema);
      await sessions.useSchema(schema);
      return new PostgresEngine(sessions, schema, server, version);
    } catch (error) {
      await sessions.close();
      throw error;
    }
  }

  async run(sql: string): Promise<void> {
    await this.#sessions.use((client) => execute(client, sql));
  }

  /** Rows carry their rowid here, whatever order they are stored in. */
  async keepOrder(): Promise<void> {
    // Nothing to switch.
  }

  async runAsWritten(sql: string): Promise<void> {
    await this.#sessions.use(async (client) => {
      await client.query("SET join_collapse_limit = 1");
      await execute(client, sql);
      await client.query("RESET join_collapse_limit");
    });
  }

  async rows(sql: string): Promise<SqlRow[]> {
    return this.#sessions.use(async (client) => (await client.query<SqlRow>(sql)).rows);
  }

  async *stream(sql: string): AsyncIterable<SqlRow[]> {
    const client = await this.#sessions.take();
    let sound = false;
    try {
      await client.query(`BEGIN; DECLARE rows_of_stream NO SCROLL CURSOR FOR ${sql}`);
      for (;;) {
        const { rows } = await client.query<SqlRow>(`FETCH ${FETCH_ROWS} FROM rows_of_stream`);
        if (rows.length > 0) yield rows;
        if (rows.length < FETCH_ROWS) break;
      }
      await client.query("COMMIT");
      sound = true;
    } catch (error) {
      throw databaseProblem(error, this.#server);
    } finally {
      // Whoever stops listening half way leaves an open cursor: its connection is given up with it.
      if (sound) this.#sessions.giveBack(client);
      else await this.#sessions.discard(client);
    }
  }

  async load(table: string, columns: readonly string[], batches: AsyncIterable<readonly (readonly (string | null)[])[]>): Promise<number> {
    const name = identifier(table);
    // Texts compare by code point here as they do in DuckDB, whatever the database's own collation is.
    const definitions = ["rowid BIGINT NOT NULL", ...columns.map((column) => `${identifier(column)} TEXT COLLATE "C"`)];
    let count = 0;
    const pieces = async function* (): AsyncIterable<Buffer> {
      let piece = "";
      for await (const batch of batches) {
        for (const row of batch) {
          piece += copyLine(count, row);
          count += 1;
          if (piece.length >= COPY_CHARS) {
            yield Buffer.from(piece);
            piece = "";
          }
        }
      }
      if (piece !== "") yield Buffer.from(piece);
    };
    await this.#sessions.use(async (client) => {
      await client.query(`CREATE UNLOGGED TABLE ${name} (${definitions.join(", ")})`);
      await pipeline(Readable.from(pieces(), { objectMode: true }), client.query(copyFrom(`COPY ${name} FROM STDIN (FORMAT text)`)));
      await client.query(`ANALYZE ${name}`);
    });
    return count;
  }

  /** The files are on another machine than the server: they are read here. */
  readCsv(): null {
    return null;
  }

  /** Drops the run's schema and closes the connections; quiet where the server is gone already. */
  async close(): Promise<void> {
    try {
      await this.#sessions.use((client) => client.query(`DROP SCHEMA IF EXISTS ${this.#schema} CASCADE`));
    } catch (error) {
      if (!(error instanceof DoudiError && (error.code === "database_lost" || error.code === "database_unreachable"))) throw error;
    } finally {
      await this.#sessions.close();
    }
  }
}

/** Tables that the SQL makes are unlogged and have statistics: the planner has nothing else to go by. */
async function execute(client: ClientBase, sql: string): Promise<void> {
  const table = MADE_TABLE.exec(sql)?.[1];
  await client.query(table === undefined ? sql : sql.replace("CREATE TABLE", "CREATE UNLOGGED TABLE"));
  if (table !== undefined) await client.query(`ANALYZE ${table}`);
}

/** host:port/database of a URL, without its user and password. */
function serverName(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    if (url.protocol === "postgres:" || url.protocol === "postgresql:") return `${url.hostname}:${url.port === "" ? "5432" : url.port}${decodeURIComponent(url.pathname)}`;
  } catch {
    // Not a URL at all: told below, without the text, which may hold a password.
  }
  throw new DoudiError("database_url_invalid");
}

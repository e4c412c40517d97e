import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool, type PoolClient, types } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { databaseProblem } from "../postgres/databaseProblem.js";
import { afterArea, type Scope } from "./scope.js";
import type { Tables } from "./tables.js";

/** A transaction that sees what its scope allows. */
export type Work = Transaction<Tables>;

/** Fills a table by a COPY statement, from pieces of its text format; within the transaction that it was given with. */
export type Copy = (statement: string, pieces: AsyncIterable<Buffer>) => Promise<void>;

/** What somebody who is not logged in yet may look up: the one user or session named. */
export type Stranger = { readonly login: string } | { readonly oidcSubject: string } | { readonly session: string };

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const NUMERIC = 1700;

/** The database as the application sees it: never as its owner, and never without a scope. */
export class Database {
  readonly #pool: Pool;
  readonly #kysely: Kysely<Tables>;
  readonly #server: string;

  /** @param url of the application's account `doudi_app`; @param connections at most that many at a time */
  constructor(url: string, connections = 10) {
    const { hostname, port } = new URL(url);
    this.#server = `${hostname}:${port || "5432"}`;
    this.#pool = new Pool({
      connectionString: url, max: connections, application_name: "doudi", connectionTimeoutMillis: 10_000, options: "-c search_path=doudi",
      types: { getTypeParser: parserOf },
    });
    // A connection that breaks while idle is replaced by the next one; queries on it fail and are reported there.
    this.#pool.on("error", () => undefined);
    // One that breaks between the statements of a transaction fails at the next; unheard, it would end the process.
    this.#pool.on("connect", (client) => client.on("error", () => undefined));
    this.#kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: this.#pool }) });
  }

  /** All of it or nothing, within a scope. Throws DoudiError database_* where the server is the matter. */
  async within<T>(scope: Scope, work: (work: Work) => Promise<T>): Promise<T> {
    return this.#transaction(this.#kysely, settingsOf(scope), work);
  }

  /** As `within`, with a way to load many rows: COPY knows no row-level security, so it fills a temporary table. Throws DoudiError database_*. */
  async loadWithin<T>(scope: Scope, work: (work: Work, copy: Copy) => Promise<T>): Promise<T> {
    let client: PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw databaseProblem(error, this.#server);
    }
    let failed = true;
    try {
      // One connection for all of it, which kysely borrows and does not release.
      const one = { query: client.query.bind(client), release: () => undefined } as unknown as PoolClient;
      const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { connect: async () => one, end: async () => undefined } }) });
      const copy: Copy = (statement, pieces) => pipeline(Readable.from(pieces, { objectMode: true }), client.query(copyFrom(statement)));
      const result = await this.#transaction(kysely, settingsOf(scope), (transaction) => work(transaction, copy));
      failed = false;
      return result;
    } finally {
      client.release(failed);
    }
  }

  /** For the login alone. Throws DoudiError database_*. */
  async asStranger<T>(stranger: Stranger, work: (work: Work) => Promise<T>): Promise<T> {
    const settings = "login" in stranger ? { login: stranger.login } : "session" in stranger ? { session: stranger.session } : { oidc_subject: stranger.oidcSubject };
    return this.#transaction(this.#kysely, { department: "none", ...settings }, work);
  }

  /** One statement without a scope, which sees no protected row: for functions that look up by a secret. Throws DoudiError database_*. */
  async withoutScope<T>(statement: (database: Kysely<Tables>) => Promise<T>): Promise<T> {
    try {
      return await statement(this.#kysely);
    } catch (error) {
      throw databaseProblem(error, this.#server);
    }
  }

  async close(): Promise<void> {
    await this.#kysely.destroy();
  }

  async #transaction<T>(kysely: Kysely<Tables>, settings: Record<string, string>, work: (work: Work) => Promise<T>): Promise<T> {
    try {
      return await kysely.transaction().execute(async (transaction) => {
        const set = Object.entries(settings).map(([name, value]) => sql`set_config(${`doudi.${name}`}, ${value}, true)`);
        await sql`SELECT ${sql.join(set)}`.execute(transaction);
        return work(transaction);
      });
    } catch (error) {
      throw databaseProblem(error, this.#server);
    }
  }
}

function settingsOf({ areaCode, userId, department }: Scope): Record<string, string> {
  return { area_from: areaCode, area_to: afterArea(areaCode), user_id: userId?.toString() ?? "", department: department === "all" ? "" : department };
}

/** Numbers of rows and sums fit a double; days stay text. */
function parserOf(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === INT8 || oid === NUMERIC) return Number;
  if (oid === DATE) return String;
  if (oid === INT8_ARRAY) return (text) => text.slice(1, -1).split(",").filter((each) => each !== "").map(Number);
  return format === undefined ? types.getTypeParser(oid) : (types.getTypeParser(oid, format as "text") as (value: string) => unknown);
}

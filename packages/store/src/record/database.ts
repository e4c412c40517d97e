import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool, type PoolClient, types } from "pg";
import { databaseProblem } from "../postgres/databaseProblem.js";
import { afterArea, type Scope } from "./scope.js";
import type { Tables } from "./tables.js";

/** A transaction that sees what its scope allows. */
export type Work = Transaction<Tables>;

/** What somebody who is not logged in yet may look up: the one user or session named. */
export type Stranger = { readonly login: string } | { readonly oidcSubject: string } | { readonly session: string };

const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

const clients = new WeakMap<Work, PoolClient>();

/** The connection of a transaction, for what the query builder does not know, such as COPY. */
export function clientOf(work: Work): PoolClient {
  const client = clients.get(work);
  if (client === undefined) throw new Error("not a transaction of Database");
  return client;
}

/** The database as the application sees it: never as its owner, and never without a scope. */
export class Database {
  readonly #pool: Pool;
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
  }

  /** All of it or nothing, within a scope. Throws DoudiError database_* where the server is the matter. */
  async within<T>(scope: Scope, work: (work: Work) => Promise<T>): Promise<T> {
    return this.#transaction({ area_from: scope.areaCode, area_to: afterArea(scope.areaCode), user_id: scope.userId?.toString() ?? "", department: scope.department === "all" ? "" : scope.department }, work);
  }

  /** For the login alone. Throws DoudiError database_*. */
  async asStranger<T>(stranger: Stranger, work: (work: Work) => Promise<T>): Promise<T> {
    const settings = "login" in stranger ? { login: stranger.login } : "session" in stranger ? { session: stranger.session } : { oidc_subject: stranger.oidcSubject };
    return this.#transaction({ department: "none", ...settings }, work);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #transaction<T>(settings: Record<string, string>, work: (work: Work) => Promise<T>): Promise<T> {
    try {
      const client = await this.#pool.connect();
      const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { connect: async () => client, end: async () => undefined } }) });
      return await kysely.transaction().execute(async (transaction) => {
        clients.set(transaction, client);
        const set = Object.entries(settings).map(([name, value]) => sql`set_config(${`doudi.${name}`}, ${value}, true)`);
        await sql`SELECT ${sql.join(set)}`.execute(transaction);
        return work(transaction);
      });
    } catch (error) {
      throw databaseProblem(error, this.#server);
    }
  }
}

/** Numbers of rows and sums fit a double; days stay text. */
function parserOf(oid: number, format?: "text" | "binary"): (value: string) => unknown {
  if (oid === INT8 || oid === NUMERIC) return Number;
  if (oid === DATE) return String;
  return format === undefined ? types.getTypeParser(oid) : (types.getTypeParser(oid, format as "text") as (value: string) => unknown);
}

import { Client } from "pg";
import { databaseProblem } from "./databaseProblem.js";
import { VALUE_TYPES } from "./sqlValue.js";

/**
 * The planner sees queries whose every row is wanted, over tables a few joins of which need memory; statements that
 * compile to machine code for a tenth of a second are no gain. What is lost in a crash can be made again.
 */
const SETTINGS = {
  client_encoding: "UTF8",
  standard_conforming_strings: "on",
  datestyle: "ISO, YMD",
  jit: "off",
  work_mem: "128MB",
  maintenance_work_mem: "256MB",
  cursor_tuple_fraction: "1",
  synchronous_commit: "off",
  client_min_messages: "warning",
  // The order of joins is searched for in one way only, so that a run is planned like the one before.
  geqo: "off",
  statement_timeout: "0",
  idle_in_transaction_session_timeout: "0",
} as const;

const CONNECT_TIMEOUT_MS = 15_000;

/**
 * The connections of one run, all on the same schema. A stream keeps its own while a load or another query goes on: what
 * fills a table may be read from a query at the same time.
 */
export class Sessions {
  readonly #url: string;
  readonly #server: string;
  #searchPath: string | null = null;
  #idle: Client[] = [];
  readonly #open = new Set<Client>();

  /** @param server host, port and database, for messages */
  constructor(url: string, server: string) {
    this.#url = url;
    this.#server = server;
  }

  /** From now on connections see this schema alone. */
  async useSchema(schema: string): Promise<void> {
    this.#searchPath = schema;
    for (const client of this.#open) await client.query(`SET search_path TO ${schema}`);
  }

  /** Runs the work on a connection of its own. One on which work failed is not used again. Throws DoudiError database_*. */
  async use<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = await this.take();
    let result: T;
    try {
      result = await work(client);
    } catch (error) {
      await this.discard(client);
      throw databaseProblem(error, this.#server);
    }
    this.giveBack(client);
    return result;
  }

  /** Runs the work on a connection that then stays open, unused, until all are closed. Throws DoudiError database_*. */
  async keep<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = await this.take();
    try {
      return await work(client);
    } catch (error) {
      await this.discard(client);
      throw databaseProblem(error, this.#server);
    }
  }

  async take(): Promise<Client> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    try {
      return await this.#connect();
    } catch (error) {
      throw databaseProblem(error, this.#server);
    }
  }

  giveBack(client: Client): void {
    if (this.#open.has(client)) this.#idle.push(client);
  }

  async discard(client: Client): Promise<void> {
    this.#open.delete(client);
    await client.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#idle = [];
    await Promise.all([...this.#open].map((client) => this.discard(client)));
  }

  async #connect(): Promise<Client> {
    const client = new Client({ connectionString: this.#url, types: VALUE_TYPES, application_name: "doudi", connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
    // A connection that breaks while idle says so here; the next query on it fails and is reported then.
    client.on("error", () => {
      this.#open.delete(client);
      this.#idle = this.#idle.filter((other) => other !== client);
    });
    await client.connect();
    this.#open.add(client);
    const settings = Object.entries(SETTINGS).map(([name, value]) => `SET ${name} = '${value}'`);
    if (this.#searchPath !== null) settings.push(`SET search_path TO ${this.#searchPath}`);
    await client.query(settings.join("; "));
    return client;
  }
}

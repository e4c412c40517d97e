import { CompiledQuery } from "kysely";
import PgBoss from "pg-boss";
import { Client } from "pg";
import { databaseProblem } from "../postgres/databaseProblem.js";
import type { Work } from "../record/database.js";
import type { JobKind } from "./jobRecord.js";

/** What the queue knows of a job: where it stands on record, never whom it is about. */
export interface JobTicket {
  readonly county: string;
  readonly jobId: number;
  /** How often it was begun before. */
  readonly attempts: number;
}

export interface JobStoreOptions {
  /** Told of what goes wrong between jobs, such as a database that cannot be reached. */
  onError(error: unknown): void;
}

const SCHEMA = "jobs";
const POLL_MS = 500;
const SWEEP_MS = 2000;
/** A job is taken from the queue a moment before its lock; within it nobody else may think it dead. */
const GRACE_SECONDS = 3;
const QUEUE_OPTIONS = { retryLimit: 1000, retryDelay: 1, expireInSeconds: 23 * 3600, retentionDays: 30 } as const;

/**
 * The queue: pg-boss in a schema of its own. Whoever works on a job holds an advisory lock on a connection of its own, so
 * that a job whose worker died is told by its free lock, at once, and begins anew; nobody else's clock is asked.
 */
export class JobStore {
  readonly #boss: PgBoss;
  readonly #url: string;
  readonly #onError: (error: unknown) => void;
  readonly #stopping = new AbortController();
  readonly #loops: Promise<void>[] = [];

  private constructor(boss: PgBoss, url: string, onError: (error: unknown) => void) {
    this.#boss = boss;
    this.#url = url;
    this.#onError = onError;
  }

  /** @param url of the application's account, whose the schema `jobs` is. Throws DoudiError database_*. */
  static async start(url: string, kinds: readonly JobKind[], { onError }: JobStoreOptions): Promise<JobStore> {
    const { hostname, port } = new URL(url);
    try {
      await install(url);
      const boss = new PgBoss({ connectionString: url, schema: SCHEMA, application_name: "doudi jobs", max: 3, schedule: false });
      boss.on("error", onError);
      await boss.start();
      for (const kind of kinds) await boss.createQueue(kind, { name: kind, policy: "standard", ...QUEUE_OPTIONS });
      const store = new JobStore(boss, url, onError);
      store.#loops.push(store.#sweeping());
      return store;
    } catch (error) {
      throw databaseProblem(error, `${hostname}:${port || "5432"}`);
    }
  }

  /** Aborted when the queue stops: who works on a job may end early, and it begins anew with the next start. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Queues a job in the transaction that asks for it. */
  async add(work: Work, kind: JobKind, ticket: Omit<JobTicket, "attempts">): Promise<void> {
    const db = { executeSql: async (text: string, values: unknown[]) => ({ rows: (await work.executeQuery(CompiledQuery.raw(text, values))).rows }) };
    await this.#boss.send(kind, { county: ticket.county, jobId: ticket.jobId }, { ...QUEUE_OPTIONS, db });
  }

  /** Works on jobs of a kind, as many at a time. A run that throws is tried again. */
  work(kind: JobKind, concurrency: number, run: (ticket: JobTicket) => Promise<void>): void {
    for (let lane = 0; lane < concurrency; lane += 1) this.#loops.push(this.#working(kind, run));
  }

  /** Ends when the jobs under way have; they are asked to be quick about it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
    await this.#boss.stop({ graceful: false });
  }

  async #working(kind: JobKind, run: (ticket: JobTicket) => Promise<void>): Promise<void> {
    await this.#withConnection(async (locks) => {
      const [job] = await this.#boss.fetch<{ county: string; jobId: number }>(kind, { includeMetadata: true, batchSize: 1 });
      if (job === undefined) return POLL_MS;
      // Somebody works on it already: the sweep was too early, or another server was quicker.
      if (!(await tryLock(locks, job.id))) return 0;
      try {
        await run({ county: job.data.county, jobId: job.data.jobId, attempts: job.retryCount });
        await this.#boss.complete(kind, job.id);
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#onError(error);
        // The text of an error may hold a name: the queue keeps none of it.
        await this.#boss.fail(kind, job.id, {});
      } finally {
        await locks.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [job.id]);
      }
      return 0;
    });
  }

  /** Gives back to the queue what dead workers left. */
  async #sweeping(): Promise<void> {
    await this.#withConnection(async (locks) => {
      const { rows } = await locks.query<{ id: string; name: string }>(`SELECT id::text, name FROM ${SCHEMA}.job WHERE state = 'active' AND started_on < now() - make_interval(secs => ${GRACE_SECONDS})`);
      for (const { id, name } of rows) {
        if (!(await tryLock(locks, id))) continue;
        await this.#boss.fail(name, id, {});
        await locks.query("SELECT pg_advisory_unlock(hashtextextended($1, 0))", [id]);
      }
      return SWEEP_MS;
    });
  }

  /** Does the work again and again, after as many milliseconds as it says, on a connection that is made anew when it breaks. */
  async #withConnection(work: (client: Client) => Promise<number>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const client = new Client({ connectionString: this.#url, application_name: "doudi jobs", connectionTimeoutMillis: 5000 });
      client.on("error", () => undefined);
      try {
        await client.connect();
        while (!signal.aborted) await pause(await work(client), signal);
      } catch (error) {
        if (!signal.aborted) this.#onError(error);
        await pause(POLL_MS, signal);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }
}

/** The tables of the queue. pg-boss would make the schema too, for which the application has no right and no need. */
async function install(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('${SCHEMA}.version') IS NOT NULL AS made`);
    if (rows[0]?.made !== true) await client.query(PgBoss.getConstructionPlans(SCHEMA).replace(/CREATE SCHEMA IF NOT EXISTS \w+\s*;?/, ""));
  } catch (error) {
    await client.query("ROLLBACK");
    const { rows } = await client.query<{ made: boolean }>(`SELECT to_regclass('${SCHEMA}.version') IS NOT NULL AS made`);
    // Two servers that start at once: the other was first.
    if (rows[0]?.made !== true) throw error;
  } finally {
    await client.end();
  }
}

async function tryLock(client: Client, id: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked", [id]);
  return rows[0]?.locked === true;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

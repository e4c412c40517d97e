import { sql } from "kysely";
import type { Work } from "../database.js";

export interface DatabaseHealth {
  /** Name of the newest migration. */
  readonly schema: string;
  readonly version: string;
  readonly bytes: number;
  readonly connections: number;
  /** Jobs of the area. */
  readonly waiting: number;
  readonly running: number;
}

export async function readHealth(work: Work): Promise<DatabaseHealth> {
  const { rows } = await sql<DatabaseHealth>`SELECT
    (SELECT coalesce(max(name), '') FROM public.doudi_migrations) AS schema,
    current_setting('server_version') AS version,
    pg_database_size(current_database()) AS bytes,
    (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
    (SELECT count(*) FROM doudi.jobs WHERE state = 'queued') AS waiting,
    (SELECT count(*) FROM doudi.jobs WHERE state = 'running') AS running`.execute(work);
  const [health] = rows;
  if (health === undefined) throw new Error("the database said nothing about itself");
  return health;
}

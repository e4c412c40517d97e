import { randomBytes } from "node:crypto";
import type { ClientBase } from "pg";

/** First key of the advisory locks that say that a run still works in its schema; the second is the schema's own. */
const LOCK_CLASS = 0x646f7564;
const NAME = "doudi_compare_";

/**
 * Makes a schema for one run and locks it for as long as the client stays connected. Schemas of this account whose run is
 * gone without dropping them (its process was killed) are dropped first: rosters must not lie about.
 *
 * @returns the schema's name, which needs no quotes
 */
export async function makeRunSchema(client: ClientBase): Promise<string> {
  await dropAbandoned(client);
  const suffix = randomBytes(8).toString("hex");
  await client.query("SELECT pg_advisory_lock($1, $2)", [LOCK_CLASS, lockKey(suffix)]);
  await client.query(`CREATE SCHEMA ${NAME}${suffix}`);
  return `${NAME}${suffix}`;
}

async function dropAbandoned(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>("SELECT nspname AS name FROM pg_namespace WHERE pg_get_userbyid(nspowner) = current_user AND nspname ~ '^doudi_compare_[0-9a-f]{16}$' ORDER BY 1");
  for (const { name } of rows) {
    const key = [LOCK_CLASS, lockKey(name.slice(NAME.length))];
    const taken = await client.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1, $2) AS free", key);
    if (taken.rows[0]?.free !== true) continue;
    await client.query(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
    await client.query("SELECT pg_advisory_unlock($1, $2)", key);
  }
}

function lockKey(suffix: string): number {
  return Number.parseInt(suffix.slice(0, 8), 16) | 0;
}

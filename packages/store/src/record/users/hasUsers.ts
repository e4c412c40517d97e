import { sql } from "kysely";
import type { Database } from "../database.js";

/** Whether anybody works here yet, of whatever area. */
export async function hasUsers(database: Database): Promise<boolean> {
  const { rows } = await database.withoutScope((unscoped) => sql<{ some: boolean }>`SELECT doudi.has_users() AS some`.execute(unscoped));
  return rows[0]?.some === true;
}

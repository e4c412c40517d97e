import { sql } from "kysely";
import type { Work } from "../database.js";

/** Acts on many findings of a county wait for each other until their transactions end; acts on one finding do not. */
export async function lockFindings(work: Work, county: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('findings ' || ${county}::text, 0))`.execute(work);
}

import { sql } from "kysely";
import type { Work } from "../database.js";
import type { RowOf } from "../tables.js";

export interface ListedJob extends RowOf<"jobs"> {
  readonly created_by_name: string | null;
}

/** The jobs of the area, the newest first. @param before number of the last one seen */
export async function listJobs(work: Work, { before, limit }: { before: number; limit: number }): Promise<ListedJob[]> {
  return work.selectFrom("jobs").selectAll().select(sql<string | null>`doudi.staff_name(created_by)`.as("created_by_name"))
    .where("job_id", "<", before).orderBy("job_id", "desc").limit(limit).execute();
}

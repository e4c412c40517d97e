import type { Work } from "../database.js";
import type { RowOf } from "../tables.js";

export type RosterRowState = RowOf<"roster_rows">["state"];

/** Rows of a version in their order, from behind `after`. */
export async function listRosterRows(work: Work, county: string, versionId: number, { state, after, limit }: { state: RosterRowState | undefined; after: number; limit: number }): Promise<Pick<RowOf<"roster_rows">, "row_no" | "place" | "state" | "problem" | "cells" | "sealed" | "key_version">[]> {
  let query = work.selectFrom("roster_rows").select(["row_no", "place", "state", "problem", "cells", "sealed", "key_version"])
    .where("county_code", "=", county).where("version_id", "=", versionId).where("row_no", ">", after).orderBy("row_no").limit(limit);
  if (state !== undefined) query = query.where("state", "=", state);
  return query.execute();
}

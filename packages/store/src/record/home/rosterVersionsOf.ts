import type { VersionState } from "@doudi/contract/api";
import type { Work } from "../database.js";

/** Versions of rosters of a quarter and those after it, the newest first: enough to tell what is in and what is late. */
export async function rosterVersionsOf(work: Work, firstPeriod: string): Promise<{ version_id: number; kind: string | null; period: string; state: VersionState }[]> {
  return work.selectFrom("roster_versions").select(["version_id", "kind", "period", "state"]).where("period", ">=", firstPeriod).orderBy("version_id", "desc").execute();
}

/** The first quarter that a roster of the area is on record for; null where there is none yet. What was withdrawn or never read does not count. */
export async function firstPeriod(work: Work): Promise<string | null> {
  const { first } = await work.selectFrom("roster_versions").select(({ fn }) => fn.min("period").as("first")).where("state", "not in", ["withdrawn", "failed"]).executeTakeFirstOrThrow();
  return first;
}

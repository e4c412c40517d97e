import type { VersionState } from "@doudi/contract/api";
import type { Work } from "../database.js";

/** Versions of rosters of a quarter and those after it, the newest first: enough to tell what is in and what is late. */
export async function rosterVersionsOf(work: Work, firstPeriod: string): Promise<{ version_id: number; kind: string | null; period: string; state: VersionState }[]> {
  return work.selectFrom("roster_versions").select(["version_id", "kind", "period", "state"]).where("period", ">=", firstPeriod).orderBy("version_id", "desc").execute();
}

import type { RosterKind } from "@doudi/contract";
import type { Department, VersionState } from "@doudi/contract/api";
import { type SelectQueryBuilder, sql } from "kysely";
import type { Work } from "../database.js";
import type { NewRow, RowOf, Tables } from "../tables.js";

/** A version with the names of those who acted on it, without what Doudi made of the file. */
export type VersionRow = Omit<RowOf<"roster_versions">, "inspection"> & {
  uploaded_name: string | null; submitted_name: string | null; signed_name: string | null; withdrawn_name: string | null;
};

const COLUMNS = [
  "county_code", "version_id", "area_code", "department", "kind", "period", "state", "file_name", "digest", "bytes", "mapping", "rows", "accepted", "duplicates", "rejected", "problem", "job_id",
  "uploaded_by", "uploaded_at", "submitted_by", "submitted_at", "signed_by", "signed_at", "withdrawn_by", "withdrawn_at", "withdrawn_reason",
] as const satisfies readonly (keyof RowOf<"roster_versions">)[];

function versions(work: Work, counties: readonly string[]): SelectQueryBuilder<Tables, "roster_versions", VersionRow> {
  return work.selectFrom("roster_versions").select(COLUMNS).select([
    sql<string | null>`doudi.staff_name(uploaded_by)`.as("uploaded_name"),
    sql<string | null>`doudi.staff_name(submitted_by)`.as("submitted_name"),
    sql<string | null>`doudi.staff_name(signed_by)`.as("signed_name"),
    sql<string | null>`doudi.staff_name(withdrawn_by)`.as("withdrawn_name"),
  ]).where("county_code", "in", counties);
}

export interface VersionFilter {
  kind?: RosterKind | undefined;
  period?: string | undefined;
  state?: VersionState | undefined;
}

/** The versions of counties (one, and those merged into it), the newest first, from below `before`. */
export async function listVersions(work: Work, counties: readonly string[], filter: VersionFilter, before: number | null, limit: number): Promise<VersionRow[]> {
  let query = versions(work, counties).orderBy("version_id", "desc").limit(limit);
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  if (filter.period !== undefined) query = query.where("period", "=", filter.period);
  if (filter.state !== undefined) query = query.where("state", "=", filter.state);
  if (before !== null) query = query.where("version_id", "<", before);
  return query.execute();
}

/** What became of each roster of the quarters: the state and number of every version that was not withdrawn, the newest first. */
export async function versionsOfYear(work: Work, counties: readonly string[], year: number): Promise<Pick<RowOf<"roster_versions">, "version_id" | "kind" | "period" | "state">[]> {
  return work.selectFrom("roster_versions").select(["version_id", "kind", "period", "state"])
    .where("county_code", "in", counties).where("period", ">=", `${year}Q1`).where("period", "<=", `${year}Q4`).where("state", "<>", "withdrawn")
    .orderBy("version_id", "desc").execute();
}

/** @param counties where it may be: one, or several that were merged; their numbers are handed out once */
export async function findVersion(work: Work, counties: string | readonly string[], versionId: number): Promise<VersionRow | undefined> {
  return versions(work, typeof counties === "string" ? [counties] : counties).where("version_id", "=", versionId).executeTakeFirst();
}

/** As `findVersion`; until the transaction ends nobody else changes it. */
export async function lockVersion(work: Work, county: string, versionId: number): Promise<VersionRow | undefined> {
  return versions(work, [county]).where("version_id", "=", versionId).forUpdate().executeTakeFirst();
}

export async function findInspection(work: Work, county: string, versionId: number): Promise<unknown> {
  const row = await work.selectFrom("roster_versions").select("inspection").where("county_code", "=", county).where("version_id", "=", versionId).executeTakeFirst();
  return row?.inspection ?? null;
}

/** The version of a department and quarter that holds the same file and was not withdrawn. Waits for one that is just being made. */
export async function findSameFile(work: Work, key: { county: string; department: Department; digest: string; period: string }): Promise<number | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`upload ${key.county} ${key.department} ${key.digest}`}, 0))`.execute(work);
  const found = await work.selectFrom("roster_versions").select("version_id")
    .where("county_code", "=", key.county).where("period", "=", key.period).where("department", "=", key.department).where("digest", "=", key.digest).where("state", "<>", "withdrawn").executeTakeFirst();
  return found?.version_id;
}

export async function insertVersion(work: Work, version: NewRow<"roster_versions">): Promise<number> {
  const { version_id } = await work.insertInto("roster_versions").values(version).returning("version_id").executeTakeFirstOrThrow();
  return version_id;
}

export type VersionChange = Partial<Pick<NewRow<"roster_versions">, "kind" | "state" | "mapping" | "inspection" | "rows" | "accepted" | "duplicates" | "rejected" | "problem" | "job_id" | "submitted_by" | "submitted_at" | "signed_by" | "signed_at" | "withdrawn_by" | "withdrawn_at" | "withdrawn_reason">>;

/** Changes a version that was looked at, and locked, before. */
export async function changeVersion(work: Work, county: string, versionId: number, change: VersionChange): Promise<void> {
  await work.updateTable("roster_versions").set(change).where("county_code", "=", county).where("version_id", "=", versionId).execute();
}

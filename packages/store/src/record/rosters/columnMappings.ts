import type { RosterKind } from "@doudi/contract";
import type { Department } from "@doudi/contract/api";
import type { Work } from "../database.js";

/** The kind, and header → standard column, "" for none. */
export interface ColumnMapping {
  kind: RosterKind;
  columns: Record<string, string>;
}

interface MappingKey {
  county: string;
  department: Department;
  headersDigest: string;
}

/** What a department corrected in an earlier file with the same headers. */
export async function findMapping(work: Work, { county, department, headersDigest }: MappingKey): Promise<ColumnMapping | undefined> {
  const row = await work.selectFrom("column_mappings").select(["kind", "columns"])
    .where("county_code", "=", county).where("department", "=", department).where("headers_digest", "=", headersDigest).executeTakeFirst();
  return row === undefined ? undefined : { kind: row.kind as RosterKind, columns: row.columns };
}

/** Remembers a mapping for the next file with the same headers, in place of the one before. */
export async function rememberMapping(work: Work, { county, department, headersDigest }: MappingKey, mapping: ColumnMapping, userId: number): Promise<void> {
  const said = { kind: mapping.kind, columns: JSON.stringify(mapping.columns), saved_by: userId, saved_at: new Date() };
  await work.insertInto("column_mappings")
    .values({ county_code: county, area_code: county, department, headers_digest: headersDigest, ...said })
    .onConflict((conflict) => conflict.columns(["county_code", "department", "headers_digest"]).doUpdateSet(said)).execute();
}

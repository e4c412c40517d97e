import { sql } from "kysely";
import type { Work } from "../database.js";
import { recordAct } from "../audit.js";

/** Enters villages, which the public list of divisions has not; those that are known keep their names. Returns how many are new. */
export async function addVillages(work: Work, county: string, villages: readonly { code: string; name: string }[]): Promise<number> {
  const { numAffectedRows } = await sql`
    INSERT INTO divisions (code, name, level, parent_code)
    SELECT v.code, v.name, 'village', left(v.code, 9) FROM unnest(${villages.map(({ code }) => code)}::text[], ${villages.map(({ name }) => name)}::text[]) AS v(code, name)
    ON CONFLICT (code) DO NOTHING`.execute(work);
  const added = Number(numAffectedRows ?? 0n);
  if (added > 0) await recordAct(work, { act: "division.load", objectKind: "division", objectId: county, area: county, detail: { changed: added } });
  return added;
}

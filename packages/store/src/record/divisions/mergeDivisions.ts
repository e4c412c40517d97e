import { DoudiError } from "@doudi/contract";
import { sql } from "kysely";
import { recordAct } from "../audit.js";
import type { Work } from "../database.js";
import { afterArea } from "../scope.js";
import type { RowOf } from "../tables.js";
import { findDivision } from "./findDivision.js";

type Division = RowOf<"divisions">;

/** Every table whose rows lie in a division, with the columns that say where. A test holds it against the schema. */
export const AREA_COLUMNS = {
  users: ["area_code"], sessions: ["area_code"], roster_files: ["area_code"], roster_versions: ["area_code"], roster_rows: ["area_code"], column_mappings: ["area_code"], calendar_settings: ["area_code"],
  persons: ["area_code"], person_grams: ["area_code"], comparison_runs: ["area_code"], findings: ["area_code", "assigned_area"], finding_events: ["area_code"], jobs: ["area_code"],
} as const;

export interface Merger {
  from: string;
  into: string;
  /** The first day on which the old one is no more. */
  on: string;
  reason: string;
}

/**
 * Merges a division into another of its level (LB-035): it is closed with its successor, divisions below it get a code
 * below the new one (their own suffix where that is free), and every row that lies there moves along. The past stays: the
 * old divisions keep their rows, the audit its entries, and county_code, under which rows were sealed, does not change.
 *
 * @param work in a scope that covers both and sees all departments
 * @returns how many rows moved
 * @throws DoudiError division_unknown, division_level
 */
export async function mergeDivisions(work: Work, { from, into, on, reason }: Merger): Promise<number> {
  // Two mergers at a time would hand out the same codes.
  await sql`SELECT pg_advisory_xact_lock(hashtext('doudi merge divisions'))`.execute(work);
  const [old, target] = [await getDivision(work, from), await getDivision(work, into)];
  if (old.level !== target.level || from === into) throw new DoudiError("division_level");
  const below = await divisionsBelow(work, from);
  const codes = newCodes(below.map(({ code }) => code), from, into, new Set((await divisionsBelow(work, into)).map(({ code }) => code)));
  const standing = below.filter(({ valid_to }) => valid_to === null);
  if (standing.length > 0) {
    await work.insertInto("divisions").values(standing.map(({ code, name, level, parent_code }) => ({
      code: codes.get(code) ?? into, name, level, parent_code: parent_code === from || parent_code === null ? into : (codes.get(parent_code) ?? into), valid_from: on, valid_to: null, successor_code: null,
    }))).execute();
  }
  const closed = [[from, into], ...standing.map(({ code }) => [code, codes.get(code) ?? into])];
  await sql`UPDATE doudi.divisions d SET valid_to = ${on}::date - 1, successor_code = m.into_code
    FROM unnest(${closed.map(([code]) => code)}::text[], ${closed.map(([, code]) => code)}::text[]) AS m(code, into_code) WHERE d.code = m.code`.execute(work);
  let moved = 0;
  for (const [table, columns] of Object.entries(AREA_COLUMNS)) for (const column of columns) moved += await move(work, table, column, from, into, codes);
  await recordAct(work, { act: "division.merge", objectKind: "division", objectId: from, area: into, detail: { into, on, reason, moved } });
  return moved;
}

async function getDivision(work: Work, code: string): Promise<Division> {
  const division = await findDivision(work, code);
  if (division === undefined) throw new DoudiError("division_unknown", { code });
  return division;
}

async function divisionsBelow(work: Work, code: string): Promise<Division[]> {
  return work.selectFrom("divisions").selectAll().where("code", ">", code).where("code", "<", afterArea(code)).orderBy("code").execute();
}

/** The new code of each division below the old one. */
function newCodes(codes: readonly string[], from: string, into: string, taken: ReadonlySet<string>): Map<string, string> {
  const result = new Map<string, string>();
  const used = new Set(taken);
  const depth = Math.min(...codes.map(({ length }) => length));
  for (const code of codes.filter(({ length }) => length === depth)) {
    let next = `${into}${code.slice(from.length)}`;
    const digits = depth - from.length;
    for (let number = 10 ** digits - 1; used.has(next); number -= 1) {
      if (number === 0) throw new DoudiError("division_level");
      next = `${into}${String(number).padStart(digits, "0")}`;
    }
    used.add(next);
    result.set(code, next);
  }
  // What lies deeper keeps its place below its own parent.
  for (const code of codes.filter(({ length }) => length > depth)) result.set(code, `${result.get(code.slice(0, depth)) ?? into}${code.slice(depth)}`);
  return result;
}

/** Rows whose division has no row of its own go to the one that took the old one in. */
async function move(work: Work, table: string, column: string, from: string, into: string, codes: ReadonlyMap<string, string>): Promise<number> {
  const [name, area] = [sql.table(table), sql.ref(column)];
  const mapped = await sql`UPDATE ${name} AS t SET ${area} = m.into_code FROM unnest(${[...codes.keys()]}::text[], ${[...codes.values()]}::text[]) AS m(code, into_code) WHERE t.${area} = m.code`.execute(work);
  const rest = await sql`UPDATE ${name} AS t SET ${area} = ${into} WHERE t.${area} >= ${from} AND t.${area} < ${afterArea(from)}`.execute(work);
  return Number(mapped.numAffectedRows ?? 0n) + Number(rest.numAffectedRows ?? 0n);
}

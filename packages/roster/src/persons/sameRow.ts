import type { LoadedRoster } from "../load/loadedRoster.js";
import { tableColumns } from "../standardise/rosterTable.js";
import type { SameRow } from "./duplicates.js";

/** Columns kept of every roster, because names, places, households and links are read from all. */
export const ALWAYS_KEPT: ReadonlySet<string> = new Set(["id_number", "name", "sex", "birth_date", "household_no", "head_name", "head_id", "relation", "member_count", "township", "village", "certificate"]);

/** What makes two rows of a person one, on a roster of persons and on one of things. */
export function sameRowOf(roster: Pick<LoadedRoster, "columns">, severalRows: boolean): SameRow {
  const own = ["household_no", "township", "village"];
  const kept = [...roster.columns].filter((column) => !ALWAYS_KEPT.has(column)).sort();
  const always = [...ALWAYS_KEPT].filter((column) => roster.columns.has(column)).flatMap(tableColumns);
  return { columns: severalRows ? [...own, "name", ...kept] : own, places: !severalRows, order: [...kept, ...always] };
}

import type { Bilingual } from "@doudi/contract";

/** A row of a roster as it goes on record. */
export interface RosterRow {
  /** Counts the rows of the roster from 1, in the order of sheets and rows. */
  rowNo: number;
  /** file#sheet#row as the sender sees it. */
  place: string;
  state: "accepted" | "duplicate" | "rejected";
  /** Why it is no row of its own, or why nobody is identified by it. */
  problem: Bilingual | null;
  /** The id of its person, 18 characters; null where it has no usable one. */
  id: string | null;
  name: string;
  householdNo: string | null;
  township: string;
  village: string;
  /** Column → text as people read it, without the numbers of persons and accounts. */
  cells: Record<string, string>;
  /** The columns left out of `cells`. */
  numbers: Record<string, string>;
}

/** Columns whose values identify somebody, beside those of type id: they are kept sealed. */
const PRIVATE_COLUMNS: ReadonlySet<string> = new Set(["phone", "bank_account", "account", "address"]);

export function isPrivateColumn(column: { id: string; type: string }): boolean {
  return column.type === "id" || PRIVATE_COLUMNS.has(column.id);
}

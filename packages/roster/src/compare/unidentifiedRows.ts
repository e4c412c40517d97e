import type { RosterKind } from "@doudi/contract";
import type { Engine, SqlRow } from "../engine/engine.js";
import type { LinkRecord } from "../link/linkRecord.js";
import type { RosterView } from "../persons/rosterView.js";
import { tableOf } from "../standardise/rosterTable.js";

/** A row without a usable id that has a name at least. */
export interface UnidentifiedRow {
  kind: RosterKind;
  rowid: number;
  record: LinkRecord;
}

/** Every such row of these rosters, in their order. */
export async function unidentifiedRows(engine: Engine, view: RosterView, kinds: readonly RosterKind[]): Promise<UnidentifiedRow[]> {
  const rows: UnidentifiedRow[] = [];
  for (const kind of kinds) {
    for await (const batch of engine.stream(`SELECT t.rowid AS row_id, t.id_raw, t.name, ${view.hasColumn(kind, "sex") ? "t.row_sex" : "CAST(NULL AS SMALLINT)"} AS sex, ${view.hasColumn(kind, "birth_date") ? "t.row_birth" : "CAST(NULL AS INTEGER)"} AS birth, t.township, t.village, t.household_no, ${view.hasColumn(kind, "head_name") ? "t.head_name" : "CAST(NULL AS VARCHAR)"} AS head_name FROM ${tableOf(kind)} AS t WHERE t.pid IS NULL AND t.name IS NOT NULL ORDER BY t.rowid`)) {
      for (const row of batch) rows.push({ kind, rowid: Number(row["row_id"]), record: recordOf(row) });
    }
  }
  return rows;
}

function recordOf(row: SqlRow): LinkRecord {
  const text = (key: string): string | null => (typeof row[key] === "string" ? row[key] : null);
  const sex = row["sex"];
  return {
    name: text("name"), idText: text("id_raw"), birthDate: dayText(row["birth"]), sex: sex === 1 ? "male" : sex === 2 ? "female" : null,
    township: text("township"), village: text("village"), householdNo: text("household_no"), headName: text("head_name"),
  };
}

function dayText(number: unknown): string | null {
  if (typeof number !== "number") return null;
  const text = String(number);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

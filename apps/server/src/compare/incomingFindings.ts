import { type FindingRow, isSeverity, maskId, maskText } from "@doudi/contract";
import type { IncomingFinding, IncomingRow, Keyring } from "@doudi/store";
import type { OpenedVersion } from "./openVersions.js";

const ID_NUMBER = /^\d{17}[\dX]$/;

/** Findings as a comparison lists them, as they go on record: numbers masked, the person by the blind index, rows by version. */
export function incomingFindings(keyring: Keyring, opened: readonly OpenedVersion[], areaOf: (division: string) => string): (row: FindingRow) => IncomingFinding {
  const rowsOf = rowReader(opened);
  return (row) => {
    if (!isSeverity(row.severity)) throw new Error(`no severity: ${row.severity}`);
    return {
      findingId: row.finding_id, code: row.finding, severity: row.severity, areaCode: areaOf(row.division),
      idIndex: ID_NUMBER.test(row.id_number) ? keyring.index(row.id_number) : null, idMasked: maskId(row.id_number),
      name: row.name, householdNo: row.household_no, reason: maskText(row.reason), source: row.source, score: row.score === "" ? null : Number(row.score), rows: rowsOf(row.rows),
    };
  };
}

/** Reads `file#sheet#row;…` where file names and sheets may hold anything but the names of other files after a semicolon. */
function rowReader(opened: readonly OpenedVersion[]): (rows: string) => IncomingRow[] {
  const byName = new Map(opened.map((each) => [each.name, each]));
  const names = [...byName.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const place = new RegExp(`(?:^|;)(${names})#(.*?)#(\\d+)(?=$|;(?:${names})#)`, "gs");
  return (rows) => [...rows.matchAll(place)].flatMap(([, name = "", sheet = "", row = ""]) => {
    const version = byName.get(name)?.version;
    return version === undefined ? [] : [{ version_id: version.version_id, kind: version.kind, period: version.period, file: version.file_name, sheet, row: Number(row) }];
  });
}

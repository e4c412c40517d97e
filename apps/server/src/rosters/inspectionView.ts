import { type Bilingual, ROSTER_KINDS, type RosterKind } from "@doudi/contract";
import { type Answer, type Department, departmentOf, DEPARTMENTS } from "@doudi/contract/api";
import type { Kinds, ReadRoster } from "@doudi/roster";
import { quarterDays } from "./quarter.js";

type InspectionAnswer = NonNullable<Answer<"roster">["inspection"]>;

/** What is kept of the inspection of a file: what is shown, and by what its headers are known again. */
export interface KeptInspection extends InspectionAnswer {
  headers_digest: string | null;
}

/** What Doudi made of a file, in the shape that is kept and shown; numbers and names in the samples are masked. */
export function inspectionView({ inspection, headersDigest, roster }: ReadRoster, kinds: Kinds, version: { department: Department; period: string }): KeptInspection {
  const kind = roster?.kind ?? inspection.sheets.find((sheet) => sheet.kind !== null)?.kind ?? null;
  const columns = (kind === null ? undefined : kinds.byCode.get(kind)?.columns) ?? kinds.columns;
  return {
    encoding: inspection.encoding ?? inspection.format ?? "",
    kind, sure: Math.max(0, ...inspection.sheets.filter((sheet) => sheet.kind === kind).map(({ confidence }) => confidence)),
    sheets: inspection.sheets.map((sheet) => ({
      name: sheet.sheet, header_rows: Array.from({ length: sheet.headerRows }, (_, i) => sheet.headerRow + i), rows: sheet.rows + sheet.rejected,
      columns: sheet.columns.map(({ header, column, label }, at) => ({ header, column, name: label, samples: sheet.firstRows.map(({ cells }) => cells[at] ?? "") })),
    })),
    problems: [
      ...inspection.problems.map(({ message }) => ({ row: "", ...message })),
      ...notes(kind, roster?.period ?? null, version),
      ...(roster?.warnings ?? inspection.sheets.flatMap(({ warnings }) => warnings)).map((warning) => ({ row: "", ...warning })),
      ...inspection.sheets.flatMap((sheet) => sheet.firstRejected.map(({ row, reason }) => ({ row: `${sheet.sheet}#${row}`, ...reason }))),
    ],
    possible: [...columns.values()].map(({ id, zh, en }) => ({ column: id, name: { zh, en } })),
    headers_digest: headersDigest,
  };
}

/** What is odd about a file for this department and quarter, though it can be read. */
function notes(kind: RosterKind | null, period: { label: string; start: string; end: string } | null, version: { department: Department; period: string }): ({ row: string } & Bilingual)[] {
  const found: ({ row: string } & Bilingual)[] = [];
  if (kind !== null && departmentOf(kind) !== version.department) {
    const usual = DEPARTMENTS[departmentOf(kind)];
    found.push({ row: "", zh: `${ROSTER_KINDS[kind].zh}花名册通常由${usual.zh}部门报送,请核对。`, en: `Rosters of ${ROSTER_KINDS[kind].en} usually come from ${usual.en}; check.` });
  }
  const quarter = quarterDays(version.period);
  if (period !== null && (period.end < quarter.start || period.start > quarter.end))
    found.push({ row: "", zh: `文件里写的期次是${period.label},与所选的 ${version.period} 不同,请核对。`, en: `The file speaks of ${period.label}, not of ${version.period}; check.` });
  return found;
}

import { maskId, maskText } from "@doudi/contract";
import type { SourceRow } from "@doudi/contract/api";
import { type FindingDetail, type Keyring, type SourceRecord, sourceRows, type Work } from "@doudi/store";

/** A row behind a finding, as it is shown and with its whole values, which stay here. */
export interface OpenedSource {
  shown: SourceRow;
  whole: Readonly<Record<string, string>>;
  /** Null where the row has no usable id, or is not in the reader's area. */
  personNo: number | null;
}

/** The rows behind findings, in their order; of a row outside the reader's area only its place is told. */
export async function openSources(work: Work, keyring: Keyring, findings: readonly Pick<FindingDetail, "county_code" | "rows">[]): Promise<OpenedSource[][]> {
  const byCounty = new Map<string, SourceRecord[]>();
  for (const county of new Set(findings.map(({ county_code }) => county_code))) byCounty.set(county, await sourceRows(work, county, findings.flatMap((finding) => (finding.county_code === county ? finding.rows : []))));
  return findings.map(({ county_code, rows }) => {
    const known = new Map(byCounty.get(county_code)?.map((row) => [`${row.version_id}/${row.row_no}`, row]));
    return rows.map(({ version_id, kind, period, file, sheet, row, row_no }) => {
      const found = known.get(`${version_id}/${row_no}`);
      const numbers = found?.sealed == null ? {} : (JSON.parse(keyring.open(county_code, found.key_version, found.sealed).toString("utf8")) as Record<string, string>);
      const masked = Object.fromEntries(Object.entries(numbers).map(([column, value]) => [column, maskNumber(column, value)]));
      return { shown: { version_id, kind, period, file, sheet, row, cells: { ...masked, ...found?.cells } }, whole: { ...numbers, ...found?.cells }, personNo: found?.person_no ?? null };
    });
  });
}

/** Accounts to the last four; addresses but for long numbers; all others by the ends. */
function maskNumber(column: string, value: string): string {
  if (column.endsWith("account")) return `****${value.slice(-4)}`;
  return column === "address" ? maskText(value) : maskId(value);
}

/** The columns that several of the rows have, and not with the same value. */
export function differingColumns(rows: readonly OpenedSource[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const { whole } of rows) for (const [column, value] of Object.entries(whole)) if (value !== "") values.set(column, (values.get(column) ?? new Set()).add(value));
  return [...values].flatMap(([column, several]) => (several.size > 1 ? [column] : []));
}

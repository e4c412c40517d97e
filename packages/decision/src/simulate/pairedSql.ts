import type { SimulationChange } from "@doudi/contract";

/** What happened to somebody, as conditions over both decisions; the first that holds counts. */
const CHANGES: readonly (readonly [SimulationChange, string])[] = [
  ["enters", "a.outcome = 'yes' AND b.outcome IS DISTINCT FROM 'yes'"],
  ["doubtful", "b.outcome = 'yes' AND a.outcome = 'unknown'"],
  ["leaves", "b.outcome = 'yes' AND a.outcome IS DISTINCT FROM 'yes'"],
  ["raised", "b.outcome = 'yes' AND a.amount_fen_month > b.amount_fen_month"],
  ["lowered", "b.outcome = 'yes' AND a.amount_fen_month < b.amount_fen_month"],
  ["class", "b.outcome = 'yes' AND a.class IS DISTINCT FROM b.class"],
];

/**
 * CREATE TABLE paired: a row for each household (or person) and scheme of either side, with both decisions, the change (NULL for none)
 * and the township, nine digits of the division code or the whole of a shorter one.
 */
export function pairedSql(has: { readonly township: boolean; readonly idNumber: boolean }): string {
  const change = `CASE ${CHANGES.map(([name, when]) => `WHEN ${when} THEN '${name}'`).join(" ")} END`;
  const sides = (["outcome", "class", "amount_fen_month", "until", "reasons"] as const).flatMap((column) => [`b.${column} AS ${column}_before`, `a.${column} AS ${column}_after`]);
  const township = has.township ? "substring(h.division_code, 1, 9)" : "CAST(NULL AS VARCHAR)";
  const division = has.township ? "h.division_code" : "CAST(NULL AS VARCHAR)";
  const idNumber = has.idNumber ? "p.id_number" : "CAST(NULL AS VARCHAR)";
  const joined = "SELECT coalesce(b.household_no, a.household_no) AS household_no, coalesce(b.person_key, a.person_key) AS person_key, coalesce(b.scheme, a.scheme) AS scheme, "
    + `${change} AS change, ${sides.join(", ")}, a.missing AS missing_after FROM decisions_before b FULL JOIN decisions_after a ON a.household_no = b.household_no AND a.person_key = b.person_key AND a.scheme = b.scheme`;
  return `CREATE TABLE paired AS SELECT j.*, ${idNumber} AS id_number, ${division} AS division_code, ${township} AS township FROM (${joined}) j JOIN households h ON h.household_no = j.household_no LEFT JOIN persons p ON p.household_no = j.household_no AND p.person_no = j.person_key`;
}

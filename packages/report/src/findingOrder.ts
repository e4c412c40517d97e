import { type FindingRow, SEVERITIES } from "@doudi/contract";

const RANK = new Map<string, number>(SEVERITIES.map((severity, rank) => [severity, rank]));

/** Severity from high to low. A severity that is not known comes last. */
export function severityRank(severity: string): number {
  return RANK.get(severity) ?? SEVERITIES.length;
}

/** The order in which people work through findings: severity, township and village, household, id; code points, so the same everywhere. */
export function compareFindings(a: FindingRow, b: FindingRow): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    compareText(a.division, b.division) ||
    compareText(a.household_no, b.household_no) ||
    compareText(a.id_number, b.id_number) ||
    compareText(a.finding_id, b.finding_id)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

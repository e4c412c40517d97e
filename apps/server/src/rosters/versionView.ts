import type { RosterKind } from "@doudi/contract";
import type { RosterVersion } from "@doudi/contract/api";
import type { VersionRow } from "@doudi/store";

/** A version as the API shows it. */
export function versionView(row: VersionRow): RosterVersion {
  return {
    version_id: row.version_id, county: row.county_code, department: row.department, kind: row.kind as RosterKind | null, period: row.period, state: row.state,
    file_name: row.file_name, digest: row.digest, bytes: row.bytes,
    rows: row.rows, accepted: row.accepted, duplicates: row.duplicates, rejected: row.rejected,
    uploaded: { by: { user_id: row.uploaded_by, name: row.uploaded_name ?? "" }, at: row.uploaded_at.toISOString() },
    submitted: signature(row.submitted_by, row.submitted_name, row.submitted_at),
    signed: signature(row.signed_by, row.signed_name, row.signed_at),
    withdrawn: withdrawn(row),
    problem: row.problem, job: row.job_id,
  };
}

function signature(by: number | null, name: string | null, at: Date | null): RosterVersion["signed"] {
  return by === null || at === null ? null : { by: { user_id: by, name: name ?? "" }, at: at.toISOString() };
}

function withdrawn(row: VersionRow): RosterVersion["withdrawn"] {
  const by = signature(row.withdrawn_by, row.withdrawn_name, row.withdrawn_at);
  return by === null ? null : { ...by, reason: row.withdrawn_reason ?? "" };
}

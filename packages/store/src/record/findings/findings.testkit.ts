import { createHash } from "node:crypto";
import type { FindingCode, Severity } from "@doudi/contract";
import type { Database } from "../database.js";
import type { Scope } from "../scope.js";
import { type Ingested, type IncomingFinding, ingestFindings } from "./ingestFindings.js";

const COUNTED = "county_code, area_code, state, code, rank, verdict, assigned_area, due";

/** What the counters say otherwise than the findings, of all that is seen at one moment: nothing, ever. */
export const MISCOUNTED = `
  WITH kept AS (SELECT ${COUNTED}, sum(n)::bigint AS n FROM doudi.finding_counts GROUP BY ${COUNTED} HAVING sum(n) <> 0),
    plain AS (SELECT ${COUNTED}, count(*) AS n FROM doudi.findings GROUP BY ${COUNTED})
  (SELECT 'kept' AS by, k.* FROM (TABLE kept EXCEPT TABLE plain) AS k) UNION ALL (SELECT 'plain', p.* FROM (TABLE plain EXCEPT TABLE kept) AS p)`;

/** The scope of a county's or a township's civil affairs. */
export function scopeIn(areaCode: string, userId = 1): Scope {
  return { userId, areaCode, department: "all" };
}

/** An id of a finding out of a word. */
export function idOf(word: string): string {
  return createHash("sha256").update(word).digest("hex").slice(0, 16);
}

/** A finding in a township that says `says`. */
export function incoming(word: string, more: { code: FindingCode; area: string; says?: string; severity?: Severity; score?: number }): IncomingFinding {
  return {
    findingId: idOf(word), code: more.code, severity: more.severity ?? "high", areaCode: more.area, idIndex: null, idMasked: "533***********001X", name: "甲某", householdNo: "1001",
    reason: more.says ?? "死亡未退出", source: "某文件 一(二)", score: more.score ?? null, rows: [],
  };
}

/** A run that found these and nothing else. */
export async function ingest(database: Database, county: string, runId: number, ran: readonly FindingCode[], findings: readonly IncomingFinding[]): Promise<Ingested> {
  return database.loadWithin(scopeIn(county), (work, copy) => ingestFindings(work, copy, { county, runId, ran, findings: (async function* () { yield findings; })() }));
}

export const seal = (_county: string, text: string): { sealed: Buffer; keyVersion: number } => ({ sealed: Buffer.from(text), keyVersion: 1 });

import { createHash } from "node:crypto";
import type { FindingCode, Severity } from "@doudi/contract";
import type { Database } from "../database.js";
import type { Scope } from "../scope.js";
import { type Ingested, type IncomingFinding, ingestFindings } from "./ingestFindings.js";

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

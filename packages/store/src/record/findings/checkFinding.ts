import { DoudiError } from "@doudi/contract";
import { FINDING_STATES, type FindingState } from "@doudi/contract/api";
import { sql } from "kysely";
import type { Work } from "../database.js";
import { comparedCounties } from "./findingFilter.js";
import { findFinding, type FindingDetail } from "./findFinding.js";

const LINK = "link.probable";
const VERDICT_OF = { confirmed: "same", refuted: "different", disputed: "unsure" } as const satisfies Record<Check["result"], FindingDetail["verdict"]>;
/** Why a link is not so, where nobody wrote more. */
const DIFFERENT = "两行不是同一人";

/** What is open is nobody's, and nobody has said anything of it. */
const OPENED = sql`, state = 'open', assigned_area = NULL, assigned_by = NULL, due = NULL, check_reason = NULL, evidence = NULL`;

/** Words of a member of staff about people: sealed where they are kept for good. */
export interface SealedNote {
  sealed: Buffer;
  keyVersion: number;
}

export interface Check {
  /** Of whoever checks. */
  areaCode: string;
  findingId: string;
  userId: number;
  result: "confirmed" | "refuted" | "disputed";
  reason: string;
  evidence: string | null;
  /** When the finding last changed, as it was shown to whoever checks. */
  seen: Date;
  seal(county: string, text: string): SealedNote;
}

/** Records the outcome of a check (YN-024, YN-026). Throws not_found, finding_changed, finding_state. */
export async function checkFinding(work: Work, { areaCode, findingId, userId, result, reason, evidence, seen, seal }: Check): Promise<FindingDetail> {
  const before = await lockFinding(work, areaCode, findingId);
  if (before.updated_at.getTime() !== seen.getTime()) throw new DoudiError("finding_changed");
  assertMay(before.state, result);
  await sql`UPDATE findings SET state = ${result}, check_reason = ${reason}, evidence = ${evidence}, verdict = ${before.code === LINK ? VERDICT_OF[result] : "none"}, updated_at = later_than(updated_at) WHERE county_code = ${before.county_code} AND finding_id = ${findingId}`.execute(work);
  await addEvent(work, before, { userId, act: result, note: seal(before.county_code, evidence === null ? reason : `${reason}\n${evidence}`) });
  return findFinding(work, areaCode, findingId);
}

/** Opens a finding again that was decided or assigned. Throws not_found, finding_state. */
export async function reopenFinding(work: Work, { areaCode, findingId, userId, reason, seal }: Pick<Check, "areaCode" | "findingId" | "userId" | "reason" | "seal">): Promise<FindingDetail> {
  const before = await lockFinding(work, areaCode, findingId);
  // Only a run brings back what is gone.
  if (before.state === "gone") throw stateError(before.state);
  assertMay(before.state, "open");
  await sql`UPDATE findings SET verdict = 'none', updated_at = later_than(updated_at)${OPENED} WHERE county_code = ${before.county_code} AND finding_id = ${findingId}`.execute(work);
  await addEvent(work, before, { userId, act: "reopened", note: seal(before.county_code, reason) });
  return findFinding(work, areaCode, findingId);
}

/**
 * Remembers what somebody made of a probable link, and with it ends the finding: same is confirmed, different is not so, unsure
 * leaves it, or opens it where there was another verdict. Runs leave it alone. Throws not_found for what is no link, or is gone.
 */
export async function decideLink(work: Work, { areaCode, findingId, userId, verdict, reason, seal }: Pick<Check, "areaCode" | "findingId" | "userId" | "seal"> & { verdict: "same" | "different" | "unsure"; reason: string | null }): Promise<FindingDetail> {
  const before = await lockFinding(work, areaCode, findingId);
  if (before.code !== LINK || before.state === "gone") throw new DoudiError("not_found");
  const isDecided = before.verdict === "same" || before.verdict === "different";
  const change = verdict === "same" ? sql`, state = 'confirmed', check_reason = ${reason}, evidence = NULL`
    : verdict === "different" ? sql`, state = 'refuted', check_reason = ${reason ?? DIFFERENT}, evidence = NULL`
    : isDecided ? OPENED : sql``;
  await sql`UPDATE findings SET verdict = ${verdict}, updated_at = later_than(updated_at)${change} WHERE county_code = ${before.county_code} AND finding_id = ${findingId}`.execute(work);
  await addEvent(work, before, { userId, act: `link_${verdict}`, note: reason === null ? null : seal(before.county_code, reason) });
  return findFinding(work, areaCode, findingId);
}

type LockedFinding = Pick<FindingDetail, "county_code" | "area_code" | "state" | "updated_at" | "finding_id" | "code" | "verdict">;

/** Reads a finding as it is now and keeps others from changing it until the transaction ends. */
async function lockFinding(work: Work, areaCode: string, findingId: string): Promise<LockedFinding> {
  const { rows } = await sql<LockedFinding>`
    SELECT county_code, finding_id, area_code, code, state, verdict, updated_at FROM findings
    WHERE county_code = ANY (${await comparedCounties(work, areaCode)}::text[]) AND finding_id = ${findingId} ORDER BY county_code LIMIT 1 FOR UPDATE`.execute(work);
  const [row] = rows;
  if (row === undefined) throw new DoudiError("not_found");
  return row;
}

function assertMay(from: FindingState, to: FindingState): void {
  if (!(FINDING_STATES[from] as readonly FindingState[]).includes(to)) throw stateError(from);
}

const STATE_NAMES: Record<FindingState, string> = { open: "待处理", assigned: "已交办", confirmed: "属实", refuted: "不属实", disputed: "有异议", gone: "已消除" };

function stateError(state: FindingState): DoudiError {
  return new DoudiError("finding_state", { state, stateZh: STATE_NAMES[state] });
}

async function addEvent(work: Work, finding: LockedFinding, event: { userId: number; act: string; note: SealedNote | null }): Promise<void> {
  await work.insertInto("finding_events").values({
    county_code: finding.county_code, finding_id: finding.finding_id, area_code: finding.area_code, user_id: event.userId, act: event.act,
    detail: JSON.stringify({ was: finding.state }), note_sealed: event.note?.sealed ?? null, key_version: event.note?.keyVersion ?? null, batch: null,
  }).execute();
}

import { randomUUID } from "node:crypto";
import { DoudiError } from "@doudi/contract";
import type { findingRoutes } from "@doudi/contract/api";
import { assignFindings, type Assignment, checkFinding, countFindings, type FindingFilter, listFindings, planAssignment, recordAct, reopenFinding, toFinding, undoAssignment } from "@doudi/store";
import { exportFile } from "../findings/exportFile.js";
import { findingView } from "../findings/findingView.js";
import { sealNote } from "../findings/sealNote.js";
import type { Handlers } from "../handler.js";
import { chinaDay } from "../rosters/quarter.js";
import { linkHandlers } from "./linkHandlers.js";
import { runHandlers } from "./runHandlers.js";

/** The words of a filter out of a query that holds more. */
function filterOf({ code, group, severity, state, area, assigned, overdue }: FindingFilter): FindingFilter {
  return { code, group, severity, state, area, assigned, overdue };
}

export const findingHandlers: Handlers<keyof typeof findingRoutes> = {
  ...runHandlers,
  ...linkHandlers,

  async findings({ caller, query }, { database, now }) {
    const { sort, cursor, limit } = query;
    return database.within(caller.scope, (work) => listFindings(work, { areaCode: caller.areaCode, filter: filterOf(query), sort, cursor, limit, today: chinaDay(now()) }));
  },

  async findingCounts({ caller, query }, { database, now }) {
    return database.within(caller.scope, (work) => countFindings(work, filterOf(query), chinaDay(now())));
  },

  async finding({ caller, params }, application) {
    return findingView(application, caller, params.finding_id);
  },

  async assignFindings({ caller, body }, { database, now }) {
    const { ids, filter, to, due, dry_run } = body;
    const day = chinaDay(now());
    if (due < day) throw new DoudiError("date_past", { date: due });
    const batch = randomUUID();
    const assignment: Assignment = { county: caller.areaCode.slice(0, 6), userId: caller.userId, areaCode: caller.areaCode, ids, filter, to, due, today: day, batch };
    if (dry_run) return { ...(await database.within(caller.scope, (work) => planAssignment(work, assignment))), undo: null };
    return database.within(caller.scope, async (work) => {
      const assigned = await assignFindings(work, assignment);
      await recordAct(work, { act: "finding.assign", objectKind: "batch", objectId: batch, detail: { to, due, count: assigned.assigned } });
      return { ...assigned, undo: batch };
    });
  },

  async undoAssignment({ caller, body }, { database }) {
    return database.within(caller.scope, async (work) => {
      const restored = await undoAssignment(work, { county: caller.areaCode.slice(0, 6), userId: caller.userId, batch: body.undo.replaceAll("\0", "") });
      if (restored > 0) await recordAct(work, { act: "finding.assign.undo", objectKind: "batch", objectId: body.undo, detail: { count: restored } });
      return { restored };
    });
  },

  async checkFinding({ caller, params, body }, { database, keyring }) {
    const { result, reason, evidence, seen } = body;
    if (reason.trim() === "") throw new DoudiError("reason_missing");
    if (result === "disputed" && (evidence ?? "") === "") throw new DoudiError("evidence_missing");
    return database.within(caller.scope, async (work) => {
      const finding = await checkFinding(work, { areaCode: caller.areaCode, findingId: params.finding_id, userId: caller.userId, result, reason, evidence: evidence === "" ? null : (evidence ?? null), seen: new Date(seen), seal: sealNote(keyring) });
      await recordAct(work, { act: "finding.check", objectKind: "finding", objectId: params.finding_id, detail: { result }, area: finding.area_code });
      return toFinding(finding);
    });
  },

  async reopenFinding({ caller, params, body }, { database, keyring }) {
    return database.within(caller.scope, async (work) => {
      const finding = await reopenFinding(work, { areaCode: caller.areaCode, findingId: params.finding_id, userId: caller.userId, reason: body.reason, seal: sealNote(keyring) });
      await recordAct(work, { act: "finding.reopen", objectKind: "finding", objectId: params.finding_id, area: finding.area_code });
      return toFinding(finding);
    });
  },

  async exportFindings({ caller, query }, application) {
    return exportFile(application, caller, { filter: filterOf(query), format: query.format, purpose: query.purpose });
  },
};

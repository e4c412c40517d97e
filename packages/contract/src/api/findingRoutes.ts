import { z } from "zod";
import { FINDING_CODES, type FindingCode, SEVERITIES } from "../finding.js";
import { routes } from "./route.js";
import { cursor, day, divisionCode, findingId, moment, note, pageSize, period, place, rosterKind, rowNumber, who } from "./shapes.js";

/** The life of a finding: each state is followed only by the ones named; a run closes what is gone and reopens what changed. */
export const FINDING_STATES = {
  open: ["assigned", "confirmed", "refuted", "disputed", "gone"],
  assigned: ["open", "assigned", "confirmed", "refuted", "disputed", "gone"],
  confirmed: ["open", "disputed", "gone"],
  refuted: ["open", "disputed", "gone"],
  disputed: ["confirmed", "refuted", "open", "gone"],
  gone: ["open"],
} as const satisfies Record<string, readonly string[]>;
export type FindingState = keyof typeof FINDING_STATES;
export const findingState = z.enum(Object.keys(FINDING_STATES) as [FindingState, ...FindingState[]]);
const findingCode = z.enum(FINDING_CODES as [FindingCode, ...FindingCode[]]);

/** A check's outcome (YN-024, YN-026): confirmed, not so with the concrete reason, or disputed with evidence. */
export const CHECK_RESULTS = ["confirmed", "refuted", "disputed"] as const;

export const finding = z.object({
  finding_id: findingId, code: findingCode, severity: z.enum(SEVERITIES), state: findingState,
  name: z.string(), id_masked: z.string(), person_no: z.number().int().nullable(), area: place, household_no: z.string(),
  reason: z.string(), source: z.string(), score: z.number().nullable(),
  assigned: place.nullable(), due: day.nullable(), updated_at: moment,
});
export type Finding = z.infer<typeof finding>;

/** Filters of the list, the export and bulk assignment: the same words in the address of the page. */
export const findingFilter = z.object({
  code: findingCode.optional(), group: z.enum(["missed", "wrong", "unclaimed", "conflict", "quality", "link"]).optional(), severity: z.enum(SEVERITIES).optional(),
  state: findingState.optional(), area: divisionCode.optional(), assigned: divisionCode.optional(), overdue: z.stringbool().optional(),
});

const sourceRow = z.object({ version_id: z.number().int().nullable(), kind: z.string(), period: z.string(), file: z.string(), sheet: z.string(), row: z.number().int(), cells: z.record(z.string(), z.string()).meta({ description: "column → value, numbers masked" }) });
export type SourceRow = z.infer<typeof sourceRow>;
const findingParams = z.object({ finding_id: findingId });
const bilingual = z.object({ zh: z.string(), en: z.string() });
const columns = z.record(z.string(), bilingual).meta({ description: "what the columns of the rows are called" });

export const findingRoutes = routes({
  findings: {
    method: "GET", path: "/findings", summary: { zh: "疑点列表", en: "list of findings" }, access: "finding.read", scoped: true,
    query: findingFilter.extend({ sort: z.enum(["severity", "due", "updated"]).default("severity"), cursor: cursor.optional(), limit: pageSize }),
    answer: z.object({ findings: z.array(finding), next: z.string().nullable() }),
  },
  findingCounts: {
    method: "GET", path: "/findings/counts", summary: { zh: "疑点计数", en: "counts by state, kind and area" }, access: "finding.read", scoped: true, query: findingFilter,
    answer: z.object({ total: z.number().int(), by_state: z.record(z.string(), z.number().int()), by_code: z.record(z.string(), z.number().int()), by_area: z.array(z.object({ area: place, count: z.number().int() })) }),
  },
  finding: {
    method: "GET", path: "/findings/{finding_id}", summary: { zh: "一条疑点", en: "one finding" }, access: "finding.read", scoped: true, params: findingParams,
    answer: z.object({
      finding, rows: z.array(sourceRow), columns, differing: z.array(z.string()).meta({ description: "columns in which the rows differ" }),
      rule: z.object({ id: z.string(), name: bilingual, words: bilingual, source: bilingual }).nullable(),
      facts: z.array(z.object({ name: bilingual, value: z.string(), from: z.string() })),
      history: z.array(z.object({ at: moment, by: who.nullable(), act: z.string(), note: z.string().nullable(), area: place.nullable(), due: day.nullable(), run_id: z.number().int().nullable() })),
      may: z.array(findingState),
    }),
  },
  assignFindings: {
    method: "POST", path: "/findings/assign", summary: { zh: "批量交办", en: "assign in bulk" }, access: "finding.assign", scoped: true,
    body: z.object({ ids: z.array(findingId).max(1000).optional(), filter: findingFilter.optional(), to: z.union([divisionCode, z.literal("own_area")]).meta({ description: "a division, or own_area: each to the township it lies in" }), due: day, dry_run: z.boolean().default(false) }),
    answer: z.object({ assigned: z.number().int(), left: z.number().int(), by_area: z.array(z.object({ area: place, count: z.number().int() })), undo: z.string().nullable() }),
    errors: ["assign_nothing", "assign_outside", "date_past"],
  },
  undoAssignment: { method: "POST", path: "/findings/assign/undo", summary: { zh: "撤销交办", en: "undo an assignment" }, access: "finding.assign", scoped: true, body: z.object({ undo: z.string().max(80) }), answer: z.object({ restored: z.number().int() }) },
  checkFinding: {
    method: "POST", path: "/findings/{finding_id}/check", summary: { zh: "登记核查结果", en: "record the check" }, access: "finding.check", scoped: true, params: findingParams,
    body: z.object({ result: z.enum(CHECK_RESULTS), reason: note, evidence: z.string().trim().max(2000).optional(), seen: moment.meta({ description: "updated_at as it was shown, so that nobody overwrites another's check unseen" }) }),
    answer: finding, errors: ["finding_state", "finding_changed", "reason_missing", "evidence_missing"],
  },
  reopenFinding: { method: "POST", path: "/findings/{finding_id}/reopen", summary: { zh: "重新打开", en: "reopen" }, access: "finding.check", scoped: true, params: findingParams, body: z.object({ reason: note }), answer: finding, errors: ["finding_state"] },
  exportFindings: { method: "GET", path: "/findings/export", summary: { zh: "导出", en: "export what is filtered" }, access: "finding.export", scoped: true, query: findingFilter.extend({ format: z.enum(["csv", "xlsx"]).default("xlsx"), purpose: note }), answer: { media: "application/octet-stream" }, errors: ["export_too_large"] },

  runs: { method: "GET", path: "/runs", summary: { zh: "比对批次", en: "comparison runs" }, access: "run.read", scoped: true, answer: z.object({ runs: z.array(z.object({ run_id: z.number().int(), county: place, date: day, state: z.enum(["queued", "running", "done", "failed"]), policy: z.string(), started: z.object({ by: who.nullable(), calendar: z.object({ period, missing: z.array(rosterKind).meta({ description: "kinds that were not signed by the due day" }) }).nullable().meta({ description: "where the calendar started it" }), at: moment }), finished_at: moment.nullable(), versions: z.array(z.number().int()), counts: z.record(z.string(), z.number().int()), job: z.number().int().nullable(), problem: bilingual.nullable() })) }) },
  startRun: { method: "POST", path: "/runs", summary: { zh: "开始比对", en: "start a comparison" }, access: "run.start", scoped: true, body: z.object({ date: day, versions: z.array(rowNumber).max(60).optional().meta({ description: "signed versions; without it the newest signed one of each kind" }) }), answer: z.object({ run_id: z.number().int(), job: z.number().int() }), errors: ["run_without_rosters", "run_unsigned", "run_mixed", "run_already"] },
  run: { method: "GET", path: "/runs/{run_id}", summary: { zh: "一次比对", en: "one run" }, access: "run.read", scoped: true, params: z.object({ run_id: rowNumber }), answer: z.object({ run_id: z.number().int(), state: z.string(), date: day, summary: z.record(z.string(), z.unknown()).nullable(), new: z.number().int(), same: z.number().int(), gone: z.number().int() }) },
  runReport: { method: "GET", path: "/runs/{run_id}/report", summary: { zh: "比对报告", en: "the report" }, access: "run.read", scoped: true, params: z.object({ run_id: rowNumber }), answer: { media: "text/html" } },
  trend: { method: "GET", path: "/runs/trend", summary: { zh: "重合率走势", en: "overlap by quarter" }, access: "run.read", scoped: true, answer: z.object({ points: z.array(z.object({ run_id: z.number().int(), date: day, dibao: z.number().int(), poor: z.number().int(), disabled: z.number().int(), dibao_poor: z.number().int(), rate: z.number().nullable() })) }) },

  links: { method: "GET", path: "/links", summary: { zh: "疑似同一人", en: "probable links" }, access: "link.review", scoped: true, query: z.object({ verdict: z.enum(["none", "same", "different", "unsure"]).default("none"), cursor: cursor.optional(), limit: pageSize }), answer: z.object({ links: z.array(z.object({ finding_id: findingId, probability: z.number(), weights: z.array(z.object({ field: bilingual, weight: z.number() })), left: sourceRow.nullable(), right: sourceRow.nullable(), verdict: z.string(), area: place })), columns, next: z.string().nullable() }) },
  decideLink: { method: "POST", path: "/links/{finding_id}/verdict", summary: { zh: "判定", en: "same, different or unsure" }, access: "link.review", scoped: true, params: findingParams, body: z.object({ verdict: z.enum(["same", "different", "unsure"]), reason: z.string().trim().max(500).optional() }), answer: z.object({ finding_id: findingId, verdict: z.string() }) },
});

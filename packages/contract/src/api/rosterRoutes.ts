import { z } from "zod";
import { DEPARTMENT_CODES } from "./departments.js";
import { routes } from "./route.js";
import { countyCode, cursor, day, done, moment, note, pageSize, period, rosterKind, rowNumber, who } from "./shapes.js";

/** From the file to the version that counts: each is followed only by the ones named. */
export const VERSION_STATES = {
  reading: ["read", "failed"],
  failed: ["reading", "withdrawn"],
  read: ["reading", "submitted", "withdrawn"],
  submitted: ["read", "signed", "withdrawn"],
  signed: ["withdrawn"],
  withdrawn: [],
} as const satisfies Record<string, readonly string[]>;
export type VersionState = keyof typeof VERSION_STATES;
const versionState = z.enum(Object.keys(VERSION_STATES) as [VersionState, ...VersionState[]]);

const signature = z.object({ by: who, at: moment }).nullable();
const bilingual = z.object({ zh: z.string(), en: z.string() });

export const rosterVersion = z.object({
  version_id: z.number().int(), county: countyCode, department: z.enum(DEPARTMENT_CODES), kind: rosterKind.nullable(), period, state: versionState,
  file_name: z.string(), digest: z.string().meta({ description: "SHA-256 of the file" }), bytes: z.number().int(),
  rows: z.number().int(), accepted: z.number().int(), duplicates: z.number().int(), rejected: z.number().int(),
  uploaded: z.object({ by: who, at: moment }), submitted: signature, signed: signature,
  withdrawn: z.object({ by: who, at: moment, reason: z.string() }).nullable(),
  problem: bilingual.nullable(), job: z.number().int().nullable(),
});
export type RosterVersion = z.infer<typeof rosterVersion>;

/** What Doudi makes of a file: the same that `doudi inspect` shows. */
export const inspection = z.object({
  encoding: z.string(),
  kind: rosterKind.nullable(), sure: z.number().min(0).max(1),
  sheets: z.array(z.object({
    name: z.string(), header_rows: z.array(z.number().int()), rows: z.number().int(),
    columns: z.array(z.object({ header: z.string(), column: z.string().nullable(), name: bilingual.nullable(), samples: z.array(z.string()) })),
  })),
  problems: z.array(z.object({ row: z.string(), zh: z.string(), en: z.string() })),
  /** The columns this kind of roster can have, for the mapping. */
  possible: z.array(z.object({ column: z.string(), name: bilingual })),
});

const versionParams = z.object({ version_id: rowNumber });

const columns = z.record(z.string(), bilingual).meta({ description: "what the columns of the cells are called" });

export const rosterRoutes = routes({
  rosterCalendar: {
    method: "GET", path: "/rosters/calendar", summary: { zh: "报送日历", en: "which rosters are due" }, access: "roster.read", scoped: true,
    query: z.object({ year: z.coerce.number().int().min(2000).max(2100) }),
    answer: z.object({ year: z.number().int(), today: day, starts_runs: z.boolean().meta({ description: "whether a comparison starts by itself" }), entries: z.array(z.object({ kind: rosterKind, department: z.enum(DEPARTMENT_CODES), period, due: day, state: z.enum(["in", "due", "late", "future"]), version_id: z.number().int().nullable(), version_state: versionState.nullable() })) }),
  },
  setCalendar: { method: "PUT", path: "/rosters/calendar", summary: { zh: "报送日历设置", en: "settings of the calendar" }, access: "run.start", scoped: true, body: z.object({ starts_runs: z.boolean() }), answer: done },
  rosters: {
    method: "GET", path: "/rosters", summary: { zh: "花名册版本", en: "versions of rosters" }, access: "roster.read", scoped: true,
    query: z.object({ kind: rosterKind.optional(), period: period.optional(), state: versionState.optional(), cursor: cursor.optional(), limit: pageSize }),
    answer: z.object({ versions: z.array(rosterVersion), next: z.string().nullable() }),
  },
  uploadRoster: {
    method: "POST", path: "/rosters", summary: { zh: "上传花名册", en: "upload a roster" }, access: "roster.upload", scoped: false, upload: true,
    query: z.object({ period, kind: rosterKind.optional(), name: z.string().trim().min(3).max(200).meta({ description: "name of the file", example: "低保花名册2020年2季度.xlsx" }) }),
    answer: rosterVersion, errors: ["upload_empty", "upload_too_large", "upload_kind", "roster_same_file"],
  },
  roster: { method: "GET", path: "/rosters/{version_id}", summary: { zh: "一个版本", en: "one version" }, access: "roster.read", scoped: true, params: versionParams, answer: z.object({ version: rosterVersion, inspection: inspection.nullable() }) },
  mapRoster: {
    method: "PUT", path: "/rosters/{version_id}/mapping", summary: { zh: "更正列对应并记住", en: "correct the mapping and remember it" }, access: "roster.upload", scoped: true, params: versionParams,
    body: z.object({ kind: rosterKind, columns: z.record(z.string().min(1).max(120), z.string().max(60)).meta({ description: "header → column, empty for none", example: { 证件号码: "id_number" } }), remember: z.boolean().default(true) }),
    answer: rosterVersion, errors: ["version_state", "mapping_invalid"],
  },
  submitRoster: { method: "POST", path: "/rosters/{version_id}/submit", summary: { zh: "提交", en: "submit" }, access: "roster.upload", scoped: true, params: versionParams, answer: rosterVersion, errors: ["version_state"] },
  signRoster: {
    method: "POST", path: "/rosters/{version_id}/sign", summary: { zh: "签发(第二人)", en: "sign off, by a second person" }, access: "roster.sign", scoped: true, params: versionParams,
    body: z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/).meta({ description: "of the file that is signed, as it was shown" }) }), answer: rosterVersion, errors: ["version_state", "sign_same_person", "sign_digest"],
  },
  withdrawRoster: { method: "POST", path: "/rosters/{version_id}/withdraw", summary: { zh: "撤回", en: "withdraw" }, access: "roster.sign", scoped: true, params: versionParams, body: z.object({ reason: note }), answer: rosterVersion, errors: ["version_state"] },
  rosterRows: {
    method: "GET", path: "/rosters/{version_id}/rows", summary: { zh: "各行及问题", en: "rows and what is wrong with them" }, access: "roster.read", scoped: true, params: versionParams,
    query: z.object({ state: z.enum(["accepted", "duplicate", "rejected"]).optional(), after: z.coerce.number().int().min(0).default(0), limit: pageSize }),
    answer: z.object({ columns, rows: z.array(z.object({ row: z.number().int(), place: z.string(), state: z.string(), problem: z.string().nullable(), cells: z.record(z.string(), z.string()) })), next: z.number().int().nullable() }),
  },
  rosterDifference: {
    method: "GET", path: "/rosters/{version_id}/difference/{other_id}", summary: { zh: "两个版本逐行比较", en: "two versions row by row" }, access: "roster.read", scoped: true,
    params: z.object({ version_id: rowNumber, other_id: rowNumber }), query: z.object({ change: z.enum(["added", "removed", "changed"]).optional(), after: z.coerce.number().int().min(0).default(0), limit: pageSize }),
    answer: z.object({ added: z.number().int(), removed: z.number().int(), changed: z.number().int(), same: z.number().int(), columns, rows: z.array(z.object({ change: z.string(), name: z.string(), before: z.record(z.string(), z.string()).nullable(), after: z.record(z.string(), z.string()).nullable() })), next: z.number().int().nullable() }),
  },
  rosterSheet: { method: "GET", path: "/rosters/{version_id}/sheet", summary: { zh: "签章页", en: "the sheet to sign and stamp" }, access: "roster.read", scoped: true, params: versionParams, answer: { media: "text/html" } },
  job: { method: "GET", path: "/jobs/{job_id}", summary: { zh: "任务进度", en: "progress of a job" }, access: "session", scoped: true, params: z.object({ job_id: rowNumber }), answer: z.object({ job_id: z.number().int(), kind: z.enum(["read_roster", "compare"]), state: z.enum(["queued", "running", "done", "failed"]), step: bilingual.nullable(), done: z.number().int(), total: z.number().int(), problem: bilingual.nullable() }) },
});

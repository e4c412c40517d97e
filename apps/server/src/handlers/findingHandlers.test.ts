import { once } from "node:events";
import { Readable } from "node:stream";
import type { FindingCode, Severity } from "@doudi/contract";
import { API, type Finding, type Route, type RouteName } from "@doudi/contract/api";
import { ingestFindings, type IncomingFinding } from "@doudi/store";
import { read as readBook, utils } from "@e965/xlsx";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callerAs, startTestCounty, type TestCounty } from "../county.testkit.js";
import type { Caller, Context } from "../handler.js";
import { findingHandlers } from "./findingHandlers.js";

type Name = keyof typeof findingHandlers;

let test: TestCounty;
let first = "";
let second = "";
beforeAll(async () => {
  test = await startTestCounty();
  [first = "", second = ""] = test.townships.map(({ code }) => code);
  await test.within(async (work) => {
    await work.insertInto("comparison_runs").values({ county_code: test.county, area_code: test.county, as_of: "2020-06-30", state: "done", versions: [], report: null, job_id: null, started_by: 1 }).execute();
    const id = "533399197001010018";
    await work.insertInto("persons").values({ county_code: test.county, area_code: first, name: "甲某", initials: "jm", sex: "male", birth_date: "1970-01-01", id_masked: "533***********0018", id_index: test.application.keyring.index(id), id_sealed: test.application.keyring.seal(test.county, id), key_version: 1 }).execute();
  });
  await ingest(Array.from({ length: 60 }, (_, n) => incoming(n)));
});
afterAll(() => test.stop());

const CODES: FindingCode[] = ["wrong.deceased", "missed.household_member", "quality.id_missing"];
const SEVERITIES: Severity[] = ["high", "medium", "low"];
const id = (n: number): string => n.toString(16).padStart(16, "0");

/** Sixty findings: two thirds in the first township, the first of them about a known person with a name that is a formula. */
function incoming(n: number): IncomingFinding {
  return {
    findingId: id(n), code: CODES[n % 3] ?? "wrong.deceased", severity: SEVERITIES[(n >> 1) % 3] ?? "low", areaCode: n % 3 === 2 ? second : first,
    idIndex: n === 0 ? test.application.keyring.index("533399197001010018") : null, idMasked: n === 0 ? "533***********0018" : "", name: n === 0 ? "=HYPERLINK(1)" : `某${n}`, householdNo: String(1000 + n),
    reason: "低保册上有此人,死亡名单上也有", source: "云民社救〔2020〕8号 二(二)", score: null, rows: [],
  };
}

async function ingest(findings: IncomingFinding[], ran: FindingCode[] = [...CODES, "link.probable"]): Promise<void> {
  const { rows: [last] } = await test.within((work) => sql<{ n: number }>`SELECT coalesce(max(last_run), 0) + 1 AS n FROM findings`.execute(work));
  await test.application.database.loadWithin({ userId: null, areaCode: test.county, department: "all" }, (work, copy) => ingestFindings(work, copy, { county: test.county, runId: last?.n ?? 1, ran, findings: (async function* () { yield findings; })() }));
}

/** Calls a handler as the server does: the request is read by the route's schema, the answer must fit it. */
async function call<N extends Name>(name: N, caller: Caller, request: { params?: unknown; query?: unknown; body?: unknown } = {}): Promise<Awaited<ReturnType<(typeof findingHandlers)[N]>>> {
  const route: Route = API[name as RouteName];
  const part = (key: "params" | "query" | "body"): unknown => route[key]?.parse(request[key] ?? {});
  const context = { caller, upload: null, params: part("params"), query: part("query"), body: part("body") } as unknown as Context<N>;
  const answer = await findingHandlers[name](context as never, test.application);
  if ("parse" in route.answer) route.answer.parse(answer);
  return answer as Awaited<ReturnType<(typeof findingHandlers)[N]>>;
}

const clerk = (): Caller => callerAs("county_clerk", test.county);
const township = (code = first): Caller => callerAs("township_clerk", code, 2);

async function all(caller: Caller, query: Record<string, unknown> = {}): Promise<Finding[]> {
  const found: Finding[] = [];
  let cursor: string | null = null;
  do {
    const page: { findings: Finding[]; next: string | null } = await call("findings", caller, { query: { limit: 7, ...query, ...(cursor === null ? {} : { cursor }) } });
    found.push(...page.findings);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

const one = async (n: number): Promise<Finding> => (await call("finding", clerk(), { params: { finding_id: id(n) } })).finding;
const code = (promise: Promise<unknown>): Promise<string> => promise.then(() => "none", (error: { code?: string }) => error.code ?? String(error));

describe("the list", () => {
  it.each(["severity", "due", "updated"] as const)("by %s shows every finding once, in order, over all pages", async (sort) => {
    const found = await all(clerk(), { sort });
    expect(new Set(found.map(({ finding_id }) => finding_id)).size).toBe(60);
    expect(found).toHaveLength(60);
    const key = ({ severity, due, updated_at }: Finding): string | number => (sort === "severity" ? SEVERITIES.indexOf(severity) : sort === "due" ? (due ?? "9") : -Date.parse(updated_at));
    expect(found.map(key)).toEqual(found.map(key).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  });

  it("is narrowed by each filter and all of them", async () => {
    const everything = await all(clerk());
    expect(await all(clerk(), { code: "wrong.deceased" })).toEqual(everything.filter(({ code }) => code === "wrong.deceased"));
    expect(await all(clerk(), { group: "quality" })).toEqual(everything.filter(({ code }) => code.startsWith("quality.")));
    expect(await all(clerk(), { group: "missed", severity: "high", area: first, state: "open" })).toEqual(everything.filter(({ code, severity, area }) => code.startsWith("missed.") && severity === "high" && area.code === first));
    expect(await all(clerk(), { group: "missed", code: "wrong.deceased" })).toEqual([]);
    expect(await all(clerk(), { state: "gone" })).toEqual([]);
  });

  it("refuses cursors that are none of its own", async () => {
    const { next } = await call("findings", clerk(), { query: { limit: 5 } });
    const forged = (...key: unknown[]): string => Buffer.from(JSON.stringify(key)).toString("base64url");
    for (const cursor of ["x", "", forged("severity", 1), forged("severity", "1; DROP", id(1), test.county), forged("due", "2020-02-31", id(1), test.county), forged("updated", "now", id(1), test.county), forged("severity", 1, "\0", test.county)])
      expect([cursor, await code(call("findings", clerk(), { query: { cursor } }))]).toEqual([cursor, "request_invalid"]);
    expect(await code(call("findings", clerk(), { query: { cursor: next, sort: "due" } }))).toBe("request_invalid");
  });

  it("and everything else shows a township its own alone", async () => {
    const county = await all(clerk());
    const own = await all(township());
    expect(own).toEqual(county.filter(({ area }) => area.code === first));
    expect(own.length).toBeGreaterThan(0);
    expect(await all(township(), { area: second })).toEqual([]);
    const counts = await call("findingCounts", township());
    expect(counts).toMatchObject({ total: own.length, by_area: [{ area: { code: first, name: test.townships[0]?.name }, count: own.length }] });
    expect(await code(call("finding", township(), { params: { finding_id: id(2) } }))).toBe("not_found");
    expect(await code(call("checkFinding", township(), { params: { finding_id: id(2) }, body: { result: "confirmed", reason: "属实", seen: (await one(2)).updated_at } }))).toBe("not_found");
    const { file } = await call("exportFindings", township(), { query: { format: "csv", purpose: "交乡镇核查" } });
    expect(linesOf(await textOf(file.body))).toHaveLength(own.length + 1);
    expect(await all({ ...clerk(), scope: { ...clerk().scope, department: "none" } })).toEqual([]);
    expect(await all(callerAs("supervisor", "5333"))).toEqual(county);
    expect(await all(callerAs("supervisor", "54"))).toEqual([]);
  });

  it("is counted by state, code and township", async () => {
    const counts = await call("findingCounts", clerk());
    const everything = await all(clerk());
    expect(counts.total).toBe(60);
    expect(counts.by_code).toEqual(Object.fromEntries(CODES.map((each) => [each, everything.filter(({ code }) => code === each).length])));
    expect(counts.by_area.map(({ area, count }) => [area.code, count])).toEqual([first, second].sort().map((area) => [area, everything.filter((each) => each.area.code === area).length]));
    expect((await call("findingCounts", clerk(), { query: { group: "quality", severity: "low" } })).total).toBe(everything.filter(({ code, severity }) => code.startsWith("quality.") && severity === "low").length);
  });
});

describe("one finding", () => {
  it("shows the rule in words, its source, its history and what may follow", async () => {
    const view = await call("finding", clerk(), { params: { finding_id: id(0) } });
    expect(view.rule).toMatchObject({ id: "wrong.deceased", name: { zh: "死亡未退出" } });
    expect(view.rule?.words.zh).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(view.rule?.words.en).toMatch(/[a-z]{4}/);
    expect(view.finding.person_no).not.toBeNull();
    expect(view.history).toMatchObject([{ act: "found", run_id: 1, by: null }]);
    expect(view.may).toEqual(["assigned", "confirmed", "refuted", "disputed"]);
    expect((await call("finding", callerAs("supervisor", "5333"), { params: { finding_id: id(0) } })).may).toEqual([]);
  });

  it("is checked by one at a time, with a reason, and what is seen is what is overwritten", async () => {
    const shown = await one(3);
    const check = (result: string, more: object): Promise<Finding> => call("checkFinding", township(), { params: { finding_id: id(3) }, body: { result, reason: "已迁出本县", seen: shown.updated_at, ...more } });
    expect(await code(check("disputed", {}))).toBe("evidence_missing");
    const outcomes = await Promise.all([code(check("refuted", {})), code(check("confirmed", {}))]);
    expect(outcomes.sort()).toEqual(["finding_changed", "none"]);
    const now = await one(3);
    const next = now.state === "refuted" ? "confirmed" : "refuted";
    expect(await code(check(next, { seen: now.updated_at }))).toBe("finding_state");
    expect((await check("disputed", { seen: now.updated_at, evidence: "户籍证明" })).state).toBe("disputed");
    expect((await call("reopenFinding", township(), { params: { finding_id: id(3) }, body: { reason: "重新核查" } })).state).toBe("open");
    const { history } = await call("finding", clerk(), { params: { finding_id: id(3) } });
    expect(history.slice(1)).toMatchObject([{ act: now.state, note: "已迁出本县", by: { user_id: 2, name: "审批乙" } }, { act: "disputed", note: "已迁出本县\n户籍证明" }, { act: "reopened", note: "重新核查" }]);
    // What staff write about people is in no audit and in no event in plain words.
    const { rows } = await test.within((work) => sql<{ text: string }>`SELECT coalesce(string_agg(a::text, ' '), '') || (SELECT string_agg(e::text, ' ') FROM finding_events e) AS text FROM audit a`.execute(work));
    expect(rows[0]?.text).toContain("finding.check");
    expect(rows[0]?.text).not.toMatch(/已迁出|户籍证明|某3/);
  });
});

describe("assignment", () => {
  const assign = (caller: Caller, body: object): Promise<Awaited<ReturnType<typeof findingHandlers.assignFindings>>> => call("assignFindings", caller, { body: { to: "own_area", due: "2020-08-31", ...body } });

  it("tells first what it would touch, goes to the township of each, and is taken back where nobody was at work", async () => {
    const filter = { group: "missed" };
    const before = await all(clerk(), filter);
    const plan = await assign(clerk(), { filter, dry_run: true });
    expect(plan).toEqual({ assigned: before.length, left: 0, by_area: [{ area: { code: first, name: test.townships[0]?.name }, count: before.length }], undo: null });
    expect(await all(clerk(), filter)).toEqual(before);
    const done = await assign(clerk(), { filter });
    expect({ ...done, undo: null }).toEqual(plan);
    expect(new Set((await all(clerk(), filter)).map(({ state, assigned, due }) => `${state} ${assigned?.code} ${due}`))).toEqual(new Set([`assigned ${first} 2020-08-31`]));
    expect(await all(clerk(), { assigned: first })).toHaveLength(before.length);
    expect(await all(clerk(), { overdue: "true" })).toEqual([]);
    const touched = await one(1);
    await call("checkFinding", township(), { params: { finding_id: touched.finding_id }, body: { result: "confirmed", reason: "属实", seen: touched.updated_at } });
    expect(await call("undoAssignment", township(), { body: { undo: done.undo } })).toEqual({ restored: 0 });
    expect(await call("undoAssignment", clerk(), { body: { undo: done.undo } })).toEqual({ restored: before.length - 1 });
    expect(await call("undoAssignment", clerk(), { body: { undo: done.undo } })).toEqual({ restored: 0 });
    const shape = (findings: Finding[]): unknown => findings.filter(({ finding_id }) => finding_id !== touched.finding_id).map((finding) => ({ ...finding, updated_at: "" }));
    expect(shape(await all(clerk(), filter))).toEqual(shape(before));
    expect((await one(1)).state).toBe("confirmed");
  });

  it("goes only where the findings lie and the caller may send them, and not into the past", async () => {
    expect(await code(assign(clerk(), { ids: [id(0)], due: "2020-06-30" }))).toBe("date_past");
    expect(await code(assign(clerk(), {}))).toBe("assign_nothing");
    expect(await code(assign(clerk(), { ids: [id(0)], to: second }))).toBe("assign_outside");
    expect(await code(assign(township(), { ids: [id(0)], to: second }))).toBe("assign_outside");
    expect(await code(assign(township(), { ids: [id(2)] }))).toBe("assign_nothing");
    expect(await assign(clerk(), { ids: [id(0), id(2), "ffffffffffffffff"], to: first })).toMatchObject({ assigned: 1, left: 1 });
  });
});

describe("export", () => {
  it("holds what is filtered, numbers whole for those who may reveal them, formulas as texts, and is on record", async () => {
    const { file } = await call("exportFindings", clerk(), { query: { format: "csv", code: "wrong.deceased", purpose: "联席会议 53339919700101001X" } });
    const csv = await textOf(file.body);
    expect(csv.startsWith("\ufeff疑点编号,疑点,")).toBe(true);
    expect(linesOf(csv)).toHaveLength(21);
    expect(csv).toContain(",'=HYPERLINK(1),533399197001010018,");
    const masked = await textOf((await call("exportFindings", callerAs("county_clerk", test.county), { query: { format: "csv", purpose: "核查" } })).file.body);
    expect(masked).toContain("533399197001010018");
    const supervisor = await textOf((await call("exportFindings", callerAs("supervisor", "5333"), { query: { format: "csv", purpose: "抽查" } })).file.body);
    expect(supervisor).not.toContain("533399197001010018");
    expect(supervisor).toContain("533***********0018");
    const { rows } = await test.application.database.within(callerAs("supervisor", "5333").scope, (work) => sql<{ object_id: string; detail: unknown }>`SELECT object_id, detail FROM audit WHERE act = 'finding.export' ORDER BY seq DESC LIMIT 3`.execute(work));
    expect(rows[2]).toEqual({ object_id: test.county, detail: { code: "wrong.deceased", format: "csv", count: 20, ids: "full", purpose: "联席会议 533***********001X" } });
    expect(rows[0]).toMatchObject({ detail: { ids: "masked", purpose: "抽查" } });
  });

  it("is a workbook too", async () => {
    const { file } = await call("exportFindings", clerk(), { query: { purpose: "核查" } });
    const book = readBook(await bytesOf(file.body));
    const rows = utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ""] ?? {}, { header: 1 });
    expect(rows).toHaveLength(61);
    expect(rows[0]?.slice(0, 3)).toEqual(["疑点编号", "疑点", "程度"]);
    expect(rows.flat()).toContain("=HYPERLINK(1)");
  });
});

describe("probable links", () => {
  it("show their weights, remember a verdict through runs, and leave the list with it", async () => {
    const link = (n: number, score: number): IncomingFinding => ({ ...incoming(n), findingId: id(n), code: "link.probable", severity: "low", score, areaCode: first, reason: `残疾人名册中无有效证件号的行（某${n}）可能就是此人，概率${score};基准 -14.6;姓名相同 +12.3;出生日期相同 +14.6` });
    const links = [link(101, 0.95), link(102, 0.999), link(103, 0.91)];
    await ingest([...Array.from({ length: 60 }, (_, n) => incoming(n)), ...links]);
    const page = await call("links", clerk(), { query: { limit: 2 } });
    expect(page.links.map(({ finding_id }) => finding_id)).toEqual([id(102), id(101)]);
    expect(page.links[0]?.weights).toEqual([{ field: { zh: "基准", en: "base" }, weight: -14.6 }, { field: { zh: "姓名相同", en: "same name" }, weight: 12.3 }, { field: { zh: "出生日期相同", en: "same birth date" }, weight: 14.6 }]);
    expect((await call("links", clerk(), { query: { limit: 2, cursor: page.next } })).links.map(({ finding_id }) => finding_id)).toEqual([id(103)]);
    expect(await call("decideLink", township(), { params: { finding_id: id(102) }, body: { verdict: "same", reason: "走访核实" } })).toEqual({ finding_id: id(102), verdict: "same" });
    expect(await code(call("decideLink", township(second), { params: { finding_id: id(101) }, body: { verdict: "same" } }))).toBe("not_found");
    expect(await code(call("decideLink", clerk(), { params: { finding_id: id(0) }, body: { verdict: "same" } }))).toBe("not_found");
    await ingest([...Array.from({ length: 60 }, (_, n) => incoming(n)), ...links.map((each) => ({ ...each, reason: `${each.reason} ` }))]);
    expect((await call("links", clerk(), { query: { verdict: "same" } })).links.map(({ finding_id }) => finding_id)).toEqual([id(102)]);
    expect((await call("links", clerk())).links).toHaveLength(2);
    const { rows } = await test.within((work) => sql<{ detail: unknown }>`SELECT detail FROM audit WHERE act = 'link.review'`.execute(work));
    expect(rows).toEqual([{ detail: { verdict: "same", state: "confirmed" } }]);
  });

  it("take their finding along: same is confirmed, different is not so, unsure leaves or opens it; runs keep that", async () => {
    const [one, two] = [id(101), id(103)];
    const decide = (finding_id: string, verdict: "same" | "different" | "unsure", reason?: string): Promise<unknown> => call("decideLink", clerk(), { params: { finding_id }, body: { verdict, ...(reason === undefined ? {} : { reason }) } });
    const shown = async (finding_id: string): Promise<unknown[]> => {
      const { rows } = await test.within((work) => sql<{ state: string; verdict: string; check_reason: string | null }>`SELECT state, verdict, check_reason FROM findings WHERE finding_id = ${finding_id}`.execute(work));
      return rows.flatMap(({ state, verdict, check_reason }) => [state, verdict, check_reason]);
    };
    await decide(one, "unsure");
    expect(await shown(one)).toEqual(["open", "unsure", null]);
    // What is open again is nobody's any more.
    await call("assignFindings", clerk(), { body: { to: "own_area", due: "2020-08-31", ids: [one] } });
    await decide(one, "different");
    await decide(one, "unsure");
    expect((await call("finding", clerk(), { params: { finding_id: one } })).finding).toMatchObject({ state: "open", assigned: null, due: null });
    await decide(one, "different");
    expect(await shown(one)).toEqual(["refuted", "different", "两行不是同一人"]);
    await decide(one, "same", "走访核实");
    expect(await shown(one)).toEqual(["confirmed", "same", "走访核实"]);
    await decide(two, "different", "两张照片不是同一人");
    const links = [101, 103].map((n): IncomingFinding => ({ ...incoming(n), findingId: id(n), code: "link.probable", severity: "low", score: 0.92, areaCode: first, reason: "分数变了" }));
    await ingest(links);
    expect([await shown(one), await shown(two)]).toEqual([["confirmed", "same", "走访核实"], ["refuted", "different", "两张照片不是同一人"]]);
    await ingest([]);
    expect(await code(decide(one, "unsure"))).toBe("not_found");
    await ingest(links);
    expect([await shown(one), await shown(two)]).toEqual([["confirmed", "same", "走访核实"], ["refuted", "different", "两张照片不是同一人"]]);
    await decide(one, "unsure");
    expect(await shown(one)).toEqual(["open", "unsure", null]);
    await call("reopenFinding", clerk(), { params: { finding_id: two }, body: { reason: "来了新照片" } });
    expect(await shown(two)).toEqual(["open", "none", null]);
    const { finding: seen } = await call("finding", clerk(), { params: { finding_id: two } });
    await call("checkFinding", clerk(), { params: { finding_id: two }, body: { result: "refuted", reason: "不是同一人", seen: seen.updated_at } });
    expect(await shown(two)).toEqual(["refuted", "different", "不是同一人"]);
  });
});

async function bytesOf(body: unknown): Promise<Buffer> {
  if (!(body instanceof Readable)) throw new Error("no stream");
  const pieces: Buffer[] = [];
  body.on("data", (piece: Buffer | string) => pieces.push(Buffer.from(piece)));
  await once(body, "end");
  return Buffer.concat(pieces);
}

async function textOf(body: unknown): Promise<string> {
  return (await bytesOf(body)).toString("utf8");
}

function linesOf(csv: string): string[] {
  return csv.trimEnd().split("\n");
}

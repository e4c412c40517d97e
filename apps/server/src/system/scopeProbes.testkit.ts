import { API, type Answer, type Call, type RouteName } from "@doudi/contract/api";
import { expect } from "vitest";
import { inside, type Row, type ScopedUser, VISIBLE } from "./scopedRecord.testkit.js";

type ScopedRoute = { [N in RouteName]: (typeof API)[N]["scoped"] extends true ? N : never }[RouteName];

/** One user in front of one route. */
export interface Asked {
  readonly user: ScopedUser;
  /** As the owner of the database. */
  rows(statement: string): Promise<Row[]>;
  /** One of them as the generator has it; undefined of none. */
  one<T>(list: readonly T[]): T | undefined;
  /** Sends it and holds the answer against the marks, codes and numbers that may be in it. Null where it was refused. */
  ask<N extends RouteName>(name: N, request: Call<N>): Promise<Answered<N>>;
  /** Sends something about what lies elsewhere, which must answer as if it were not there. */
  refused<N extends RouteName>(name: N, request: Call<N>, code?: string): Promise<void>;
}

export interface Answered<N extends RouteName> {
  readonly status: number;
  readonly json: Answer<N> | null;
  readonly text: string;
}

/** The rows of a table that the user may see. */
const seen = ({ user }: Asked, table: keyof typeof VISIBLE): string => VISIBLE[table](user.scope);
const strings = (rows: readonly Row[], column: string): string[] => rows.map((row) => String(row[column]));
const numbers = (rows: readonly Row[], column: string): number[] => rows.map((row) => Number(row[column]));
const sorted = <T>(list: readonly T[]): T[] => [...list].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
/** A number of the user's own and one of another's: of the same county rather, which is where a slip would show. */
async function pick(asked: Asked, table: keyof typeof VISIBLE, column: string, where = "true"): Promise<{ own: string | undefined; other: string | undefined }> {
  const rows = await asked.rows(`SELECT ${column} AS id, ${seen(asked, table)} AS own, ${inside(asked.user.area.slice(0, 6))} AS near FROM ${table} WHERE ${where} ORDER BY 1`);
  const others = rows.filter(({ own }) => own !== true);
  const near = others.filter((row) => row["near"] === true);
  return { own: asked.one(strings(rows.filter(({ own }) => own === true), "id")), other: asked.one(strings(near.length > 0 && asked.one([true, true, false]) === true ? near : others, "id")) };
}

/** All pages of a list. */
async function pages<N extends RouteName, T>(asked: Asked, name: N, request: (cursor: string | undefined) => Call<N>, of: (answer: NonNullable<Answer<N>>) => { list: readonly T[]; next: string | number | null }): Promise<T[]> {
  const all: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const { json, status } = await asked.ask(name, request(cursor));
    if (json === null) throw new Error(`${name} answered ${status}`);
    const { list, next } = of(json);
    all.push(...list);
    if (next === null) return all;
    cursor = String(next);
  }
}

interface Filter { state?: "open" | "assigned" | "gone"; severity?: "high" | "low"; code?: "missed.severe_disability" | "link.probable"; area?: string; assigned?: string; overdue?: "true" }

function filterOf({ one }: Asked): Filter {
  const areas = ["533323", "5333", "533323101", "533324101", "511902"];
  return one<Filter>([{}, {}, { state: "open" }, { state: "assigned", severity: "high" }, { state: "gone" }, { code: "link.probable" }, { code: "missed.severe_disability" }, { overdue: "true" }, { area: one(areas) ?? "" }, { assigned: one(areas) ?? "" }]) ?? {};
}

/** The findings that a filter means, by words of this test's own. */
function findingsOf(asked: Asked, { state, severity, code, area, assigned, overdue }: Filter, gone = false): string {
  return [
    seen(asked, "findings"), state === undefined ? (gone ? "true" : "state <> 'gone'") : `state = '${state}'`, severity === undefined ? "true" : `severity = '${severity}'`, code === undefined ? "true" : `code = '${code}'`,
    area === undefined ? "true" : inside(area), assigned === undefined ? "true" : `coalesce(${inside(assigned, "assigned_area")}, false)`, overdue === undefined ? "true" : "(state = 'assigned' AND due < (now() AT TIME ZONE 'Asia/Shanghai')::date OR state = 'gone')",
  ].join(" AND ");
}

async function counted(asked: Asked, what: string, from: string): Promise<Record<string, number>> {
  return Object.fromEntries((await asked.rows(`SELECT ${what} AS key, count(*)::int AS n FROM ${from} GROUP BY 1`)).map(({ key, n }) => [String(key), Number(n)]));
}

/** @param state of a version to act on: what a county sent that was merged into another is read, and not acted on any more */
async function version(asked: Asked, state?: string): Promise<{ own: number | undefined; other: number | undefined }> {
  const { own, other } = await pick(asked, "roster_versions", "version_id", state === undefined ? "true" : `state = '${state}' AND starts_with(area_code, county_code)`);
  return { own: own === undefined ? undefined : Number(own), other: other === undefined ? undefined : Number(other) };
}

async function finding(asked: Asked, where = "true"): Promise<{ own: string | undefined; other: string | undefined }> {
  const { own, other } = await pick(asked, "findings", "finding_id", where);
  // The same id number in two counties makes no two findings of one id: another's is nowhere in the own area.
  const [same] = other === undefined ? [] : await asked.rows(`SELECT 1 FROM findings WHERE finding_id = '${other}' AND ${seen(asked, "findings")}`);
  return { own, other: same === undefined ? other : undefined };
}

const NOTE = "核对时说明";

/** Acts on a version: prepared in the state that it is possible in. */
async function actOnVersion(asked: Asked, name: "submitRoster" | "withdrawRoster", state: string): Promise<void> {
  const { own, other } = await version(asked, state);
  const body = name === "withdrawRoster" ? { body: { reason: NOTE } } : {};
  if (other !== undefined) await asked.refused(name, { params: { version_id: other }, ...body } as Call<typeof name>);
  if (own !== undefined) await asked.ask(name, { params: { version_id: own }, ...body } as Call<typeof name>);
  if (own !== undefined) await asked.rows(`UPDATE roster_versions SET state = '${state}' WHERE version_id = ${own}`);
}

let added = 0;

/** How each route that is about an area is called, and what its answer must agree with. */
export const PROBES: { readonly [N in ScopedRoute]: (asked: Asked) => Promise<void> } = {
  async home(asked) {
    const { user } = asked;
    const { json } = await asked.ask("home", {});
    expect(json?.area.code).toBe(user.area);
    expect(Object.fromEntries(json?.findings.map(({ state, severity, count }) => [`${state} ${severity}`, count]) ?? [])).toEqual(await counted(asked, "state || ' ' || severity", `findings WHERE ${seen(asked, "findings")}`));
    const due = await counted(asked, "due < (now() AT TIME ZONE 'Asia/Shanghai')::date", `findings WHERE ${seen(asked, "findings")} AND due IS NOT NULL AND state = 'assigned'`);
    expect(json?.due.reduce((sum, { count }) => sum + count, 0)).toBe((due["true"] ?? 0) + (due["false"] ?? 0));
    expect(json?.due.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(due["true"] ?? 0);
    const links = await counted(asked, "1", `findings WHERE ${seen(asked, "findings")} AND code = 'link.probable' AND verdict = 'none' AND state IN ('open', 'assigned')`);
    expect(json?.links).toBe(["county_clerk", "county_approver", "township_clerk"].includes(user.role) ? (links["1"] ?? 0) : 0);
    const jobs = await counted(asked, "1", `jobs WHERE ${seen(asked, "jobs")} AND created_by = ${user.userId} AND state IN ('queued', 'running')`);
    expect(json?.jobs).toBe(jobs["1"] ?? 0);
  },
  async divisions(asked) {
    const { area } = asked.user;
    const parent = asked.one(["53", "5333", "533323", "533323101", "533324", "511902", area]) ?? area;
    const { json } = await asked.ask("divisions", { query: { parent } });
    const codes = strings(await asked.rows(`SELECT code FROM divisions WHERE parent_code = '${parent}' AND (${inside(area, "code")} OR '${area}' LIKE code || '%') ORDER BY code`), "code");
    expect(json?.divisions.map(({ code }) => code)).toEqual(codes);
  },
  async rosterCalendar(asked) {
    const { json } = await asked.ask("rosterCalendar", { query: { year: 2020 } });
    expect(json?.starts_runs).toBe((await asked.rows(`SELECT FROM calendar_settings WHERE county_code = '${asked.user.area}' AND NOT starts_runs`)).length === 0);
    const known = await counted(asked, "1", `(SELECT DISTINCT kind, period FROM roster_versions WHERE ${seen(asked, "roster_versions")} AND state <> 'withdrawn') AS v`);
    expect(json?.entries.filter(({ version_id }) => version_id !== null).length).toBe(known["1"] ?? 0);
    if (asked.user.department !== null) expect(new Set(json?.entries.map(({ department }) => department))).toEqual(new Set([asked.user.department]));
  },
  async setCalendar(asked) {
    await asked.ask("setCalendar", { body: { starts_runs: asked.one([true, false]) ?? true } });
  },
  async rosters(asked) {
    const filter = asked.one([{}, { kind: "dibao" }, { state: "signed" }, { period: "2020Q3" }] as const) ?? {};
    const list = await pages(asked, "rosters", (cursor) => ({ query: { ...filter, cursor, limit: 3 } }), ({ versions: list, next }) => ({ list, next }));
    const where = Object.entries(filter).map(([column, value]) => ` AND ${column} = '${value}'`).join("");
    expect(list.map(({ version_id }) => version_id)).toEqual(numbers(await asked.rows(`SELECT version_id FROM roster_versions WHERE ${seen(asked, "roster_versions")}${where} ORDER BY version_id DESC`), "version_id"));
  },
  async roster(asked) {
    const { own, other } = await version(asked);
    if (own !== undefined) expect((await asked.ask("roster", { params: { version_id: own } })).json?.version.version_id).toBe(own);
    if (other !== undefined) await asked.refused("roster", { params: { version_id: other } });
  },
  async mapRoster(asked) {
    const { own, other } = await version(asked, "read");
    const body = { kind: "dibao" as const, columns: { 姓名: "name" } };
    if (other !== undefined) await asked.refused("mapRoster", { params: { version_id: other }, body });
    if (own !== undefined) await asked.ask("mapRoster", { params: { version_id: own }, body });
    if (own !== undefined) await asked.rows(`UPDATE roster_versions SET state = 'read' WHERE version_id = ${own}`);
  },
  submitRoster: (asked) => actOnVersion(asked, "submitRoster", "read"),
  async signRoster(asked) {
    const { own, other } = await version(asked, "submitted");
    for (const id of [own, other]) {
      if (id === undefined) continue;
      const [row] = await asked.rows(`SELECT digest FROM roster_versions WHERE version_id = ${id}`);
      const request = { params: { version_id: id }, body: { digest: String(row?.["digest"]) } };
      await (id === own ? asked.ask("signRoster", request) : asked.refused("signRoster", request));
    }
    if (own !== undefined) await asked.rows(`UPDATE roster_versions SET state = 'submitted', signed_by = NULL WHERE version_id = ${own}`);
  },
  withdrawRoster: (asked) => actOnVersion(asked, "withdrawRoster", "submitted"),
  async rosterRows(asked) {
    const { own, other } = await version(asked);
    if (other !== undefined) await asked.refused("rosterRows", { params: { version_id: other }, query: {} });
    if (own === undefined) return;
    const list = await pages(asked, "rosterRows", (after) => ({ params: { version_id: own }, query: { after, limit: 50 } }), ({ rows: list, next }) => ({ list, next }));
    expect(list.length).toBe((await counted(asked, "1", `roster_rows WHERE version_id = ${own}`))["1"] ?? 0);
  },
  async rosterDifference(asked) {
    const [first, second] = [await version(asked), await version(asked)];
    for (const [one, two] of [[first.own, first.other], [first.other, first.own]] as const) {
      if (one !== undefined && two !== undefined) await asked.refused("rosterDifference", { params: { version_id: one, other_id: two }, query: {} });
    }
    const [before, after] = sorted([first.own ?? 0, second.own ?? 0]);
    if (!before || after === undefined) return;
    const request = { params: { version_id: before, other_id: after }, query: {} };
    if ((await asked.rows(`SELECT DISTINCT county_code FROM roster_versions WHERE version_id IN (${before}, ${after})`)).length > 1) return asked.refused("rosterDifference", request);
    const { json } = await asked.ask("rosterDifference", request);
    const rows = await counted(asked, "version_id", `roster_rows WHERE version_id IN (${before}, ${after}) AND state <> 'rejected'`);
    expect((json?.removed ?? 0) + (json?.changed ?? 0) + (json?.same ?? 0)).toBe(rows[before] ?? 0);
    expect((json?.added ?? 0) + (json?.changed ?? 0) + (json?.same ?? 0)).toBe(rows[after] ?? 0);
  },
  async rosterSheet(asked) {
    const { own, other } = await version(asked);
    if (own !== undefined) expect((await asked.ask("rosterSheet", { params: { version_id: own } })).status).toBe(200);
    if (other !== undefined) await asked.refused("rosterSheet", { params: { version_id: other } });
  },
  async job(asked) {
    const { own, other } = await pick(asked, "jobs", "job_id");
    if (own !== undefined) expect((await asked.ask("job", { params: { job_id: Number(own) } })).json?.job_id).toBe(Number(own));
    if (other !== undefined) await asked.refused("job", { params: { job_id: Number(other) } });
  },
  async findings(asked) {
    const filter = filterOf(asked);
    const sort = asked.one(["severity", "due", "updated"] as const) ?? "severity";
    const list = await pages(asked, "findings", (cursor) => ({ query: { ...filter, sort, cursor, limit: 70 } }), ({ findings: list, next }) => ({ list, next }));
    expect(sorted(list.map(({ finding_id, area }) => `${finding_id} ${area.code}`))).toEqual(sorted(strings(await asked.rows(`SELECT finding_id || ' ' || area_code AS key FROM findings WHERE ${findingsOf(asked, filter)}`), "key")));
  },
  async findingCounts(asked) {
    const filter = filterOf(asked);
    const { json } = await asked.ask("findingCounts", { query: filter });
    const where = `findings WHERE ${findingsOf(asked, filter)}`;
    expect(json?.total).toBe((await counted(asked, "1", where))["1"] ?? 0);
    expect(json?.by_code).toEqual(await counted(asked, "code", where));
    expect(Object.fromEntries(json?.by_area.map(({ area, count }) => [area.code, count]) ?? [])).toEqual(await counted(asked, "left(area_code, 9)", where));
    // A filter by what is overdue says nothing of what is gone.
    if (filter.overdue === undefined) expect(json?.by_state).toEqual(await counted(asked, "state", `findings WHERE ${findingsOf(asked, filter, true)}`));
  },
  async finding(asked) {
    const { own, other } = await finding(asked);
    if (own !== undefined) expect((await asked.ask("finding", { params: { finding_id: own } })).json?.finding.finding_id).toBe(own);
    if (other !== undefined) await asked.refused("finding", { params: { finding_id: other } });
  },
  async assignFindings(asked) {
    const all = await asked.rows(`SELECT finding_id, ${seen(asked, "findings")} AS own FROM findings WHERE state IN ('open', 'assigned') ORDER BY finding_id, own DESC`);
    const ids = [0, 1, 2, 3].flatMap(() => strings(all, "finding_id").filter((id) => id === asked.one(strings(all, "finding_id"))));
    const to = asked.one(["own_area", "own_area", asked.user.area, "533323101", "511902"]) ?? "own_area";
    const dry_run = asked.one([true, false]) ?? true;
    const { json, status } = await asked.ask("assignFindings", { body: { ids, to, due: "2099-01-01", dry_run } });
    const mine = new Set(strings(all.filter(({ own }) => own === true), "finding_id"));
    expect((json?.assigned ?? 0) + (json?.left ?? 0)).toBeLessThanOrEqual(ids.filter((id) => mine.has(id)).length);
    if (!to.startsWith(asked.user.area) && to !== "own_area") expect([400, 403]).toContain(status);
    const [own] = strings(all.filter(({ own }) => own === true), "finding_id");
    if (own !== undefined) await asked.ask("assignFindings", { body: { ids: [own], to: "own_area", due: "2099-01-01", dry_run: true } });
    // Ids of others alone are nothing.
    const strange = sorted(strings(all.filter(({ own }) => own !== true), "finding_id")).filter((id) => !mine.has(id)).slice(0, 3);
    if (strange.length > 0) await asked.refused("assignFindings", { body: { ids: strange, to: "own_area", due: "2099-01-01" } }, "assign_nothing");
    if (json !== null && json.undo !== null && asked.one([true, false]) === true) await asked.ask("undoAssignment", { body: { undo: json.undo } });
  },
  async undoAssignment(asked) {
    const all = await asked.rows(`SELECT DISTINCT batch, user_id FROM finding_events WHERE batch IS NOT NULL ORDER BY batch`);
    const other = asked.one(strings(all.filter(({ user_id }) => Number(user_id) !== asked.user.userId), "batch"));
    expect((await asked.ask("undoAssignment", { body: { undo: other ?? "nobody's" } })).json?.restored).toBe(0);
  },
  async checkFinding(asked) {
    const { own, other } = await finding(asked, "state IN ('open', 'assigned')");
    for (const id of [own, other]) {
      if (id === undefined) continue;
      const [row] = await asked.rows(`SELECT to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at FROM findings WHERE finding_id = '${id}' ORDER BY ${seen(asked, "findings")} DESC LIMIT 1`);
      const request = { params: { finding_id: id }, body: { result: "confirmed" as const, reason: NOTE, seen: new Date(String(row?.["at"])).toISOString() } };
      await (id === own ? asked.ask("checkFinding", request) : asked.refused("checkFinding", request));
    }
  },
  async reopenFinding(asked) {
    const { own, other } = await finding(asked, "state = 'confirmed'");
    if (own !== undefined) await asked.ask("reopenFinding", { params: { finding_id: own }, body: { reason: NOTE } });
    if (other !== undefined) await asked.refused("reopenFinding", { params: { finding_id: other }, body: { reason: NOTE } });
  },
  async exportFindings(asked) {
    const filter = filterOf(asked);
    const { text } = await asked.ask("exportFindings", { query: { ...filter, format: "csv", purpose: NOTE } });
    const ids = text.split(/\r?\n/).slice(1).flatMap((line) => /^"?([0-9a-f]{16})/.exec(line)?.[1] ?? []);
    expect(sorted(ids)).toEqual(sorted(strings(await asked.rows(`SELECT finding_id FROM findings WHERE ${findingsOf(asked, filter)}`), "finding_id")));
  },
  async runs(asked) {
    const { json } = await asked.ask("runs", {});
    expect(json?.runs.map(({ run_id }) => run_id)).toEqual(numbers(await asked.rows(`SELECT run_id FROM comparison_runs WHERE ${seen(asked, "comparison_runs")} ORDER BY run_id DESC LIMIT 100`), "run_id"));
  },
  async startRun(asked) {
    const { own, other } = await version(asked, "signed");
    if (other !== undefined) await asked.refused("startRun", { body: { date: "2020-06-30", versions: [...(own === undefined ? [] : [own]), other] } }, "run_unsigned");
    const { json } = await asked.ask("startRun", { body: { date: "2020-06-30" } });
    if (json === null) throw new Error("a run did not start");
    const [outside] = await asked.rows(`SELECT count(*)::int AS n FROM comparison_runs r JOIN roster_versions v ON v.version_id = ANY (r.versions) WHERE r.run_id = ${json.run_id} AND NOT ${inside(asked.user.area, "v.area_code")}`);
    expect(outside?.["n"]).toBe(0);
    await asked.rows(`UPDATE comparison_runs SET state = 'failed' WHERE run_id = ${json.run_id}`);
  },
  async run(asked) {
    const { own, other } = await pick(asked, "comparison_runs", "run_id");
    if (own !== undefined) expect((await asked.ask("run", { params: { run_id: Number(own) } })).json?.run_id).toBe(Number(own));
    if (other !== undefined) await asked.refused("run", { params: { run_id: Number(other) } });
  },
  async runReport(asked) {
    const { own, other } = await pick(asked, "comparison_runs", "run_id", "report IS NOT NULL");
    if (own !== undefined) expect((await asked.ask("runReport", { params: { run_id: Number(own) } })).status).toBe(200);
    if (other !== undefined) await asked.refused("runReport", { params: { run_id: Number(other) } });
  },
  async trend(asked) {
    const { json } = await asked.ask("trend", {});
    const [sum] = await asked.rows(`SELECT coalesce(sum((summary #>> '{overlap,0,persons,dibao}')::int), 0)::int AS n FROM comparison_runs WHERE ${seen(asked, "comparison_runs")} AND state = 'done'`);
    expect(json?.points.reduce((total, { dibao }) => total + dibao, 0)).toBe(sum?.["n"]);
  },
  async links(asked) {
    const verdict = asked.one(["none", "same"] as const) ?? "none";
    const list = await pages(asked, "links", (cursor) => ({ query: { verdict, cursor, limit: 5 } }), ({ links: list, next }) => ({ list, next }));
    expect(sorted(list.map(({ finding_id }) => finding_id))).toEqual(sorted(strings(await asked.rows(`SELECT finding_id FROM findings WHERE ${seen(asked, "findings")} AND code = 'link.probable' AND state <> 'gone' AND verdict = '${verdict}'`), "finding_id")));
  },
  async decideLink(asked) {
    const { own, other } = await finding(asked, "code = 'link.probable' AND state <> 'gone'");
    if (own !== undefined) await asked.ask("decideLink", { params: { finding_id: own }, body: { verdict: asked.one(["same", "unsure"] as const) ?? "same" } });
    if (other !== undefined) await asked.refused("decideLink", { params: { finding_id: other }, body: { verdict: "same" } });
  },
  async searchPersons(asked) {
    const person = asked.one(await asked.rows("SELECT name, initials, id_index FROM persons ORDER BY person_no"));
    const area = asked.one([undefined, undefined, "533323101", "511902", "53"]);
    const text = asked.one(["", String(person?.["name"]), String(person?.["initials"]), "N1"]) ?? "";
    const list = await pages(asked, "searchPersons", (cursor) => ({ body: { text, area, cursor, limit: 100 } }), ({ persons: list, next }) => ({ list, next }));
    const found = text === "N1" ? "EXISTS (SELECT FROM roster_rows r WHERE r.person_no = p.person_no AND r.county_code = p.county_code AND r.household_no = 'N1')" : `(name LIKE '%${text}%' OR initials LIKE '${text}%')`;
    const expected = await asked.rows(`SELECT person_no FROM persons p WHERE ${seen(asked, "persons")} AND ${area === undefined ? "true" : inside(area)} AND ${found}`);
    expect(sorted(list.map(({ person_no }) => person_no))).toEqual(sorted(numbers(expected, "person_no")));
  },
  async person(asked) {
    const { own, other } = await pick(asked, "persons", "person_no");
    if (other !== undefined) await asked.refused("person", { params: { person_no: Number(other) } });
    if (own === undefined) return;
    const { json } = await asked.ask("person", { params: { person_no: Number(own) } });
    expect(json?.findings.length).toBe((await counted(asked, "1", `findings WHERE ${seen(asked, "findings")} AND person_no = ${own}`))["1"] ?? 0);
    expect(json?.facts.length).toBe((await counted(asked, "1", `roster_rows r WHERE ${seen(asked, "roster_rows")} AND person_no = ${own} AND r.state <> 'rejected' AND EXISTS (SELECT FROM roster_versions v WHERE v.version_id = r.version_id AND v.state IN ('read', 'submitted', 'signed'))`))["1"] ?? 0);
  },
  async household(asked) {
    const { own, other } = await household(asked);
    if (other !== undefined) await asked.refused("household", { ...other, query: {} });
    if (own === undefined) return;
    const { json } = await asked.ask("household", { ...own, query: {} });
    const known = numbers(await asked.rows(`SELECT DISTINCT person_no FROM roster_rows WHERE ${seen(asked, "roster_rows")} AND kind = '${own.params.kind}' AND household_no = '${own.params.household_no}'`), "person_no");
    expect(json?.members.every(({ person_no }) => known.includes(person_no ?? 0))).toBe(true);
  },
  async revealPerson(asked) {
    const { own, other } = await pick(asked, "persons", "person_no");
    if (own !== undefined) expect((await asked.ask("revealPerson", { params: { person_no: Number(own) }, body: { purpose: NOTE } })).status).toBe(200);
    if (other !== undefined) await asked.refused("revealPerson", { params: { person_no: Number(other) }, body: { purpose: NOTE } });
  },
  async explainHousehold(asked) {
    const { own, other } = await household(asked);
    if (own !== undefined) expect((await asked.ask("explainHousehold", { ...own, body: { date: "2020-07-01" } })).status).toBe(200);
    if (other !== undefined) await asked.refused("explainHousehold", { ...other, body: { date: "2020-07-01" } });
  },
  async users(asked) {
    const area = asked.one([undefined, undefined, "533323", "511902"]);
    const list = await pages(asked, "users", (cursor) => ({ query: { area, cursor, limit: 20 } }), ({ users: list, next }) => ({ list, next }));
    expect(list.map(({ user_id }) => user_id)).toEqual(numbers(await asked.rows(`SELECT user_id FROM users WHERE ${seen(asked, "users")} AND ${area === undefined ? "true" : inside(area)} ORDER BY user_id`), "user_id"));
  },
  async addUser(asked) {
    const areas = ["533323101", "533324101", "511902100"];
    const body = (area: string) => ({ login: `added${(added += 1)}`, name: "新用户", role: "township_clerk" as const, department: null, area });
    const [own, other] = [true, false].map((isOwn) => asked.one(areas.filter((area) => area.startsWith(asked.user.area) === isOwn)));
    if (own !== undefined) expect((await asked.ask("addUser", { body: body(own) })).json?.user.area.code).toBe(own);
    if (other !== undefined) await asked.refused("addUser", { body: body(other) }, "area_outside");
  },
  async changeUser(asked) {
    const { own, other } = await pick(asked, "users", "user_id", `login LIKE 'added%' OR NOT ${seen(asked, "users")}`);
    const [place] = await asked.rows(`SELECT code FROM divisions WHERE level = 'township' AND ${inside(asked.user.area, "code")} ORDER BY code LIMIT 1`);
    const body = { name: "改名", role: "township_clerk" as const, department: null, area: String(place?.["code"]), active: true };
    if (own !== undefined) await asked.ask("changeUser", { params: { user_id: Number(own) }, body });
    if (other !== undefined) await asked.refused("changeUser", { params: { user_id: Number(other) }, body });
  },
  async resetPassword(asked) {
    const { own, other } = await pick(asked, "users", "user_id", `login LIKE 'added%' OR NOT ${seen(asked, "users")}`);
    if (own !== undefined) await asked.ask("resetPassword", { params: { user_id: Number(own) } });
    if (other !== undefined) await asked.refused("resetPassword", { params: { user_id: Number(other) } });
  },
  async sessions(asked) {
    const list = await pages(asked, "sessions", (cursor) => ({ query: { cursor, limit: 20 } }), ({ sessions: list, next }) => ({ list, next }));
    expect(list.map(({ session }) => session)).toEqual(strings(await asked.rows(`SELECT session FROM sessions WHERE ${seen(asked, "sessions")} ORDER BY session`), "session"));
  },
  async endSession(asked) {
    await asked.rows(`INSERT INTO sessions (token_digest, session, user_id, area_code, csrf, expires_at) SELECT '\\x01', 'ffffffffffffffff', ${asked.user.userId}, '${asked.user.area}', '', now() + interval '1 hour'`);
    await asked.ask("endSession", { params: { session: "ffffffffffffffff" } });
    const { other } = await pick(asked, "sessions", "session");
    if (other !== undefined) await asked.refused("endSession", { params: { session: other } });
  },
  async mergeDivisions(asked) {
    const villages = await asked.rows(`SELECT code, ${inside(asked.user.area, "code")} AS own FROM divisions WHERE level = 'village' AND valid_to IS NULL AND right(code, 3) > '210' ORDER BY code`);
    const codes = strings(villages, "code");
    const besides = (from: string): string[] => codes.filter((code) => code !== from && code.startsWith(from.slice(0, 9)));
    const pair = (isOwn: boolean): { from: string; into: string } | undefined => {
      const from = asked.one(codes.filter((code) => code.startsWith(asked.user.area) === isOwn && besides(code).length > 0));
      return from === undefined ? undefined : { from, into: asked.one(besides(from)) ?? "" };
    };
    const [own, other] = [pair(true), pair(false)];
    if (other !== undefined) await asked.refused("mergeDivisions", { body: { ...other, on: "2020-07-01", reason: NOTE } }, "area_outside");
    if (own === undefined) return;
    const before = await counted(asked, "1", `persons WHERE area_code IN ('${own.from}', '${own.into}')`);
    expect((await asked.ask("mergeDivisions", { body: { ...own, on: "2020-07-01", reason: NOTE } })).status).toBe(200);
    expect(await counted(asked, "1", `persons WHERE area_code = '${own.into}'`)).toEqual(before);
  },
  async audit(asked) {
    const list = await pages(asked, "audit", (before) => ({ query: { before, limit: 200 } }), ({ entries: list, next }) => ({ list, next }));
    expect(list.map(({ seq }) => seq)).toEqual(numbers(await asked.rows(`SELECT seq FROM audit WHERE ${seen(asked, "audit")} ORDER BY seq DESC`), "seq"));
  },
  async jobs(asked) {
    const list = await pages(asked, "jobs", (cursor) => ({ query: { cursor, limit: 7 } }), ({ jobs: list, next }) => ({ list, next }));
    expect(list.map(({ job_id }) => job_id)).toEqual(numbers(await asked.rows(`SELECT job_id FROM jobs WHERE ${seen(asked, "jobs")} ORDER BY job_id DESC`), "job_id"));
  },
};

type HouseholdParams = { params: { kind: "dibao" | "poor" | "disabled"; household_no: string } };

/** A household with a row in the area in a signed version, and one with none. */
async function household(asked: Asked): Promise<{ own: HouseholdParams | undefined; other: HouseholdParams | undefined }> {
  const all = await asked.rows(`SELECT kind, household_no, bool_or(${seen(asked, "roster_rows")}) AS own, bool_or(${inside(asked.user.area.slice(0, 6))}) AS near FROM roster_rows WHERE period = '2020Q2' GROUP BY 1, 2 ORDER BY 1, 2`);
  const of = (own: boolean): HouseholdParams | undefined => {
    const fitting = all.filter((each) => each["own"] === own);
    const near = fitting.filter((each) => each["near"] === true);
    const row = asked.one(near.length > 0 ? near : fitting);
    return row === undefined ? undefined : { params: { kind: row["kind"] as "dibao", household_no: String(row["household_no"]) } };
  };
  return { own: of(true), other: of(false) };
}

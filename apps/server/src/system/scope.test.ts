import { API, type Answer, type Call, isAllowed, type Route, type RouteName } from "@doudi/contract/api";
import { afterArea } from "@doudi/store";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { areaOfMark, MARK, MERGED, type ScopedRecord, type ScopedUser, startScopedRecord, VISIBLE } from "./scopedRecord.testkit.js";
import { type Answered, type Asked, PROBES } from "./scopeProbes.testkit.js";

const RUNS = process.env["DOUDI_SLOW"] === undefined ? 1 : 10;
const scoped = Object.entries(API).filter(([, route]) => route.scoped).map(([name]) => name as keyof typeof PROBES);
const mayCall = (user: ScopedUser, { access }: Route): boolean => access === "session" || (access !== "public" && isAllowed(user.role, access));
/** Rows without a person or an area, and the end of the chain that nobody may read. */
const OPEN_TABLES = ["divisions", "sealing_keys"];
const CLOSED_TABLES = ["audit_head"];
/** Functions that see past row-level security: what each of them lets through was thought about. */
const DEFINERS = ["audit_append", "audit_has", "audit_verify", "calendar_counties", "count_findings", "find_session", "has_users", "staff_name", "tidy_finding_counts", "unfinished_jobs", "versions_of"];

let test: ScopedRecord;
beforeAll(async () => {
  test = await startScopedRecord();
});
afterAll(() => test.stop());

describe("every route about an area", () => {
  const answered = new Set<string>();
  const refused = new Set<string>();

  it("has somebody who calls it here", () => {
    expect(Object.keys(PROBES).sort()).toEqual([...scoped].sort());
  });

  const movedAreas = new Set<string>();
  beforeAll(async () => {
    for (const { code } of await test.rows(`SELECT successor_code AS code FROM divisions WHERE code LIKE '${MERGED.from}%' AND length(successor_code) > 6`)) movedAreas.add(String(code));
  });

  it("answers with rows, codes and counts of the caller's area alone, and changes nothing elsewhere", async () => {
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray([...test.users.keys()], { minLength: test.users.length }), fc.gen(), async (order, generate) => {
      for (const at of order) {
        const user = test.users[at];
        if (user === undefined) continue;
        const before = await worldOutside(user);
        for (const name of scoped) if (mayCall(user, API[name])) await PROBES[name](askedBy(user, <T>(list: readonly T[]) => (list.length === 0 ? undefined : list[generate(fc.nat, { max: list.length - 1 })]))).catch((error: unknown) => { throw new Error(`${name} as ${user.role} of ${user.department ?? ""} ${user.area}`, { cause: error }); });
        expect(await worldOutside(user), `what ${user.role} of ${user.area} changed elsewhere`).toEqual(before);
      }
    }), { numRuns: RUNS, endOnFailure: true });
    expect([...marksSeen].sort()).toEqual(["civil_affairs", "disabled_federation", "open", "person", "rural_revitalisation"]);
    // Each of them answered, and refused what lies elsewhere where it takes an id.
    expect([...answered].sort()).toEqual([...scoped].sort());
    expect([...refused].sort()).toEqual(scoped.filter((name) => "params" in API[name] || ["startRun", "addUser", "mergeDivisions", "assignFindings"].includes(name)).sort());
  }, 300_000);

  it("shows the past of a merged county to whoever has its successor, and to nobody else", async () => {
    const seen = { runs: new Set<string>(), rosters: new Set<string>(), findings: new Set<string>() };
    for (const user of test.users) {
      const mine = async (name: keyof typeof seen, list: (answer: never) => readonly string[]): Promise<void> => {
        if (!mayCall(user, API[name])) return;
        const answer = await user.browser.get(`/api${API[name].path}${name === "runs" ? "" : "?limit=200"}`);
        if (list(answer.json() as never).some((county) => county === MERGED.from)) seen[name].add(`${user.role} ${user.area}`);
      };
      await mine("runs", ({ runs }: Answer<"runs">) => runs.map(({ county }) => county.code));
      await mine("rosters", ({ versions }: Answer<"rosters">) => versions.map(({ county }) => county));
      await mine("findings", ({ findings }: Answer<"findings">) => (findings.some(({ area }) => movedAreas.has(area.code)) ? [MERGED.from] : []));
    }
    expect([...seen.rosters].sort()).toEqual(["county_approver", "county_clerk", "county_head", "department_signer", "department_user"].map((role) => `${role} ${MERGED.into}`));
    expect([...seen.runs].sort()).toEqual(["county_approver 533324", "county_clerk 533324", "county_head 533324", "supervisor 53", "supervisor 5333"]);
    expect([...seen.findings].sort()).toEqual(expect.arrayContaining([...seen.runs].sort()));
    expect([...seen.findings].filter((user) => !/ (53|5333|533324\d*)$/.test(user))).toEqual([]);
  });

  function askedBy(user: ScopedUser, one: Asked["one"]): Asked {
    async function send<N extends RouteName>(name: N, request: Call<N>): Promise<Answered<N>> {
      const { params = {}, query = {}, body } = request as { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: object };
      const { method, path } = API[name];
      const search = new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])));
      const url = `/api${path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(params[key])))}?${search}`;
      const answer = await user.browser.send({ method, url, ...(body === undefined ? {} : { payload: body }) });
      const said = `${name} ${method} ${url} ${JSON.stringify(body)} as ${user.role} of ${user.area}: ${answer.statusCode} ${answer.body.slice(0, 400)}`;
      expect(answer.statusCode, said).toBeLessThan(500);
      checkMarks(user, answer.body, said);
      const json = answer.statusCode === 200 && String(answer.headers["content-type"]).startsWith("application/json") ? answer.json<Answer<N>>() : null;
      if (json !== null) await checkCodes(user, json, said);
      return { status: answer.statusCode, json, text: answer.body };
    }
    return {
      user, one, rows: test.rows,
      async ask(name, request) {
        const answer = await send(name, request);
        expect([200, 400, 403, 409], `${name}: ${answer.text.slice(0, 300)}`).toContain(answer.status);
        if (answer.status === 200) answered.add(name);
        return answer;
      },
      async refused(name, request, code = "not_found") {
        const { status, text } = await send(name, request);
        expect([status === 404, (JSON.parse(text) as { code: string }).code], `${name} ${JSON.stringify(request)} as ${user.role} of ${user.area}`).toEqual([code === "not_found", code]);
        refused.add(name);
      },
    };
  }
});

const marksSeen = new Set<string>();

/** Whatever words of rows are in an answer say where they are from. */
function checkMarks({ area, scope }: ScopedUser, text: string, said: string): void {
  for (const [, letters = "", whose = ""] of text.matchAll(MARK)) {
    marksSeen.add(whose);
    expect(areaOfMark(letters).startsWith(area), `${said} tells of ${areaOfMark(letters)}`).toBe(true);
    if (scope.department !== "all" && whose !== "open") expect(whose, said).toBe(scope.department);
  }
}

const TABLE_OF = { person_no: "persons", finding_id: "findings", version_id: "roster_versions", run_id: "comparison_runs", job_id: "jobs" } as const;

/** Codes lie in the area, or around it where something was assigned to a larger one or is summed up by township; numbers are those of rows that the user sees. */
async function checkCodes({ area, scope }: ScopedUser, answer: unknown, said: string): Promise<void> {
  const ids = new Map<keyof typeof TABLE_OF, Set<string>>();
  const walk = (value: unknown, key: string, above: string): void => {
    if (Array.isArray(value)) return value.forEach((each) => walk(each, key, above));
    if (typeof value === "object" && value !== null) {
      const place = ["area", "assigned", "county"].includes(key) ? Reflect.get(value, "code") : undefined;
      const around = key === "assigned" || ["history", "due", "by_area"].includes(above);
      // Under which county something was done stays as it was, for those who have its successor in their area or theirs in it.
      const past = typeof place === "string" && place.startsWith(MERGED.from) && (key === "county" || above === "history") && (MERGED.into.startsWith(area) || area.startsWith(MERGED.into));
      if (typeof place === "string") expect(past || place.startsWith(area) || (around && area.startsWith(place)), `${said} names ${place}`).toBe(true);
      for (const [name, each] of Object.entries(value)) walk(each, name, Array.isArray(each) ? above : key);
      return;
    }
    if (key in TABLE_OF && value !== null) ids.set(key as keyof typeof TABLE_OF, (ids.get(key as keyof typeof TABLE_OF) ?? new Set()).add(String(value)));
  };
  walk(answer, "", "");
  for (const [column, found] of ids) {
    const table = TABLE_OF[column];
    const visible = column === "version_id" || column === "run_id" ? `(${VISIBLE[table](scope)} OR (${scope.department === "all"} AND starts_with('${area}', area_code)))` : VISIBLE[table](scope);
    const known = await test.rows(`SELECT DISTINCT ${column}::text AS id FROM ${table} WHERE ${visible}`);
    const all = new Set(known.map(({ id }) => String(id)));
    for (const id of found) expect(all.has(id), `${said} has ${column} ${id}`).toBe(true);
  }
}

/** A digest of every table's rows that the user does not see. The chain of acts grows with acts inside. */
async function worldOutside({ scope }: ScopedUser): Promise<unknown> {
  const { areaCode } = scope;
  const parts = Object.keys(VISIBLE).map((table) => `SELECT '${table}' AS t, count(*)::int AS n, md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS sum FROM ${table} AS t WHERE NOT starts_with(area_code, '${areaCode}')`);
  return test.rows(parts.join(" UNION ALL "));
}

describe("row-level security", () => {
  it("is on for every table with an area, and this test knows them all", async () => {
    const tables = await test.rows(`SELECT c.relname AS name, c.relrowsecurity AS secured, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'area_code') AS placed FROM pg_class c WHERE c.relnamespace = 'doudi'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1`);
    expect(tables.map(({ name }) => String(name))).toEqual([...Object.keys(VISIBLE), ...OPEN_TABLES, ...CLOSED_TABLES].sort());
    for (const { name, secured, placed } of tables) {
      expect({ name, secured, placed }).toEqual({ name, secured: String(name) in VISIBLE, placed: String(name) in VISIBLE });
    }
    const functions = await test.rows("SELECT proname FROM pg_proc WHERE pronamespace = 'doudi'::regnamespace AND prosecdef ORDER BY 1");
    expect(functions.map(({ proname }) => proname)).toEqual(DEFINERS);
  });

  const digest = (table: string, where: string): string => `SELECT '${table}' AS t, count(*)::int AS n, md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) AS sum FROM doudi.${table} AS t WHERE ${where}`;
  const TABLES = Object.keys(VISIBLE) as (keyof typeof VISIBLE)[];

  it("lets the application see of each table, of joins and of sums what the owner sees of the area", async () => {
    const app = await test.record.connectAsApp();
    const [someone] = test.users;
    const userIds = [null, someone?.userId ?? null];
    const areas = ["53", "51", "5333", "5329", "533323", "533324", "511902", "533323101", "533323102", "533323101200", "533323101205", "11"];
    try {
      await fc.assert(fc.asyncProperty(fc.constantFrom(...areas), fc.constantFrom("all", "none", "civil_affairs", "disabled_federation", "finance"), fc.constantFrom(...userIds), async (areaCode, department, userId) => {
        const scope = { areaCode, department, userId } as const;
        await app.query("BEGIN");
        await app.query("SELECT set_config('doudi.area_from', $1, true), set_config('doudi.area_to', $2, true), set_config('doudi.department', $3, true), set_config('doudi.user_id', $4, true)", [areaCode, afterArea(areaCode), department === "all" ? "" : department, userId?.toString() ?? ""]);
        const seen = await app.query(TABLES.map((table) => digest(table, "true")).join(" UNION ALL "));
        const joined = await app.query(JOINED("true", "true", "true"));
        const versions = await app.query("SELECT DISTINCT area_code FROM doudi.divisions d, doudi.versions_of(d.code) v JOIN doudi.roster_versions USING (version_id) WHERE d.level = 'county'");
        await app.query("ROLLBACK");
        expect(seen.rows).toEqual(await test.rows(TABLES.map((table) => digest(table, VISIBLE[table](scope))).join(" UNION ALL ")));
        const of = (table: keyof typeof VISIBLE, alias: string): string => VISIBLE[table](scope).replaceAll("area_code", `${alias}.area_code`).replaceAll("department =", `${alias}.department =`);
        expect(joined.rows).toEqual(await test.rows(JOINED(of("roster_rows", "r"), of("persons", "p"), of("findings", "f"))));
        expect(versions.rows.every(({ area_code: code }: { area_code: string }) => code.startsWith(areaCode))).toBe(true);
      }), { numRuns: 60 });
    } finally {
      await app.end();
    }
  });

  it("lets the application see nothing without a scope", async () => {
    const app = await test.record.connectAsApp();
    try {
      const { rows } = await app.query<{ n: number }>(TABLES.map((table) => digest(table, "true")).join(" UNION ALL "));
      expect(rows.map(({ n }) => n)).toEqual(TABLES.map(() => 0));
      for (const table of CLOSED_TABLES) await expect(app.query(`SELECT FROM doudi.${table}`)).rejects.toThrow("permission denied");
    } finally {
      await app.end();
    }
  });
});

const JOINED = (rows: string, persons: string, findings: string): string => `
  SELECT left(f.area_code, 9) AS area, r.kind, count(*)::int AS n, max(p.birth_date)::text AS youngest
  FROM doudi.findings f JOIN doudi.persons p ON p.person_no = f.person_no AND p.county_code = f.county_code LEFT JOIN doudi.roster_rows r ON r.person_no = p.person_no AND r.county_code = p.county_code AND ${rows}
  WHERE ${persons} AND ${findings} GROUP BY 1, 2 ORDER BY 1, 2`;

import { AREA_COLUMNS } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser, loginOf, startServer, type TestServer } from "../server.testkit.js";
import { SESSION_SETTINGS } from "../session/sessionSettings.js";

let test: TestServer;
const browsers = {} as Record<"admin" | "county" | "prefecture", Browser>;
beforeAll(async () => {
  test = await startServer({ strict: true, session: { ...SESSION_SETTINGS, secondFactor: false } });
  for (const name of ["admin", "county", "prefecture"] as const) browsers[name] = new Browser(test.server);
  await browsers.admin.logIn(loginOf("administrator"));
  for (const [name, area] of [["county", "533323"], ["prefecture", "5333"]] as const) {
    const { password } = (await browsers.admin.post("/api/users", { login: `admin-${name}`, name: "管理员", role: "administrator", department: null, area })).json<{ password: string }>();
    await browsers[name].logIn(`admin-${name}`, password);
    await browsers[name].post("/api/me/password", { old_password: password, new_password: `${password}, my own` });
  }
});
afterAll(() => test.stop());

const codeOf = (answer: { json: () => unknown }): string => (answer.json() as { code: string }).code;
const clerk = { name: "和秀英", role: "county_clerk", department: null, area: "533323" } as const;

async function sql<T extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> {
  const owner = await test.record.server.connect();
  try {
    return (await owner.query<T>(text, values)).rows;
  } finally {
    await owner.end();
  }
}

describe("users", () => {
  it("are added with a password that works, changed and reset, and lose their sessions with that", async () => {
    const added = await browsers.county.post("/api/users", { login: "he.xiuying", ...clerk });
    expect(added.statusCode).toBe(200);
    const { user, password } = added.json<{ user: { user_id: number }; password: string }>();
    const one = new Browser(test.server);
    expect(await one.logIn("he.xiuying", password)).toMatchObject({ password_to_change: true });
    const changed = await browsers.county.send({ method: "PUT", url: `/api/users/${user.user_id}`, payload: { ...clerk, role: "township_clerk", area: "533323102", active: true } });
    expect(changed.json()).toMatchObject({ role: "township_clerk", area: { code: "533323102", name: "子里甲乡" } });
    expect((await one.get("/api/me")).statusCode).toBe(401);
    expect(await one.logIn("he.xiuying", password)).toMatchObject({ role: "township_clerk" });
    const reset = (await browsers.county.post(`/api/users/${user.user_id}/password`)).json<{ password: string }>();
    expect((await one.get("/api/me")).statusCode).toBe(401);
    await expect(one.logIn("he.xiuying", password)).rejects.toThrow(/login_failed/);
    expect(await one.logIn("he.xiuying", reset.password)).toMatchObject({ password_to_change: true });
    const acts = (await browsers.county.get(`/api/audit?object=user:${user.user_id}`)).json<{ entries: { act: string; by: unknown }[] }>();
    expect(acts.entries.map(({ act }) => act)).toEqual(["login", "login.failed", "user.reset", "login", "user.change", "login", "user.add"]);
  });

  it("must fit: level, area, department, login, subject, division, and not oneself", async () => {
    const add = async (change: object): Promise<string> => codeOf(await browsers.county.post("/api/users", { login: "new.one", ...clerk, ...change }));
    expect(await add({ area: "5333" })).toBe("area_outside");
    expect(await add({ area: "533324" })).toBe("area_outside");
    expect(await add({ area: "533323101" })).toBe("area_level");
    expect(await add({ role: "township_clerk", area: "533323999" })).toBe("division_unknown");
    expect(await add({ role: "department_user" })).toBe("department_missing");
    expect(await add({ login: "county-clerk" })).toBe("login_taken");
    expect(await add({ login: "auditor" })).toBe("login_taken");
    expect(await add({ login: "With Space" })).toBe("request_invalid");
    expect((await browsers.county.post("/api/users", { login: "with.subject", ...clerk, oidc_subject: "one" })).statusCode).toBe(200);
    expect(await add({ oidc_subject: "one" })).toBe("subject_taken");
    const { user_id } = (await browsers.county.get("/api/me")).json<{ user_id: number }>();
    expect(codeOf(await browsers.county.send({ method: "PUT", url: `/api/users/${user_id}`, payload: { ...clerk, active: false } }))).toBe("own_account");
    expect(codeOf(await browsers.county.post(`/api/users/${user_id}/password`))).toBe("own_account");
  });

  it("outside the area are neither listed nor changed", async () => {
    const all = (await browsers.admin.get("/api/users?limit=200")).json<{ users: { user_id: number; login: string; area: { code: string } }[] }>().users;
    const own = (await browsers.county.get("/api/users?limit=200")).json<{ users: typeof all }>().users;
    expect(own).toEqual(all.filter(({ area }) => area.code.startsWith("533323")));
    expect(own.length).toBeLessThan(all.length);
    const outside = all.find(({ login }) => login === "auditor");
    expect(codeOf(await browsers.county.send({ method: "PUT", url: `/api/users/${outside?.user_id}`, payload: { ...clerk, active: false } }))).toBe("not_found");
    expect(codeOf(await browsers.county.post(`/api/users/${outside?.user_id}/password`))).toBe("not_found");
    const pages: string[] = [];
    for (let next: string | null = ""; next !== null;) {
      const page: { users: { login: string }[]; next: string | null } = (await browsers.admin.get(`/api/users?limit=3${next === "" ? "" : `&cursor=${next}`}`)).json();
      pages.push(...page.users.map(({ login }) => login));
      next = page.next;
    }
    expect(pages).toEqual(all.map(({ login }) => login));
    expect(codeOf(await browsers.admin.get("/api/users?cursor=bm90"))).toBe("request_invalid");
  });
});

describe("sessions", () => {
  it("of the area are listed by public names and ended", async () => {
    const one = new Browser(test.server);
    const { user_id } = await one.logIn(loginOf("county_head"));
    const { sessions } = (await browsers.county.get("/api/sessions?limit=200")).json<{ sessions: { session: string; user: { user_id: number } }[] }>();
    const mine = sessions.find(({ user }) => user.user_id === user_id);
    expect(sessions.some(({ user }) => user.user_id === 11)).toBe(false);
    expect((await browsers.county.send({ method: "DELETE", url: `/api/sessions/${mine?.session}` })).json()).toEqual({ done: true });
    expect((await one.get("/api/me")).statusCode).toBe(401);
    const [foreign] = await sql<{ session: string }>("SELECT session FROM doudi.sessions WHERE area_code = '53'");
    expect(codeOf(await browsers.county.send({ method: "DELETE", url: `/api/sessions/${foreign?.session}` }))).toBe("not_found");
  });
});

describe("audit, jobs and health", () => {
  it("are shown for the area, page by page", async () => {
    const all = (await browsers.county.get("/api/audit?limit=200")).json<{ entries: { seq: number; area: { code: string } | null }[]; next: number | null }>();
    expect(all.entries.every(({ area }) => area?.code.startsWith("533323") === true)).toBe(true);
    const first = (await browsers.county.get("/api/audit?limit=2")).json<typeof all>();
    const second = (await browsers.county.get(`/api/audit?limit=2&before=${first.next}`)).json<typeof all>();
    expect([...first.entries, ...second.entries]).toEqual(all.entries.slice(0, 4));
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(test.clock.at);
    expect((await browsers.county.get(`/api/audit?from=${today}&to=${today}&act=login`)).json<typeof all>().entries.length).toBeGreaterThan(0);
    expect((await browsers.county.get("/api/audit?to=2020-01-01")).json<typeof all>().entries).toEqual([]);
    expect((await browsers.county.post("/api/audit/verify")).json()).toMatchObject({ sound: true, broken_at: null });
  });

  it("show how jobs fare to whoever sees no persons, and a department its own alone", async () => {
    await sql("INSERT INTO doudi.jobs (county_code, area_code, department, kind, object_id, state) SELECT left(a, 6), a, d, 'read_roster', 1, 'queued' FROM (VALUES ('533323', 'disabled_federation'), ('533323', 'health'), ('533323', NULL), ('533324', 'health')) AS j(a, d)");
    const count = async (browser: Browser): Promise<number> => (await browser.get("/api/jobs")).json<{ jobs: unknown[] }>().jobs.length;
    expect(await count(browsers.admin)).toBe(4);
    expect(await count(browsers.county)).toBe(3);
    const department = new Browser(test.server);
    await department.logIn(loginOf("department_user"));
    expect(await count(department)).toBe(1);
    expect((await browsers.county.get("/api/jobs?limit=2")).json<{ next: string | null }>().next).not.toBeNull();
    expect((await browsers.admin.get("/api/health")).json()).toMatchObject({ version: "0.1.0", schema: "0001_record.sql", queue: { waiting: 4, running: 0 } });
    expect((await test.server.inject("/api/alive")).json()).toEqual({ done: true });
  });
});

describe("merging divisions", () => {
  const merge = (browser: Browser, change: object = {}): ReturnType<Browser["post"]> => browser.post("/api/divisions/merge", { from: "533323101", into: "533323102", on: "2020-07-01", reason: "撤乡并镇", ...change });

  it("is refused outside the area, between levels, for what is not there and for days to come", async () => {
    expect(codeOf(await merge(browsers.county, { into: "533324101" }))).toBe("area_outside");
    expect(codeOf(await merge(browsers.county, { into: "533323" }))).toBe("division_level");
    expect(codeOf(await merge(browsers.county, { into: "533323101" }))).toBe("division_level");
    expect(codeOf(await merge(browsers.county, { into: "533323777" }))).toBe("division_unknown");
    expect(codeOf(await merge(browsers.county, { on: "2999-01-01" }))).toBe("date_future");
  });

  it("knows every column that says where a row lies", async () => {
    const columns = await sql<{ name: string }>("SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'doudi' AND column_name IN ('area_code', 'assigned_area') AND table_name NOT IN ('audit', 'finding_counts') ORDER BY 1");
    expect(columns.map(({ name }) => name)).toEqual(Object.entries(AREA_COLUMNS).flatMap(([table, names]) => names.map((name) => `${table}.${name}`)).sort());
  });

  it("moves every row along and keeps the past", async () => {
    for (const [area, name] of [["533323101", "甲"], ["533323101001", "乙"], ["533323101002", "丙"], ["533323101777", "丁"], ["533323102001", "戊"], ["533324101", "己"]]) {
      const [person] = await sql<{ person_no: number }>("INSERT INTO doudi.persons (county_code, area_code, name, initials, id_masked, id_index, id_sealed, key_version) VALUES (left($1, 6), $1, $2, 'x', 'x', convert_to($2, 'UTF8'), '\\x', 1) RETURNING person_no", [area, name]);
      await sql("INSERT INTO doudi.person_grams VALUES (left($1, 6), $2, $1, $3)", [area, name, person?.person_no]);
      await sql("INSERT INTO doudi.findings (county_code, finding_id, area_code, code, severity, rank, state, name, id_masked, reason, source, rows, fingerprint, assigned_area, first_run, last_run) VALUES (left($1, 6), md5($2), $1, 'x', 'high', 1, 'assigned', $2, 'x', '', '', '[]', '\\x', left($1, 9), 1, 1)", [area, name]);
      await sql("INSERT INTO doudi.finding_events (county_code, finding_id, area_code, act) VALUES (left($1, 6), md5($2), $1, 'open')", [area, name]);
    }
    const clerkOfTownship = new Browser(test.server);
    await clerkOfTownship.logIn(loginOf("township_clerk"));
    const before = await sql<{ seq: string; digest: Buffer }>("SELECT seq, digest FROM doudi.audit ORDER BY seq");

    const answer = await merge(browsers.county);
    expect(answer.statusCode, answer.body).toBe(200);
    const places = await sql<{ name: string; area_code: string; county_code: string }>("SELECT name, area_code, county_code FROM doudi.persons ORDER BY person_no");
    // 乙: the suffix 001 was taken; 丙 keeps 002; 丁 lies in a village nobody listed.
    expect(places.map(({ name, area_code }) => [name, area_code])).toEqual([["甲", "533323102"], ["乙", "533323102999"], ["丙", "533323102002"], ["丁", "533323102"], ["戊", "533323102001"], ["己", "533324101"]]);
    for (const [table, columns] of Object.entries(AREA_COLUMNS)) for (const column of columns) expect(await sql(`SELECT ${column} FROM doudi.${table} WHERE ${column} LIKE '533323101%'`), `${table}.${column}`).toEqual([]);
    const divisions = await sql<{ code: string; to: string | null; successor_code: string | null }>("SELECT code, valid_from::text AS from, valid_to::text AS to, successor_code FROM doudi.divisions WHERE code LIKE '533323____%' OR code LIKE '533323101' ORDER BY code");
    expect(divisions.filter(({ code }) => code.startsWith("533323101"))).toEqual([
      { code: "533323101", from: null, to: "2020-06-30", successor_code: "533323102" }, { code: "533323101001", from: null, to: "2020-06-30", successor_code: "533323102999" }, { code: "533323101002", from: null, to: "2020-06-30", successor_code: "533323102002" },
    ]);
    expect(divisions.filter(({ code }) => code.length === 12 && code.startsWith("533323102")).map(({ code, to }) => [code, to])).toEqual([["533323102001", null], ["533323102002", null], ["533323102999", null]]);
    // Its clerk goes on working, now in the other township; what was on record is as it was.
    expect((await clerkOfTownship.get("/api/me")).json()).toMatchObject({ area: { code: "533323102", name: "子里甲乡" } });
    expect((await sql("SELECT seq, digest FROM doudi.audit ORDER BY seq")).slice(0, before.length)).toEqual(before);
    expect((await browsers.county.post("/api/audit/verify")).json()).toMatchObject({ sound: true });
    expect(codeOf(await merge(browsers.county))).toBe("division_unknown");
  });

  it("takes a county with its townships into another, whose rows stay sealed as they were", async () => {
    const answer = await merge(browsers.prefecture, { from: "533324", into: "533323", on: "2020-08-01" });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(await sql("SELECT name, area_code, county_code FROM doudi.persons WHERE county_code = '533324'")).toEqual([{ name: "己", area_code: "533323999", county_code: "533324" }]);
    expect(await sql("SELECT name, parent_code FROM doudi.divisions WHERE code = '533323999'")).toEqual([{ name: "茨开镇", parent_code: "533323" }]);
  });
});


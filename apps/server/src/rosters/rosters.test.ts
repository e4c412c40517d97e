import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { RosterKind, Summary } from "@doudi/contract";
import { departmentOf, type Department } from "@doudi/contract/api";
import { type Demo, makeDemo } from "@doudi/demo";
import { systemScope } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../handler.js";
import { COUNTY, type RosterApplication, startRosterApplication } from "./rosterApplication.testkit.js";
import { loadDemo } from "./loadDemo.js";

const CLI = fileURLToPath(new URL("../../../../apps/cli/bin/doudi.mjs", import.meta.url));

let kit: RosterApplication;
let folder: string;
let demo: Demo;
let summary: Summary;
let clerk: Caller;
const signers = new Map<Department, { uploader: Caller; signer: Caller }>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "doudi-rosters-"));
  demo = await makeDemo({ out: folder, persons: 2000, seed: 4 });
  await promisify(execFile)(process.execPath, [CLI, "compare", demo.rosters, "--place", COUNTY, "--date", "2020-06-30", "--out", join(folder, "out"), "--format", "csv"]);
  summary = JSON.parse(await readFile(join(folder, "out", "summary.json"), "utf8")) as Summary;
  kit = await startRosterApplication();
  clerk = await kit.addUser("county_clerk");
  for (const { kind } of demo.files) {
    const department = departmentOf(kind);
    if (!signers.has(department)) signers.set(department, { uploader: await kit.addUser("department_user", department), signer: await kit.addUser("department_signer", department) });
  }
});
afterAll(async () => {
  await kit.stop();
  await rm(folder, { recursive: true, force: true });
});

function staff(department: Department): { uploader: Caller; signer: Caller } {
  const found = signers.get(department);
  if (found === undefined) throw new Error(`nobody works for ${department}`);
  return found;
}

describe("a demo county on its way through the departments", () => {
  it("has for every roster the counts of the command line, and is signed by two persons", async () => {
    const seen: string[] = [];
    await loadDemo(kit.application, demo, "2020Q2", { county: COUNTY, of: (department) => ({ uploader: staff(department).uploader.userId, signer: staff(department).signer.userId }) }, (signed, files, file) => seen.push(`${signed}/${files} ${file}`));
    expect(seen).toHaveLength(demo.files.length);
    const { versions, next } = await kit.call("rosters", clerk, { query: { limit: 50 } });
    expect(next).toBeNull();
    const counts = (rows: { kind: RosterKind | null; rows: number; accepted: number; duplicates: number; rejected: number }[]) =>
      Object.fromEntries(rows.map(({ kind, rows, accepted, duplicates, rejected }) => [kind, { rows, accepted, duplicates, rejected }]));
    expect(counts(versions)).toEqual(counts(summary.rosters));
    expect(versions.some(({ duplicates }) => duplicates > 0)).toBe(true);
    
    expect(new Set(versions.map(({ state }) => state))).toEqual(new Set(["signed"]));
    expect(kit.errors).toEqual([]);
  });

  it("holds in rows what the counts say", async () => {
    await kit.application.database.within(systemScope(COUNTY), async (work) => {
      const counted = await work.selectFrom("roster_rows").select(["kind", "state"]).select((e) => e.fn.countAll<number>().as("n")).groupBy(["kind", "state"]).execute();
      for (const roster of summary.rosters) {
        const of = (state: string): number => counted.find((row) => row.kind === roster.kind && row.state === state)?.n ?? 0;
        expect([roster.kind, of("accepted"), of("duplicate"), of("rejected")]).toEqual([roster.kind, roster.accepted, roster.duplicates, roster.rejected]);
      }
    });
  });

  it("makes one person of the same id on several rosters, and of different ids different ones", async () => {
    const { database, keyring } = kit.application;
    const rows = await database.within(systemScope(COUNTY), (work) => work.selectFrom("roster_rows").innerJoin("persons", "persons.person_no", "roster_rows.person_no")
      .select(["roster_rows.kind", "roster_rows.person_no", "roster_rows.sealed", "roster_rows.key_version", "persons.id_sealed", "persons.id_masked", "persons.id_index"]).execute());
    const personOf = new Map<string, number>();
    const kindsOf = new Map<number, Set<string>>();
    for (const row of rows) {
      const id = keyring.open(COUNTY, row.key_version, row.id_sealed).toString();
      expect(id).toMatch(/^\d{17}[\dX]$/);
      expect(keyring.index(id).equals(row.id_index)).toBe(true);
      expect(personOf.get(id) ?? row.person_no).toBe(row.person_no);
      personOf.set(id, row.person_no ?? 0);
      kindsOf.set(row.person_no ?? 0, (kindsOf.get(row.person_no ?? 0) ?? new Set()).add(row.kind));
    }
    expect(new Set(personOf.values()).size).toBe(personOf.size);
    expect([...kindsOf.values()].some((kinds) => kinds.size >= 3)).toBe(true);
    // What identifies somebody stands in no open column.
    const ids = new Set(personOf.keys());
    const open = await database.within(systemScope(COUNTY), (work) => work.selectFrom("roster_rows").select(["cells", "name", "place", "problem"]).execute());
    for (const row of open) for (const number of JSON.stringify(row).match(/\d{17}[\dXx]/gu) ?? []) expect(ids.has(number)).toBe(false);
  });

  it("believes dibao about names and places, and finds parts of names", async () => {
    await kit.application.database.within(systemScope(COUNTY), async (work) => {
      const told = await work.selectFrom("persons").innerJoin("roster_rows", "roster_rows.person_no", "persons.person_no").select(["persons.person_no", "persons.name", "persons.area_code", "roster_rows.area_code as told_area", "roster_rows.name as told_name"])
        .where("roster_rows.kind", "=", "dibao").where("roster_rows.state", "=", "accepted").execute();
      expect(told.length).toBeGreaterThan(20);
      const agree = told.filter(({ person_no, area_code, name }) => told.some((row) => row.person_no === person_no && row.told_area === area_code && row.told_name.replace(/[^\p{Script=Han}]/gu, "") === name.replace(/[^\p{Script=Han}]/gu, "")));
      expect(agree).toHaveLength(told.length);
      const [person] = told.filter(({ name }) => [...name].length === 3);
      const grams = await work.selectFrom("person_grams").select("gram").where("person_no", "=", person?.person_no ?? 0).orderBy("gram").execute();
      expect(grams.map(({ gram }) => gram).sort()).toEqual([person?.name.slice(0, 2) ?? "", person?.name.slice(1) ?? ""].sort());
    });
  });

  it("shows a township the rows of its own, a department its own versions, and a job to whom it belongs", async () => {
    const { database } = kit.application;
    const township = await database.within({ userId: null, areaCode: "533323101", department: "all" }, (work) => work.selectFrom("roster_rows").select("area_code").distinct().execute());
    expect(township).toEqual([{ area_code: "533323101" }]);
    const { uploader } = staff("disabled_federation");
    const { versions } = await kit.call("rosters", uploader, { query: { limit: 50 } });
    expect(versions.map(({ department }) => department)).toEqual(versions.map(() => "disabled_federation"));
    const [own] = versions;
    const { versions: all } = await kit.call("rosters", clerk, { query: { limit: 50 } });
    const other = all.find(({ department }) => department === "finance");
    await expect(kit.call("roster", uploader, { params: { version_id: other?.version_id ?? 0 } })).rejects.toMatchObject({ code: "not_found" });
    await expect(kit.call("rosterRows", uploader, { params: { version_id: other?.version_id ?? 0 }, query: { after: 0, limit: 5 } })).rejects.toMatchObject({ code: "not_found" });
    await expect(kit.call("job", uploader, { params: { job_id: other?.job ?? 0 } })).rejects.toMatchObject({ code: "not_found" });
    expect(await kit.call("job", uploader, { params: { job_id: own?.job ?? 0 } })).toMatchObject({ kind: "read_roster", state: "done", problem: null });
  });

  it("pages through versions and rows", async () => {
    const first = await kit.call("rosters", clerk, { query: { limit: 7 } });
    const second = await kit.call("rosters", clerk, { query: { limit: 200, cursor: first.next ?? "" } });
    expect(new Set([...first.versions, ...second.versions].map(({ version_id }) => version_id)).size).toBe(demo.files.length);
    const [version] = first.versions;
    const params = { version_id: version?.version_id ?? 0 };
    const page = await kit.call("rosterRows", clerk, { params, query: { after: 0, limit: 3 } });
    expect(page.rows.map(({ row }) => row)).toEqual([1, 2, 3]);
    // Every column is named in words.
    expect(Object.keys(page.columns).toSorted()).toEqual([...new Set(page.rows.flatMap(({ cells }) => Object.keys(cells)))].toSorted());
    expect(page.columns["name"]).toEqual({ zh: "姓名", en: "name" });
    expect(page.next).toBe(3);
    await expect(kit.call("rosters", clerk, { query: { limit: 7, cursor: "eA" } })).rejects.toMatchObject({ code: "request_invalid" });
  });

  it("knows what is in, due, late and to come", async () => {
    const calendar = await kit.call("rosterCalendar", clerk, { query: { year: 2020 } });
    // Nothing was asked for before the first quarter on record.
    expect(calendar.entries.map(({ period }) => period)).toEqual(["2020Q2", "2020Q3", "2020Q4"].flatMap((period) => Array.from({ length: 20 }, () => period)));
    expect((await kit.call("rosterCalendar", clerk, { query: { year: 2019 } })).entries).toEqual([]);
    const state = (kind: RosterKind, period: string) => calendar.entries.find((entry) => entry.kind === kind && entry.period === period);
    expect(state("dibao", "2020Q2")).toMatchObject({ state: "in", due: "2020-07-20", version_state: "signed", department: "civil_affairs" });
    expect(state("dibao", "2020Q3")).toMatchObject({ state: "future", due: "2020-10-20" });
    const own = await kit.call("rosterCalendar", staff("disabled_federation").uploader, { query: { year: 2020 } });
    expect(new Set(own.entries.map(({ department }) => department))).toEqual(new Set(["disabled_federation"]));
  });
});

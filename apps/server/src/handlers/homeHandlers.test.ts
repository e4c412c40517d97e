import { type Answer, sessionRoutes } from "@doudi/contract/api";
import { divisionsBelow, loadDivisions } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../handler.js";
import { TestCounty } from "./county.testkit.js";
import { homeHandlers } from "./homeHandlers.js";

const COUNTY = "533323";
const [SHANGPA, LUMADENG] = ["533323101", "533323204"] as const;

let county: TestCounty;
beforeAll(async () => {
  county = await TestCounty.start("2020-07-10T17:00:00.000Z");
  const person = (area: string): ReturnType<TestCounty["addPerson"]> => county.addPerson("和秀英", area);
  await county.addFinding(COUNTY, await person(SHANGPA));
  await county.addFinding(COUNTY, await person(SHANGPA), { state: "assigned", severity: "low", rank: 3, assigned_area: SHANGPA, due: "2020-07-10" });
  await county.addFinding(COUNTY, await person(LUMADENG), { state: "assigned", assigned_area: LUMADENG, due: "2020-07-11" });
  await county.addFinding(COUNTY, await person(LUMADENG), { code: "link.probable" });
  await county.addFinding("533324", await person("533324101"));
  await county.addRoster(COUNTY, "dibao", "2020Q2", [], "submitted");
  await county.addRoster(COUNTY, "dibao", "2019Q4", []);
  await county.record.database.within(county.system(COUNTY), (work) =>
    work.insertInto("jobs").values([7, 8].map((created_by) => ({ county_code: COUNTY, area_code: COUNTY, department: null, kind: "compare" as const, object_id: 1, state: "running" as const, created_by, finished_at: null }))).execute());
});
afterAll(() => county.stop());

const home = async (caller: Caller): Promise<Answer<"home">> => sessionRoutes.home.answer.parse(await homeHandlers.home({ caller, params: undefined, query: undefined, body: undefined, upload: null }, county.application));
const divisions = async (caller: Caller, query: { parent?: string; on?: string } = {}): Promise<Answer<"divisions">["divisions"]> =>
  sessionRoutes.divisions.answer.parse(await homeHandlers.divisions({ caller, params: undefined, query, body: undefined, upload: null }, county.application)).divisions;

describe("home", () => {
  it("counts what is to be done in the own area, by the day in China", async () => {
    expect(await home(county.caller("county_clerk", COUNTY))).toMatchObject({
      area: { code: COUNTY, name: "福贡县" }, today: "2020-07-11", links: 1, jobs: 1,
      findings: [{ state: "assigned", severity: "high", count: 1 }, { state: "assigned", severity: "low", count: 1 }, { state: "open", severity: "high", count: 2 }],
      due: [{ area: { code: SHANGPA, name: "上帕镇" }, count: 1, overdue: 1 }, { area: { code: LUMADENG, name: "鹿马登乡" }, count: 1, overdue: 0 }],
    });
    const township = await home(county.caller("township_clerk", SHANGPA));
    expect([township.findings, township.due.map(({ area }) => area.code), township.links, township.rosters, township.jobs]).toEqual([[{ state: "assigned", severity: "low", count: 1 }, { state: "open", severity: "high", count: 1 }], [SHANGPA], 0, [], 0]);
  });

  it("says which rosters should be in: all to civil affairs, a department its own", async () => {
    const { rosters } = await home(county.caller("county_clerk", COUNTY));
    expect(rosters.filter(({ kind }) => kind === "dibao").map(({ period, state }) => [period, state])).toEqual([["2020Q1", "late"]]);
    expect(rosters.filter(({ kind, period }) => kind === "vehicles" && period < "2020")).toEqual([]);
    const department = await home(county.caller("department_user", COUNTY, "disabled_federation"));
    expect(department.rosters).toEqual([{ kind: "disabled", period: "2020Q1", state: "late", due: "2020-04-20" }, { kind: "disabled", period: "2020Q2", state: "due", due: "2020-07-20" }]);
    expect([department.findings, department.due]).toEqual([[], []]);
  });
});

describe("divisions", () => {
  it("are those below one in the own area, and the way down to it", async () => {
    const clerk = county.caller("county_clerk", COUNTY);
    expect((await divisions(clerk)).map(({ name }) => name)).toEqual(["上帕镇", "匹河怒族乡", "子里甲乡", "架科底乡", "鹿马登乡", "石月亮乡", "马吉乡"]);
    expect((await divisions(clerk, { parent: "5333" })).map(({ code }) => code)).toEqual([COUNTY]);
    expect((await divisions(clerk, { parent: "53" })).map(({ code }) => code)).toEqual(["5333"]);
    expect(await divisions(clerk, { parent: "533324" })).toEqual([]);
    expect(await divisions(county.caller("village_coordinator", `${SHANGPA}203`))).toEqual([]);
  });

  it("keep those that were abolished, for a day before", async () => {
    const supervisor = county.caller("supervisor", "5333");
    expect((await divisions(supervisor)).find(({ code }) => code === "533321")).toMatchObject({ name: "泸水县", successor: "533301" });
    expect((await divisions(supervisor, { on: "2020-01-01" })).map(({ code }) => code)).toEqual(["533301", "533323", "533324", "533325"]);
    await county.record.database.within(county.system("53"), (work) => work.updateTable("divisions").set({ valid_to: "2016-08-01" }).where("code", "=", "533321").execute());
    expect((await divisions(supervisor, { on: "2016-07-31" })).map(({ code }) => code)).toContain("533321");
  });

  it("are loaded once, with short codes, parents and successors; what was merged here stays merged", async () => {
    const load = (): Promise<number> => county.record.database.within(county.system("53"), loadDivisions);
    expect(await load()).toBe(0);
    await county.record.database.within(county.system("53"), (work) => work.updateTable("divisions").set({ successor_code: SHANGPA, valid_to: "2021-01-01", name: "旧名" }).where("code", "=", LUMADENG).execute());
    expect(await load()).toBe(1);
    const [merged] = await county.record.database.within(county.system("53"), async (work) => (await divisionsBelow(work, { parent: COUNTY, area: COUNTY })).filter(({ code }) => code === LUMADENG));
    expect(merged).toEqual({ code: LUMADENG, name: "鹿马登乡", level: "township", parent_code: COUNTY, valid_from: null, valid_to: "2021-01-01", successor_code: SHANGPA });
    expect(await load()).toBe(0);
  });
});

import type { Answer, Person, Request } from "@doudi/contract/api";
import { personRoutes } from "@doudi/contract/api";
import { nameInitials } from "@doudi/roster";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../handler.js";
import { TestCounty, type TestPerson } from "./county.testkit.js";
import { personHandlers } from "./personHandlers.js";

const COUNTY = "533323";
const [SHANGPA, LUMADENG] = ["533323101", "533323204"] as const;
const VILLAGE = `${SHANGPA}203`;
const OTHER_COUNTY = "533324101";
const SURNAMES = [..."和李余单阿"];
const GIVEN = [..."秀英华秀妹·普"];

let county: TestCounty;
let persons: TestPerson[];
/** Household numbers by person; the same numbers are used in both counties. */
const households = new Map<number, string>();

beforeAll(async () => {
  county = await TestCounty.start();
  persons = [];
  const areas = [SHANGPA, LUMADENG, VILLAGE, OTHER_COUNTY, COUNTY];
  for (let n = 0; n < 100; n += 1) {
    const name = [SURNAMES[n % 5], GIVEN[n % 7], GIVEN[(n * 3 + 1) % 7], n % 4 === 0 ? "" : GIVEN[(n * 5) % 7]].join("").replace(/·+$/, "").replace(/·+/, "·");
    persons.push(await county.addPerson(name, areas[n % 5] ?? "", "19800305"));
  }
  for (const [n, { personNo }] of persons.entries()) households.set(personNo, `N${Math.floor(n / 7)}`);
  for (const code of [COUNTY, "533324"]) {
    const own = persons.filter(({ area }) => area.startsWith(code));
    await county.addRoster(code, "dibao", "2020Q2", own.map((who) => ({ who, household: households.get(who.personNo) ?? "", cells: { relation: "户主" } })));
  }
});
afterAll(() => county.stop());

const search = (caller: Caller, body: Partial<Request<"searchPersons">["body"]>): Promise<Answer<"searchPersons">> =>
  personHandlers.searchPersons({ caller, params: undefined, query: undefined, body: personRoutes.searchPersons.body.parse(body), upload: null }, county.application);
const file = (caller: Caller, personNo: number): Promise<Answer<"person">> => personHandlers.person({ caller, params: { person_no: personNo }, query: undefined, body: undefined, upload: null }, county.application);
const householdFile = (caller: Caller, kind: "dibao" | "poor", no: string, of?: string): Promise<Answer<"household">> =>
  personHandlers.household({ caller, params: { kind, household_no: no }, query: { county: of }, body: undefined, upload: null }, county.application);
const reveal = (caller: Caller, personNo: number, purpose = "入户核查"): Promise<Answer<"revealPerson">> =>
  personHandlers.revealPerson({ caller, params: { person_no: personNo }, query: undefined, body: { purpose }, upload: null }, county.application);

async function everyPage(caller: Caller, body: Partial<Request<"searchPersons">["body"]>, limit: number): Promise<Person[]> {
  const found: Person[] = [];
  let cursor: string | null = null;
  do {
    const answer: Answer<"searchPersons"> = await search(caller, { ...body, limit, ...(cursor === null ? {} : { cursor }) });
    found.push(...answer.persons);
    cursor = answer.next;
  } while (cursor !== null);
  return found;
}

/** What a search must find, by the plainest means. */
function expected(text: string, area: string): number[] {
  const within = persons.filter((person) => person.area.startsWith(area));
  const hits = /^[a-z]+$/i.test(text) ? within.filter(({ name }) => nameInitials(name).startsWith(text.toLowerCase()))
    : /^\d{18}$|^\d{17}X$|^\d{15}$/i.test(text) ? within.filter(({ id }) => id === text.toUpperCase() || `${id.slice(0, 6)}${id.slice(8, 17)}` === text)
      : /\d/.test(text) ? within.filter(({ personNo }) => households.get(personNo) === text)
        : within.filter(({ name }) => ([...text].length === 1 ? name.startsWith(text) : name.includes(text)));
  return hits.map(({ personNo }) => personNo).sort((a, b) => a - b);
}

describe("search", () => {
  it("finds by every way who is meant, in the own area and nobody else, whatever the page size", async () => {
    const callers = [county.caller("township_clerk", SHANGPA), county.caller("township_clerk", LUMADENG), county.caller("village_coordinator", VILLAGE), county.caller("county_clerk", COUNTY), county.caller("supervisor", "5333"), county.caller("county_clerk", "533325")];
    const someone = fc.integer({ min: 0, max: 99 }).map((n) => persons[n]).filter((person) => person !== undefined);
    const text = fc.oneof(
      fc.constant(""), fc.constantFrom(...SURNAMES), someone.map(({ name }) => name), someone.map(({ name }) => name.slice(1)), someone.map(({ name }) => name.slice(0, 2)), someone.map(({ name }) => nameInitials(name)),
      someone.map(({ name }) => nameInitials(name).slice(0, 2).toUpperCase()), someone.map(({ id }) => id), someone.map(({ id }) => `${id.slice(0, 6)}${id.slice(8, 17)}`), someone.map(({ id }) => id.toLowerCase()), someone.map(({ personNo }) => households.get(personNo) ?? ""), fc.constantFrom("龘", "zz", "N999", "秀英秀英秀英"),
    );
    await fc.assert(fc.asyncProperty(fc.constantFrom(...callers), text, fc.constantFrom(undefined, COUNTY, SHANGPA, VILLAGE, OTHER_COUNTY, "53"), fc.integer({ min: 1, max: 60 }), async (caller, typed, area, limit) => {
      const found = await everyPage(caller, { text: typed, area }, limit);
      const within = area === undefined || caller.areaCode.startsWith(area) ? caller.areaCode : area.startsWith(caller.areaCode) ? area : "none";
      expect(found.map((person) => person.person_no).sort((a, b) => a - b)).toEqual(expected(typed, within));
      expect(found.every((person) => person.area.code.startsWith(caller.areaCode) && /\*{8}/.test(person.id_masked))).toBe(true);
    }), { numRuns: process.env["DOUDI_SLOW"] === "1" ? 2000 : 150 });
  });

  it("says on which rosters somebody stands now, and what it searched by", async () => {
    const caller = county.caller("township_clerk", SHANGPA);
    const { persons: [first], by } = await search(caller, { text: "和" });
    expect([first?.on, by]).toEqual([["dibao"], "name"]);
    expect((await search(caller, { text: "hx" })).by).toBe("initials");
  });

  it("shows persons to nobody who may not see them", async () => {
    for (const caller of [county.caller("department_user", COUNTY, "disabled_federation"), county.caller("administrator", COUNTY), county.caller("auditor", "5333")]) {
      expect((await search(caller, {})).persons).toEqual([]);
      await expect(file(caller, persons[0]?.personNo ?? 0)).rejects.toMatchObject({ code: "not_found" });
    }
  });

  it("takes any text and refuses a page that is not its own", async () => {
    const caller = county.caller("county_clerk", COUNTY);
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
      expect(Array.isArray((await search(caller, { text })).persons)).toBe(true);
    }), { numRuns: 100 });
    for (const cursor of ["x", Buffer.from("[1]").toString("base64url"), Buffer.from('["a","b"]').toString("base64url"), Buffer.from('["\\u0000",1]').toString("base64url")]) await expect(search(caller, { cursor })).rejects.toMatchObject({ code: "request_invalid" });
  });
});

describe("a person's file", () => {
  it("is not there for a township where the person does not live", async () => {
    const elsewhere = persons.find(({ area }) => area === LUMADENG);
    const caller = county.caller("township_clerk", SHANGPA);
    await expect(file(caller, elsewhere?.personNo ?? 0)).rejects.toMatchObject({ code: "not_found", info: {} });
    await expect(file(caller, 999_999)).rejects.toMatchObject({ code: "not_found", info: {} });
  });

  it("has what every version that stands says, the newest first, numbers masked", async () => {
    const who = await county.addPerson("单小花", VILLAGE, "19770308");
    await county.addRoster(COUNTY, "disabled", "2019Q4", [{ who, cells: { disability_grade: "二级" }, numbers: { certificate: `${who.id}42`, phone: "13800001234", bank_account: "6222020000001234567" } }]);
    await county.addRoster(COUNTY, "disabled", "2020Q1", [{ who, cells: { disability_grade: "一级" } }]);
    await county.addRoster(COUNTY, "disabled", "2020Q2", [{ who, cells: { disability_grade: "三级" } }], "withdrawn");
    await county.addRoster(COUNTY, "poor", "2020Q2", [{ who, household: "P1", cells: { labour_capacity: "完全丧失" } }], "read");
    await county.addFinding(COUNTY, who);
    for (const caller of [county.caller("county_clerk", COUNTY), county.caller("township_clerk", SHANGPA), county.caller("village_coordinator", VILLAGE)]) {
      const answer = personRoutes.person.answer.parse(await file(caller, who.personNo));
      expect(answer.facts.map(({ kind, period, state, row, cells }) => [kind, period, state, row, cells["disability_grade"] ?? cells["labour_capacity"]])).toEqual([["poor", "2020Q2", "read", 2, "完全丧失"], ["disabled", "2020Q1", "signed", 2, "一级"], ["disabled", "2019Q4", "signed", 2, "二级"]]);
      expect(answer.facts[2]?.cells).toMatchObject({ phone: "*********34", bank_account: "***************4567" });
      expect(JSON.stringify(answer)).not.toContain(who.id);
      expect(answer.columns["disability_grade"]).toEqual({ zh: "残疾等级", en: "disability grade" });
      expect([answer.person.on, answer.households, answer.findings.length]).toEqual([["disabled"], [{ county: COUNTY, kind: "poor", household_no: "P1" }], 1]);
      expect(answer.timeline.map(({ zh }) => zh).sort()).toEqual(["2019Q4 在残疾人花名册上（已签发）", "2020Q1 在残疾人花名册上（已签发）", "2020Q2 在建档立卡花名册上（已读入）", "疑点“重度残疾未纳入”：比对发现"]);
    }
  });
});

describe("a household's file", () => {
  it("has its members over the quarters, and only those of the own area", async () => {
    const [head, child, moved] = [await county.addPerson("余大", SHANGPA, "19700101"), await county.addPerson("余小", SHANGPA, "20050101"), await county.addPerson("余远", LUMADENG, "19900101")];
    await county.addRoster(COUNTY, "poor", "2019Q3", [{ who: head, household: "H7", cells: { relation: "户主" } }, { who: moved, household: "H7", cells: { relation: "子女" } }]);
    await county.addRoster(COUNTY, "poor", "2019Q4", [{ who: head, household: "H7", cells: { relation: "户主" } }, { who: child, household: "H7", cells: { relation: "子女" } }, { who: { name: "余无号", area: SHANGPA }, household: "H7", numbers: { id_number: "5333991980" } }]);
    const members = async (caller: Caller): Promise<unknown[]> => personRoutes.household.answer.parse(await householdFile(caller, "poor", "H7")).members.map(({ period, name, relation }) => [period, name, relation]);
    expect(await members(county.caller("county_clerk", COUNTY))).toEqual([["2019Q4", "余大", "户主"], ["2019Q4", "余小", "子女"], ["2019Q4", "余无号", null], ["2019Q3", "余大", "户主"], ["2019Q3", "余远", "子女"]]);
    expect(await members(county.caller("township_clerk", SHANGPA))).toHaveLength(4);
    expect(await members(county.caller("township_clerk", LUMADENG))).toEqual([["2019Q3", "余远", "子女"]]);
    await expect(householdFile(county.caller("township_clerk", "533323201"), "poor", "H7")).rejects.toMatchObject({ code: "not_found" });
    await expect(householdFile(county.caller("county_clerk", COUNTY), "poor", "\0")).rejects.toMatchObject({ code: "not_found" });
    const masked = (await householdFile(county.caller("county_clerk", COUNTY), "poor", "H7")).members.map(({ id_masked: id }) => id);
    expect(masked[2]).toBe("********80");
    expect(JSON.stringify(masked)).not.toContain(head.id);
  });

  it("is of one county where several have the number", async () => {
    const supervisor = county.caller("supervisor", "5333");
    expect((await householdFile(supervisor, "dibao", "N1")).county).toBe(COUNTY);
    expect((await householdFile(supervisor, "dibao", "N1", "533324")).members.every(({ person_no: no }) => persons.find(({ personNo }) => personNo === no)?.area === OTHER_COUNTY)).toBe(true);
  });
});

describe("the whole number", () => {
  async function entries(): Promise<Record<string, unknown>[]> {
    const owner = await county.record.server.connect();
    try {
      return (await owner.query<Record<string, unknown>>("SELECT act, object_id, detail, area_code FROM doudi.audit ORDER BY seq")).rows;
    } finally {
      await owner.end();
    }
  }

  it("is shown for a purpose and on record, without name or number", async () => {
    const who = persons.find(({ area }) => area === VILLAGE);
    if (who === undefined) throw new Error("nobody lives there");
    const answer = personRoutes.revealPerson.answer.parse(await reveal(county.caller("township_clerk", SHANGPA), who.personNo, `核对${who.id}\u0000是否本人`));
    expect(answer.id_number).toBe(who.id);
    expect((await entries()).at(-1)).toEqual({ act: "person.reveal", object_id: String(who.personNo), area_code: VILLAGE, detail: { purpose: `核对${who.id.slice(0, 3)}***********${who.id.slice(-4)} 是否本人` } });
  });

  it("is refused without the permission and outside the area, and nothing is recorded", async () => {
    const before = (await entries()).length;
    const who = persons.find(({ area }) => area === VILLAGE)?.personNo ?? 0;
    await expect(reveal(county.caller("village_coordinator", VILLAGE), who)).rejects.toMatchObject({ code: "forbidden" });
    await expect(reveal(county.caller("township_clerk", LUMADENG), who)).rejects.toMatchObject({ code: "not_found" });
    expect(await entries()).toHaveLength(before);
  });
});

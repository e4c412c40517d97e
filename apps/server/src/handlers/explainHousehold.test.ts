import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RosterKind } from "@doudi/contract";
import { type Answer, personRoutes } from "@doudi/contract/api";
import { explainHousehold, inputFactsOf } from "@doudi/decision";
import { loadKinds } from "@doudi/roster";
import { currentEvidence, rowsOfHousehold } from "@doudi/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explainFromRosters } from "../explain/explainFromRosters.js";
import { type FactValues, householdFromRosters } from "../explain/householdFromRosters.js";
import { RosterValues } from "../explain/rosterValues.js";
import type { Caller } from "../handler.js";
import { TestCounty, type TestPerson, type TestRow } from "./county.testkit.js";
import { personHandlers } from "./personHandlers.js";

const COUNTY = "533323";
const TOWNSHIP = "533323101";
const DATE = "2020-07-10";
const EVENTS: RosterKind[] = ["deaths", "medical_aid", "temporary_aid"];

let county: TestCounty;
let folder: string;
let head: TestPerson;
let spouse: TestPerson;
let child: TestPerson;

beforeAll(async () => {
  county = await TestCounty.start();
  folder = await mkdtemp(join(tmpdir(), "doudi-explain-test-"));
  head = await county.addPerson("余阿普", TOWNSHIP, "19650101", "male");
  spouse = await county.addPerson("李娜妞", TOWNSHIP, "19680101");
  child = await county.addPerson("余才", TOWNSHIP, "20040101", "male");
  const row = (who: TestRow["who"], cells: TestRow["cells"] = {}, household?: string): TestRow => ({ who, cells: cells ?? {}, ...(household === undefined ? {} : { household }) });
  await county.addRoster(COUNTY, "poor", "2020Q1", [row(head, { relation: "户主", labour_capacity: "有劳动能力" }, "H1")]);
  await county.addRoster(COUNTY, "poor", "2020Q2", [
    row(head, { relation: "户主", labour_capacity: "完全丧失", exit_path: "社会保障兜底" }, "H1"), row(spouse, { relation: "配偶", labour_capacity: "部分丧失", exit_path: "社会保障兜底" }, "H1"), row(child, { relation: "子女", labour_capacity: "无劳动力", exit_path: "不详" }, "H1"),
    row({ name: "邓无号", area: TOWNSHIP }, { relation: "户主" }, "H2"),
  ]);
  await county.addRoster(COUNTY, "dibao", "2020Q2", [row(spouse, { dibao_type: "农村", start_date: "2018-03-01" })]);
  await county.addRoster(COUNTY, "tekun", "2020Q2", []);
  await county.addRoster(COUNTY, "disabled", "2020Q2", [row(head, { disability_category: "肢体", disability_grade: "一级" })]);
  await county.addRoster(COUNTY, "medical_aid", "2019Q4", [row(head, { self_paid_fen: "1000.00元", treatment_date: "2019-12-01" })]);
  await county.addRoster(COUNTY, "medical_aid", "2020Q2", [row(head, { self_paid_fen: "20000.50元", treatment_date: "2020-05-01" }), row(head, { self_paid_fen: "5.00元", treatment_date: "2018-05-01" })]);
  await county.addRoster(COUNTY, "vehicles", "2020Q2", [row(child, { vehicle_type: "小型汽车", vehicle_status: "报废" }), row(child, { vehicle_type: "摩托车", vehicle_status: "正常" }), row(head, { vehicle_type: "小型汽车" })]);
  await county.addRoster(COUNTY, "deposits", "2020Q2", [row(head, { balance_fen: "120.00元" }), row(spouse, { balance_fen: "0.05元" })]);
  await county.addRoster(COUNTY, "students", "2020Q2", [row(child, { student_stage: "初中" })]);
  await county.addRoster(COUNTY, "payroll", "2020Q2", [row(spouse, { payroll_fen_month: "1800.00元" })], "submitted");
  await county.addRoster(COUNTY, "deaths", "2020Q1", [row(child, { death_date: "2020-01-01" })], "withdrawn");
});
afterAll(async () => {
  await county.stop();
  await rm(folder, { recursive: true, force: true });
});

const explain = (caller: Caller, no: string, date?: string): Promise<Answer<"explainHousehold">> =>
  personHandlers.explainHousehold({ caller, params: { kind: "poor", household_no: no }, query: undefined, body: { date }, upload: null }, county.application);

async function factsOf(no: string): Promise<{ household: FactValues; members: FactValues[] }> {
  return county.record.database.within(county.system(COUNTY), async (work) => {
    const all = await rowsOfHousehold(work, [COUNTY], "poor", no);
    const rows = all.filter(({ version_id: id }) => id === all[0]?.version_id);
    const evidence = await currentEvidence(work, COUNTY, rows.flatMap(({ person_no: person }) => (person === null ? [] : [person])), EVENTS);
    const persons = new Map([head, spouse, child].map((person) => [person.personNo, { idNumber: person.id, sex: person === spouse ? ("female" as const) : ("male" as const), birthDate: `${person.id.slice(6, 10)}-01-01` }]));
    return householdFromRosters({ householdNo: no, rows, evidence, persons, date: DATE }, new RosterValues(loadKinds()));
  });
}

describe("a household out of the rosters", () => {
  it("has what the newest signed ones say, and nothing that they do not", async () => {
    const { household, members } = await factsOf("H1");
    expect(household).toEqual({
      household_no: "H1", division_code: TOWNSHIP, hukou: "rural", vehicles: 1, houses: null, deposits_fen: 12_005, business_registered: null, medical_self_paid_fen_year: 2_100_050,
      poor_registered: true, exit_path: "social_security", already_on: "dibao", on_dibao_since: "2018-03-01",
    });
    expect(members.map((member) => Object.fromEntries(Object.entries(member).filter(([, value]) => value !== null)))).toEqual([
      { id_number: head.id, name: "余阿普", birth_date: "1965-01-01", sex: "male", relation: "head", labour_capacity: "none", disability_cert: true, disability_category: "physical", disability_grade: 1, major_disease: true },
      { id_number: spouse.id, name: "李娜妞", birth_date: "1968-01-01", sex: "female", relation: "spouse", labour_capacity: "partial", disability_cert: false },
      { id_number: child.id, name: "余才", birth_date: "2004-01-01", sex: "male", relation: "child", labour_capacity: "none", disability_cert: false, student_stage: "junior" },
    ]);
  });

  it("leaves open what nobody can know of somebody without a number", async () => {
    const { household, members } = await factsOf("H2");
    expect(Object.entries(household).filter(([, value]) => value !== null)).toEqual([["household_no", "H2"], ["division_code", TOWNSHIP], ["hukou", "rural"], ["poor_registered", true]]);
    expect(Object.entries(members[0] ?? {}).filter(([, value]) => value !== null)).toEqual([["name", "邓无号"], ["relation", "head"]]);
  });
});

describe("the account", () => {
  it("is what doudi explain says of the same facts", async () => {
    for (const no of ["H1", "H2"]) {
      const facts = await factsOf(no);
      for (const date of [DATE, "2021-10-01"]) {
        const policy = await county.law.policyOf(COUNTY, date);
        const paths = new Map(inputFactsOf(policy).map(({ id, path }) => [id, path.split(".")]));
        const asInput = (values: FactValues): Record<string, unknown> => {
          const keyed: Record<string, Record<string, unknown> | unknown> = {};
          for (const [id, value] of Object.entries(values)) {
            const [first = id, second] = paths.get(id) ?? [];
            if (value !== null) keyed[first] = second === undefined ? value : { ...(keyed[first] as object | undefined), [second]: value };
          }
          return keyed;
        };
        const input = join(folder, `${no}-${date}.jsonl`);
        await writeFile(input, `${JSON.stringify({ ...asInput(facts.household), members: facts.members.map(asInput) })}\n`);
        const { inputHash, ...told } = await explainHousehold({ policy, input, household: no, lang: "zh" });
        const { schemes, rules, household, set } = explainFromRosters(policy, "福贡县", facts);
        expect({ schemes, rules, household, set }).toEqual(told);
        expect([inputHash, schemes.length > 3]).toEqual([expect.any(String), true]);
      }
    }
  });

  it("is answered as pages in both languages and a list, for the day asked or today", async () => {
    const caller = county.caller("township_clerk", TOWNSHIP);
    const answer = personRoutes.explainHousehold.answer.parse(await explain(caller, "H1"));
    expect(answer.html.zh).toContain(DATE);
    expect(answer.html.en).toContain('lang="en"');
    expect(answer.decisions.some(({ outcome }) => outcome === "unknown")).toBe(true);
    expect(answer.decisions.filter(({ outcome, missing }) => outcome === "unknown" && missing.length === 0)).toEqual([]);
    for (const text of [head.id, head.name, child.name]) expect(JSON.stringify(answer)).not.toContain(text);
    expect((await explain(caller, "H1", "2019-01-01")).html.zh).toContain("2019-01-01");
  });

  it("is of no household elsewhere", async () => {
    await expect(explain(county.caller("township_clerk", "533323204"), "H1")).rejects.toMatchObject({ code: "not_found" });
    await expect(explain(county.caller("township_clerk", TOWNSHIP), "H9")).rejects.toMatchObject({ code: "not_found" });
  });
});

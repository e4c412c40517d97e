import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadLibrary, type PackLibrary, type Policy, resolvePolicy } from "@doudi/policy";
import { beforeAll, describe, expect, it } from "vitest";
import { folderWith, idOf } from "../input/households.testkit.js";
import type { InputProblem } from "../input/inputProblem.js";
import { readPackFiles } from "../policy/readPackFiles.js";
import { decide } from "./decide.js";
import type { DecisionRow } from "./decisionRow.js";

/** What the facts of households and persons mean, sentence by sentence, under the repository's packs. */

let packs: PackLibrary;
beforeAll(async () => {
  packs = loadLibrary(await readPackFiles(fileURLToPath(new URL("../../../../policies", import.meta.url))), "2021-07-01");
});

type Data = Readonly<Record<string, unknown>>;

function nujiang(): Policy {
  return resolvePolicy(packs, { division: "533323", date: "2021-07-01" });
}

async function decided(households: readonly Data[], policy: Policy = nujiang()): Promise<{ rows: DecisionRow[]; problems: InputProblem[]; warnings: string[]; townships: (string | null)[] }> {
  const folder = await folderWith({ "in.jsonl": households.map((each) => JSON.stringify(each)).join("\n") });
  const decisions = await decide({ policy, input: join(folder, "in.jsonl") });
  const rows: DecisionRow[] = [];
  const problems: InputProblem[] = [];
  for await (const batch of decisions.stream()) rows.push(...batch);
  for await (const batch of decisions.loaded.rejections()) problems.push(...batch);
  await decisions.close();
  return { rows, problems, warnings: decisions.warnings.map(({ en }) => en), townships: decisions.byTownships.map(({ code }) => code) };
}

/** The household of the contract, with less to live on. */
const PERSON: Data = { name: "甲", birth_date: "1975-01-01", sex: "male", relation: "head", income_fen_year: { wage: 200_000, business: 0, property: 0, transfer: 0 }, labour_capacity: "partial", disability_cert: false, status: "present" };
const HOUSEHOLD: Data = { household_no: "N1", division_code: "533323", hukou: "rural", vehicles: 0, houses: 1, deposits_fen: 0, business_registered: false, poor_registered: false, already_on: "none", members: [PERSON] };

function household(no: string, own: Data = {}, ...members: Data[]): Data {
  return { ...HOUSEHOLD, household_no: no, ...own, members: members.length === 0 ? [PERSON] : members };
}

function of(rows: readonly DecisionRow[], no: string, scheme: string): DecisionRow {
  const row = rows.find((each) => each.household_no === no && each.scheme === scheme);
  if (row === undefined) throw new Error(`no row of ${scheme} for ${no}`);
  return row;
}

/** What was decided, without what the household is called. */
function decisionsOf(rows: readonly DecisionRow[], no: string): DecisionRow[] {
  return rows.filter((row) => row.household_no === no).map((row) => ({ ...row, household_no: "" }));
}

function missingOf(rows: readonly DecisionRow[]): string[] {
  return rows.flatMap(({ missing }) => missing.split(";"));
}

const NULLABLE = ["medical_self_paid_fen_year", "education_expense_fen_year", "disability_expense_fen_year", "employment_cost_fen_year", "exit_path", "on_dibao_since", "income_exceeded_since", "disaster_event", "lift_by_work_possible", "heating_area"];
const MEMBERS_NULLABLE = ["id_number", "disability_category", "disability_grade", "needs_long_term_care", "major_disease", "disease_code", "chronic_disease", "treatment_continues", "student_stage", "insured", "refused_offers", "self_care_lost", "supporter_able", "cannot_live_apart", "applied_individually"];

describe("a key that is missing", () => {
  it("is the same as null, for every key, and for the whole list of members", async () => {
    const nulls = (keys: readonly string[]): Data => Object.fromEntries(keys.map((key) => [key, null]));
    const { rows, problems } = await decided([
      household("A"), household("B", nulls(NULLABLE), { ...PERSON, ...nulls(MEMBERS_NULLABLE) }),
      { household_no: "C", hukou: "rural" }, { household_no: "D", hukou: "rural", members: null, ...nulls(NULLABLE) },
    ]);
    expect(problems).toEqual([]);
    expect(decisionsOf(rows, "B")).toEqual(decisionsOf(rows, "A"));
    expect(decisionsOf(rows, "D")).toEqual(decisionsOf(rows, "C"));
    expect(of(rows, "A", "dibao")).toMatchObject({ outcome: "yes", amount_fen_month: "23083" });
  });

  it("means none for disaster, way out of poverty and the two days, which are never missing", async () => {
    const { rows } = await decided([household("A"), household("B", { disaster_event: "none", exit_path: "none" }), { household_no: "C" }]);
    expect(decisionsOf(rows, "B")).toEqual(decisionsOf(rows, "A"));
    expect(of(rows, "A", "disaster").outcome).toBe("no");
    expect(of(rows, "C", "disaster").outcome).toBe("no");
    for (const key of ["disaster_event", "exit_path", "on_dibao_since", "income_exceeded_since"]) expect(missingOf(rows)).not.toContain(key);
  });

  it("means unknown else: what decides is asked for, and nothing is taken for no or 0", async () => {
    const without = (key: string): Data => household("N", { [key]: null });
    const missing: Record<string, string> = { hukou: "hukou", vehicles: "vehicles", houses: "houses", deposits_fen: "deposits_fen", business_registered: "business_registered", already_on: "already_on" };
    for (const [key, asked] of Object.entries(missing)) {
      const { rows } = await decided([without(key)]);
      expect([key, of(rows, "N", "dibao").outcome, of(rows, "N", "dibao").missing.split(";").includes(asked)]).toEqual([key, "unknown", true]);
    }
    const { rows } = await decided([household("N", {}, { ...PERSON, income_fen_year: { wage: 200_000, business: 0, property: 0 } })]);
    expect(of(rows, "N", "dibao")).toMatchObject({ outcome: "unknown", missing: expect.stringContaining("income_fen_year.transfer") as string });
  });

  it("matters among the expenses only where the outcome depends on it", async () => {
    const wage = (fen: number): Data => ({ ...PERSON, income_fen_year: { wage: fen, business: 0, property: 0, transfer: 0 } });
    // The rural standard is 4770 yuan a year from 2021-07-01.
    const { rows } = await decided([household("below", {}, wage(476_999)), household("above", {}, wage(477_000)), household("known", { medical_self_paid_fen_year: 0, education_expense_fen_year: 0, disability_expense_fen_year: 0, employment_cost_fen_year: 0 }, wage(477_000)), household("one", { medical_self_paid_fen_year: 1 }, wage(477_000)), household("car", { vehicles: 1 }, wage(477_000))]);
    const dibao = (no: string): [string, string] => [of(rows, no, "dibao").outcome, of(rows, no, "dibao").missing];
    expect(dibao("below")).toEqual(["yes", ""]);
    expect(dibao("above")).toEqual(["unknown", "disability_expense_fen_year;education_expense_fen_year;employment_cost_fen_year;medical_self_paid_fen_year"]);
    expect(dibao("known")).toEqual(["no", ""]);
    expect(dibao("car")).toEqual(["no", ""]);
    // What is known lifts it below the standard: the rest cannot change that.
    expect(dibao("one")).toEqual(["yes", ""]);
  });

  it("means none for category and grade where there is no certificate, and unknown where there is one", async () => {
    const person = (data: Data): Data => ({ ...PERSON, needs_long_term_care: true, ...data });
    const { rows, problems } = await decided([
      household("none", {}, person({ disability_cert: false })), household("given", {}, person({ disability_cert: false, disability_category: 6, disability_grade: 1 })),
      household("certified", {}, person({ disability_cert: true })), household("severe", {}, person({ disability_cert: true, disability_grade: 1 })), household("unsaid", {}, person({ disability_cert: null })),
    ]);
    expect(problems).toEqual([]);
    const care = (no: string): [string, string] => [of(rows, no, "disability_care").outcome, of(rows, no, "disability_care").missing];
    expect([care("none"), care("given")]).toEqual([["no", ""], ["no", ""]]);
    const unhashed = (no: string): object[] => decisionsOf(rows, no).map((row) => ({ ...row, input_hash: "" }));
    expect(unhashed("given")).toEqual(unhashed("none"));
    for (const key of ["disability_category", "disability_grade"]) expect(missingOf(rows.filter(({ household_no: no }) => no === "none"))).not.toContain(key);
    expect(care("certified")).toEqual(["unknown", "disability_grade"]);
    expect(care("severe")[0]).toBe("yes");
    expect(care("unsaid")).toEqual(["unknown", "disability_cert;disability_grade"]);
  });

  it("is no hindrance for the id number; the rows of persons stay in their order", async () => {
    const { rows } = await decided([household("N", {}, { ...PERSON, student_stage: "primary", birth_date: "2012-01-01" }, { ...PERSON, student_stage: "none", id_number: idOf("53339919750101001") })]);
    const education = rows.filter(({ scheme }) => scheme === "education");
    expect(education.map(({ id_number, outcome }) => [id_number, outcome])).toEqual([["", "yes"], [idOf("53339919750101001"), "no"]]);
    expect(of(rows, "N", "dibao").id_number).toBe("");
  });
});

describe("values", () => {
  it("a category is a digit, a digit in quotes or its id; a division code of any level", async () => {
    const { rows, problems } = await decided([1, "1", "visual"].map((category, index) => household(`N${index}`, {}, { ...PERSON, disability_cert: true, disability_category: category, disability_grade: 4 })));
    expect(problems).toEqual([]);
    expect(decisionsOf(rows, "N1")).toEqual(decisionsOf(rows, "N0"));
    expect(decisionsOf(rows, "N2")).toEqual(decisionsOf(rows, "N0"));
    const codes = ["530000", "533300", "533323", "533323101", "533323101201"];
    const places = await decided(codes.map((code, index) => household(`N${index}`, { division_code: code })));
    expect([places.problems, places.warnings]).toEqual([[], []]);
    expect(places.rows.filter(({ scheme }) => scheme === "dibao").map(({ outcome }) => outcome)).toEqual(codes.map(() => "yes"));
    expect([...new Set(places.townships)].sort()).toEqual(["530000", "533300", "533323", "533323101"]);
    expect((await decided([household("N", { division_code: "430200" })])).warnings).toEqual([expect.stringContaining("outside 533323")]);
  });

  it.each<[what: string, wrong: Data, key: string, code: string]>([
    ["a wrong type", { vehicles: "0" }, "vehicles", "type_wrong"],
    ["a wrong type of a truth", { business_registered: "false" }, "business_registered", "type_wrong"],
    ["a number for a code", { division_code: 533_323 }, "division_code", "type_wrong"],
    ["a day that does not exist", { on_dibao_since: "2021-02-29" }, "on_dibao_since", "date_impossible"],
    ["negative money", { deposits_fen: -1 }, "deposits_fen", "negative"],
    ["half a fen", { deposits_fen: 0.5 }, "deposits_fen", "type_wrong"],
    ["an unknown value", { hukou: "city" }, "hukou", "enum_unknown"],
    ["a member's wrong type", { members: [{ ...PERSON, disability_cert: "no" }] }, "members[0].disability_cert", "type_wrong"],
    ["a member's impossible day", { members: [PERSON, { ...PERSON, birth_date: "1900-02-29" }] }, "members[1].birth_date", "date_impossible"],
    ["a member not yet born", { members: [{ ...PERSON, birth_date: "2021-07-02" }] }, "members[0].birth_date", "born_later"],
    ["a member's negative money", { members: [{ ...PERSON, income_fen_year: { wage: -1 } }] }, "members[0].income_fen_year.wage", "negative"],
    ["a grade of 5", { members: [{ ...PERSON, disability_cert: true, disability_grade: 5 }] }, "members[0].disability_grade", "out_of_range"],
    ["a category of 8", { members: [{ ...PERSON, disability_cert: true, disability_category: 8 }] }, "members[0].disability_category", "enum_unknown"],
    ["seven items of self-care", { members: [{ ...PERSON, self_care_lost: 7 }] }, "members[0].self_care_lost", "out_of_range"],
  ])("%s is an error that names the row; the household is not decided, the rest is", async (_, wrong, key, code) => {
    const { rows, problems } = await decided([household("N1"), { ...household("N2"), ...wrong }, household("N3")]);
    expect(problems).toMatchObject([{ file: "in.jsonl", row: 2, householdNo: "N2", key, code }]);
    expect([...new Set(rows.map(({ household_no: no }) => no))]).toEqual(["N1", "N3"]);
    expect(decisionsOf(rows, "N3")).toEqual(decisionsOf(rows, "N1"));
  });

  it("a person in two households: neither is decided, both rows are named; a person twice in one household too", async () => {
    const id = idOf("53339919750101001");
    const { rows, problems } = await decided([household("N1", {}, { ...PERSON, id_number: id }), household("N2"), household("N3", {}, PERSON, { ...PERSON, id_number: id.toLowerCase() }), household("N4", {}, { ...PERSON, id_number: idOf("53339919750101003") }, { ...PERSON, id_number: idOf("53339919750101003") })]);
    expect(problems.map(({ row, householdNo, key, code, other }) => [row, householdNo, key, code, other])).toEqual([
      [1, "N1", "members[0].id_number", "person_twice", "N3"], [3, "N3", "members[1].id_number", "person_twice", "N1"],
      [4, "N4", "members[0].id_number", "person_repeated", "N4"], [4, "N4", "members[1].id_number", "person_repeated", "N4"],
    ]);
    expect([...new Set(rows.map(({ household_no: no }) => no))]).toEqual(["N2"]);
  });
});

describe("main labour", () => {
  it("is present, from the 16th birthday to the day before the 60th, and able in part at least; without it, help by work cannot lift", () => {
    const zhuzhou = resolvePolicy(packs, { division: "430200", date: "2021-07-01" });
    const able = { labour_capacity: "partial", status: "present", birth_date: "1975-01-01" };
    const cases: readonly [what: string, member: Data, has: boolean][] = [
      ["able", able, true], ["unable", { ...able, labour_capacity: "none" }, false], ["imprisoned", { ...able, status: "imprisoned" }, false],
      ["16 today", { ...able, birth_date: "2005-07-01" }, true], ["16 tomorrow", { ...able, birth_date: "2005-07-02" }, false],
      ["60 tomorrow", { ...able, birth_date: "1961-07-02" }, true], ["60 today", { ...able, birth_date: "1961-07-01" }, false],
    ];
    return Promise.all(cases.map(async ([what, member, has]) => {
      const { rows } = await decided([household("N", { lift_by_work_possible: true, poor_registered: true }, { ...PERSON, ...member })], zhuzhou);
      const { outcome, reasons } = of(rows, "N", "bottom_line");
      // It can be lifted by work, and is refused for that alone, exactly where there is main labour.
      expect([what, outcome === "no" && reasons.includes("cannot_be_lifted_by_work")]).toEqual([what, has]);
    }));
  });
});

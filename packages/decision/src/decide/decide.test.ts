import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { evaluateScheme, loadLibrary, type PackLibrary, type Policy, resolvePolicy } from "@doudi/policy";
import { DuckdbEngine } from "@doudi/roster";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decide, type Decisions } from "./decide.js";
import type { DecisionRow } from "./decisionRow.js";
import { loadPolicy } from "../policy/loadPolicy.js";
import { readPackFiles } from "../policy/readPackFiles.js";
import { readHousehold } from "../input/readHousehold.js";
import { folderWith } from "../input/households.testkit.js";
import { countyPolicy, HOUSEHOLDS, jsonLines, PLACE } from "./county.testkit.js";

const POLICIES = fileURLToPath(new URL("../../../../policies", import.meta.url));

async function rowsOf(decisions: Decisions): Promise<DecisionRow[]> {
  const rows: DecisionRow[] = [];
  for await (const batch of decisions.stream()) rows.push(...batch);
  return rows;
}

async function jsonl(households?: readonly object[]): Promise<string> {
  return join(await folderWith({ "in.jsonl": jsonLines(households) }), "in.jsonl");
}

/** Everything decided, and the engine closed again. */
async function decided(options: Parameters<typeof decide>[0]): Promise<{ rows: DecisionRow[]; decisions: Decisions }> {
  const decisions = await decide(options);
  const rows = await rowsOf(decisions);
  await decisions.close();
  return { rows, decisions };
}

/** The repository's packs, read once: there are many. */
let packs: PackLibrary;
beforeAll(async () => {
  packs = loadLibrary(await readPackFiles(POLICIES));
});

function nujiang(set: Record<string, string> = {}): Policy {
  return resolvePolicy(packs, { division: PLACE, date: "2020-06-30", set });
}

describe("deciding households", () => {
  it("writes the columns of the contract, in order, as a spreadsheet and a machine can read them", async () => {
    const input = await jsonl();
    const decisions = await decide({ policy: countyPolicy(), input });
    const [csv, again] = [join(input, "..", "decisions.csv"), join(input, "..", "decisions.parquet")];
    await decisions.write(csv, "csv");
    await decisions.write(again, "parquet");
    const hash = (await rowsOf(decisions)).map((row) => row.input_hash);
    expect(new Set(hash).size).toBe(3);
    for (const each of hash) expect(each).toMatch(/^[0-9a-f]{16}$/);
    const [one, two, ten] = [hash[0], hash.at(-1), hash[2]];
    expect(readFileSync(csv, "utf8")).toBe(
      `\ufeffhousehold_no,id_number,scheme,outcome,class,amount_fen_month,until,reasons,missing,unsourced,pack,input_hash
'=N1,,dibao,no,,,,no_car,,grace_months,nation@1,${one}
'=N1,,disability_care,no,,,,severe;dibao,,,nation@1,${one}
N10,,dibao,unknown,,,,income_fits,income_fen_year.wage,grace_months,nation@1,${ten}
N10,,disability_care,unknown,,,,severe;dibao,category;income_fen_year.wage,,nation@1,${ten}
N2,,dibao,yes,A,40000,2021-01-31,rural;income_fits;no_car,,grace_months,nation@1,${two}
N2,533399197501010019,disability_care,yes,,,,severe;dibao,,,nation@1,${two}
N2,,disability_care,no,,,,severe,,,nation@1,${two}
`,
    );
    const engine = await DuckdbEngine.open();
    const rows = await engine.rows(`SELECT * FROM read_parquet('${again}')`);
    expect(rows[4]).toEqual({ household_no: "N2", id_number: null, scheme: "dibao", outcome: "yes", class: "A", amount_fen_month: 40_000, until: "2021-01-31", reasons: "rural;income_fits;no_car", missing: "", unsourced: "grace_months", pack: "nation@1", input_hash: two });
    expect(rows).toHaveLength(7);
    await engine.close();
    await decisions.close();
  });

  it("counts outcomes, cost by township, what is missing, and who lies outside", async () => {
    const { decisions } = await decided({ policy: countyPolicy(), input: await jsonl() });
    expect(decisions.bySchemes).toMatchObject([
      { id: "dibao", unit: "household", yes: 1, no: 1, unknown: 1, amountUnknown: 0, costFenMonth: 40_000, missing: [{ key: "income_fen_year.wage", name: { zh: "年工资性收入" }, count: 1 }] },
      { id: "disability_care", unit: "person", yes: 1, no: 2, unknown: 1, costFenMonth: null, missing: [{ key: "category", count: 1 }, { key: "income_fen_year.wage", count: 1 }] },
    ]);
    expect([...decisions.byTownships].sort((a, b) => (a.scheme < b.scheme ? -1 : 1))).toEqual([{ code: "533323101", scheme: "dibao", yes: 1, costFenMonth: 40_000 }, { code: "533323101", scheme: "disability_care", yes: 1, costFenMonth: 0 }]);
    expect(decisions.loaded).toMatchObject({ households: 3, persons: 4, rejected: 1, problems: 1 });
    expect(decisions.rows).toBe(7);
    expect(decisions.warnings.map(({ zh }) => zh)).toEqual(["有 1 户的区划代码不在 533323 之内，也按该地的政策判定了"]);
    expect(decisions.timings.map(({ step }) => step)).toEqual(["load", "decide", "count"]);
  });

  it("takes some schemes only, by id or name, and marks a parameter that was set", async () => {
    const input = await jsonl();
    const { rows } = await decided({ policy: countyPolicy({ 农村低保标准: "1200.02元/年", grace_months: "6个月" }), input, schemes: ["最低生活保障"] });
    expect(rows.map(({ household_no, outcome, amount_fen_month, until, unsourced }) => [household_no, outcome, amount_fen_month, until, unsourced])).toEqual([
      ["=N1", "no", "", "", "rural_dibao_standard:set;grace_months:set"],
      ["N10", "unknown", "", "", "rural_dibao_standard:set;grace_months:set"],
      ["N2", "yes", "0", "2020-07-31", "rural_dibao_standard:set;grace_months:set"],
    ]);
    await expect(decide({ policy: countyPolicy(), input, schemes: ["dibao", "heating"] })).rejects.toMatchObject({ code: "scheme_unknown", info: { scheme: "heating", knownEn: "dibao, disability_care" } });
  });

  it("says what a household comes to in the example of the language's contract", async () => {
    const household = {
      household_no: "N1", division_code: "533323", hukou: "rural", vehicles: 0, houses: 1, deposits_fen: 0, business_registered: false, poor_registered: false, already_on: "none",
      members: [{ name: "甲", birth_date: "1975-01-01", sex: "male", relation: "head", income_fen_year: { wage: 600_000, business: 0, property: 0, transfer: 0 }, labour_capacity: "partial", disability_cert: false, status: "present" }],
    };
    const input = await jsonl([household]);
    const outcome = async (set: Record<string, string>): Promise<DecisionRow | undefined> => (await decided({ policy: nujiang(set), input, schemes: ["dibao"] })).rows[0];
    const richer = await outcome({ 农村低保标准: "7200元/年" });
    expect(richer).toMatchObject({ household_no: "N1", scheme: "dibao", outcome: "yes" });
    expect(richer?.unsourced.split(";")).toContain("rural_dibao_standard:set");
    expect(await outcome({ rural_dibao_standard: "600元/月" })).toEqual(richer);
    // Expenses that are not stated could still bring the income below the standard.
    const poorer = await outcome({ 农村低保标准: "5000元/年" });
    expect(poorer).toMatchObject({ outcome: "unknown" });
    expect(poorer?.missing).toContain("medical_self_paid_fen_year");
    await expect(loadPolicy(POLICIES, PLACE, "2020-06-30", { 农村低保标准: "5000" })).rejects.toMatchObject({ problems: [{ file: "--set" }] });
  });

  it("agrees with the evaluation of each household by itself", async () => {
    const policy = nujiang();
    const input = await jsonl([...HOUSEHOLDS.map(({ household_no, ...rest }) => ({ household_no: `A${household_no}`, ...rest, vehicles: 0 })), { household_no: "N9" }]);
    const { rows } = await decided({ policy, input });
    for (const householdNo of ["A=N1", "AN10", "AN2", "N9"]) {
      const { subject, inputHash, members } = await readHousehold({ policy, input, householdNo, lang: "zh" });
      const own = rows.filter((row) => row.household_no === householdNo);
      const expected = policy.schemes.flatMap((scheme) => (scheme.unit === "household" ? [null] : members.map((_, index) => index)).map((member) => ({ scheme, ...evaluateScheme(policy, scheme, subject, member) })));
      const plain = (each: { scheme: string; outcome: string; amount: string; until: string; reasons: string; missing: string }): string => Object.values(each).join("|");
      expect(own.map((row) => plain({ scheme: row.scheme, outcome: row.outcome, amount: row.amount_fen_month, until: row.until, reasons: row.reasons, missing: row.missing })).sort()).toEqual(
        expected.map((each) => plain({ scheme: each.scheme.id, outcome: each.outcome, amount: each.amount === null ? "" : String(each.amount), until: each.until ?? "", reasons: each.reasons.join(";"), missing: each.missing.join(";") })).sort(),
      );
      expect(new Set(own.map((row) => row.input_hash))).toEqual(new Set([inputHash]));
    }
  });
});

describe("reading one household", () => {
  it("tells one that is not there from one whose data are wrong", async () => {
    const input = await jsonl([...HOUSEHOLDS, { household_no: "N4", members: [{ id_number: "X1" }] }, { household_no: "N5", members: [{ id_number: "x1" }] }]);
    const policy = countyPolicy();
    const read = (householdNo: string): Promise<unknown> => readHousehold({ policy, input, householdNo, lang: "en" });
    await expect(read("N77")).rejects.toMatchObject({ code: "household_unknown", info: { household: "N77" } });
    await expect(read("N3")).rejects.toMatchObject({ code: "household_rejected", info: { list: expect.stringContaining("in.jsonl:4 vehicles vehicles: -1 is negative") as string } });
    await expect(read("N5")).rejects.toMatchObject({ code: "household_rejected", info: { list: expect.stringContaining("N4") as string } });
  });

  it("finds the same in Parquet, clashes with other households included", async () => {
    const folder = await folderWith({ note: "" });
    const engine = await DuckdbEngine.open();
    await engine.run(`COPY (SELECT * FROM (VALUES ('N1', 0), ('N2', 1), ('N3', -1), ('N4', 0)) v(household_no, vehicles)) TO '${folder}/households.parquet' (FORMAT parquet)`);
    await engine.run(`COPY (SELECT * FROM (VALUES ('N4', 'X1'), ('N1', 'X2'), ('N2', 'X1'), ('N1', 'X3')) v(household_no, id_number)) TO '${folder}/persons.parquet' (FORMAT parquet)`);
    await engine.close();
    const policy = countyPolicy();
    const { facts, members } = await readHousehold({ policy, input: folder, householdNo: "N1", lang: "zh" });
    expect([facts["vehicles"], members.map((member) => member["id_number"])]).toEqual([0, ["X2", "X3"]]);
    await expect(readHousehold({ policy, input: folder, householdNo: "N2", lang: "zh" })).rejects.toMatchObject({ code: "household_rejected", info: { list: expect.stringContaining("N4") as string } });
    await expect(readHousehold({ policy, input: folder, householdNo: "N3", lang: "zh" })).rejects.toMatchObject({ code: "household_rejected" });
    await expect(readHousehold({ policy, input: folder, householdNo: "N9", lang: "zh" })).rejects.toMatchObject({ code: "household_unknown" });
  });
});

describe("the hash of an input", () => {
  const BASE = { household_no: "N1", hukou: "rural", vehicles: 1, deposits_fen: 700_000, exceeded_since: "2020-01-31", members: [{ id_number: "533399197501010019", birth_date: "1975-01-01", income_fen_year: { wage: 100_000 }, disabled: false }, { name: "乙", birth_date: "1976-01-01", income_fen_year: { wage: 200_000 } }, { birth_date: "1977-01-01", income_fen_year: { wage: 300_000 } }] };

  async function hashes(households: readonly object[]): Promise<string[]> {
    const input = await jsonl(households.map((household, i) => ({ ...household, household_no: `H${String(i).padStart(4, "0")}`, members: ((household as typeof BASE).members ?? []).map((member, j) => (member.id_number === undefined ? member : { ...member, id_number: `${member.id_number.slice(0, 6)}${String(i).padStart(4, "0")}${j}` })) })));
    const { rows } = await decided({ policy: countyPolicy(), input, schemes: ["dibao"] });
    return rows.map((row) => row.input_hash);
  }

  it("is the same for the same data, however they are written, and another one for any other data", async () => {
    const without = { ...BASE, members: BASE.members.map((member) => Object.fromEntries(Object.entries(member).filter(([key]) => key !== "id_number"))) };
    const [a, b, c] = without.members;
    const same = [
      without,
      { members: without.members, exceeded_since: "2020-01-31", deposits_fen: 700_000, vehicles: 1, hukou: "rural" },
      { ...without, members: [c, a, { ...b, name: "改名" }] },
      { ...without, exit_path: null, division_code: null },
      { ...without, exit_path: "none" },
    ];
    const other = [
      { ...without, hukou: "urban" }, { ...without, vehicles: 2 }, { ...without, vehicles: null }, { ...without, deposits_fen: 700_001 }, { ...without, exceeded_since: "2020-02-01" }, { ...without, division_code: "533323" }, { ...without, exit_path: "industry" },
      { ...without, members: [a, b] }, { ...without, members: [a, b, c, {}] }, { ...without, members: [a, b, { ...c, disabled: false }] },
      { ...without, members: [{ ...a, income_fen_year: { wage: 200_000 } }, { ...b, income_fen_year: { wage: 100_000 } }, c] },
      { ...without, members: [{ ...a, income_fen_year: { wage: 110_000 } }, { ...b, income_fen_year: { wage: 180_000 } }, { ...c, income_fen_year: { wage: 310_000 } }] },
    ];
    const all = await hashes([...same, ...other]);
    expect(new Set(all.slice(0, same.length)).size).toBe(1);
    expect(new Set(all.slice(same.length - 1)).size).toBe(other.length + 1);
  });

  it("tells members apart whose numbers have the same sum and the same sum of squares", async () => {
    const wages = [[0, 4, 5], [1, 2, 6], [5, 4, 0], [0, 5, 6, 16, 17, 22], [1, 2, 10, 12, 20, 21]];
    const found = await hashes(wages.map((all) => ({ members: all.map((wage) => ({ income_fen_year: { wage } })) })));
    expect(found[2]).toBe(found[0]);
    expect(new Set(found).size).toBe(4);
  });

  it("tells small differences apart", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 50, maxLength: 400, selector: ([vehicles, ...wages]) => [vehicles, ...wages.sort((x, y) => x - y)].join() }), async (all) => {
        const found = await hashes(all.map(([vehicles, ...wages]) => ({ vehicles, members: wages.map((wage) => ({ income_fen_year: { wage } })) })));
        expect(new Set(found).size).toBe(all.length);
      }),
      { numRuns: 5 },
    );
  });
});

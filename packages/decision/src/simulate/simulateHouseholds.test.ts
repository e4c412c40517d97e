import { join } from "node:path";
import type { Policy } from "@doudi/policy";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../decide/decide.js";
import { countyPolicy, HOUSEHOLDS, jsonLines } from "../decide/county.testkit.js";
import type { DecisionRow } from "../decide/decisionRow.js";
import { folderWith } from "../input/households.testkit.js";
import { simulateHouseholds, type SimulationRow } from "./simulateHouseholds.js";

async function inputOf(households: readonly object[]): Promise<string> {
  return join(await folderWith({ "in.jsonl": jsonLines(households) }), "in.jsonl");
}

async function simulated(before: Policy, after: Policy, input: string, schemes?: readonly string[]) {
  const result = await simulateHouseholds({ before, after, input, schemes });
  const rows: SimulationRow[] = [];
  for await (const batch of result.changes()) rows.push(...batch);
  await result.close();
  return { ...result, rows };
}

async function decided(policy: Policy, input: string): Promise<DecisionRow[]> {
  const decisions = await decide({ policy, input });
  const rows: DecisionRow[] = [];
  for await (const batch of decisions.stream()) rows.push(...batch);
  await decisions.close();
  return rows;
}

/** A household of one on so much a year. */
function single(no: number, wage: number | null, township: string, hukou = "rural"): object {
  return { household_no: `N${no}`, division_code: township, hukou, vehicles: 0, members: [{ name: "甲", income_fen_year: { wage }, disabled: false }] };
}

const LOW = { 农村低保标准: "3600元/年" };
const HIGH = { 农村低保标准: "4800元/年" };

describe("simulating", () => {
  it("says who enters, whose amount changes and what it costs, by township and class", async () => {
    const input = await inputOf([single(1, 0, "533323101"), single(2, 400_000, "533323102"), single(3, 500_000, "533323102"), single(4, null, "533323102"), single(5, 120_000, "533323101200")]);
    const { schemes, rows } = await simulated(countyPolicy(LOW), countyPolicy(HIGH), input, ["dibao"]);
    const [dibao] = schemes;
    expect(dibao?.total).toEqual({
      entitled: { before: 2, after: 3 }, enters: 1, leaves: 0, doubtful: 0, raised: 2, lowered: 0, unknown: { before: 1, after: 1 }, unpriced: { before: 0, after: 0 },
      costFenYear: { before: 12 * (30_000 + 20_000), after: 12 * (40_000 + 6_667 + 30_000) },
    });
    expect(dibao?.townships.map(({ code, entitled, enters }) => [code, entitled.before, entitled.after, enters])).toEqual([["533323101", 2, 2, 0], ["533323102", 0, 1, 1]]);
    expect(dibao?.classes.map(({ id, entitled }) => [id, entitled])).toEqual([["B", { before: 2, after: 3 }]]);
    expect(rows.map(({ household_no: no, change, amount_fen_month_before: before, amount_fen_month_after: after }) => [no, change, before, after])).toEqual([["N1", "raised", "30000", "40000"], ["N2", "enters", "", "6667"], ["N5", "raised", "20000", "30000"]]);
  });

  it("turned round, enters are leaves and raised is lowered", async () => {
    const input = await inputOf([single(1, 0, "533323101"), single(2, 400_000, "533323102")]);
    const there = await simulated(countyPolicy(LOW), countyPolicy(HIGH), input);
    const back = await simulated(countyPolicy(HIGH), countyPolicy(LOW), input);
    const turned: Record<string, string> = { enters: "leaves", raised: "lowered" };
    expect(back.rows.map(({ household_no: no, change }) => [no, change])).toEqual(there.rows.map(({ household_no: no, change }) => [no, turned[change]]));
    for (const [index, { total }] of there.schemes.entries()) expect(back.schemes[index]?.total.costFenYear).toEqual({ before: total.costFenYear.after, after: total.costFenYear.before });
  });

  it("finds nothing where nothing differs, and leaves damaged households out", async () => {
    const { rows, schemes, loaded } = await simulated(countyPolicy(), countyPolicy(), await inputOf(HOUSEHOLDS));
    expect(rows).toEqual([]);
    expect([loaded.households, loaded.rejected]).toEqual([3, 1]);
    expect(schemes.map(({ id, total }) => [id, total.entitled])).toEqual([["dibao", { before: 1, after: 1 }], ["disability_care", { before: 1, after: 1 }]]);
    expect(schemes[1]?.total.unpriced).toEqual({ before: 0, after: 0 });
  });

  it("refuses a scheme that neither side has", async () => {
    await expect(simulateHouseholds({ before: countyPolicy(), after: countyPolicy(HIGH), input: await inputOf(HOUSEHOLDS), schemes: ["heating"] })).rejects.toMatchObject({ code: "scheme_unknown" });
  });

  it("agrees with two runs of decide on random households", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: null }), fc.constantFrom("533323101", "533323102"), fc.constantFrom("rural", "urban")), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 6_000 }), async (people, standard) => {
        const input = await inputOf(people.map(([wage, township, hukou], index) => single(index, wage, township, hukou)));
        const [before, after] = [countyPolicy(LOW), countyPolicy({ 农村低保标准: `${standard}元/年` })];
        const { schemes, rows } = await simulated(before, after, input);
        const [old, now] = [await decided(before, input), await decided(after, input)];
        const cost = (all: readonly DecisionRow[]): number => 12 * all.reduce((sum, row) => sum + Number(row.amount_fen_month), 0);
        expect(schemes.reduce((sum, { total }) => sum + total.costFenYear.before, 0)).toBe(cost(old));
        expect(schemes.reduce((sum, { total }) => sum + total.costFenYear.after, 0)).toBe(cost(now));
        const key = (row: DecisionRow | SimulationRow): string => `${row.household_no} ${row.scheme}`;
        const was = new Map(old.map((row) => [key(row), row]));
        const differ = now.filter((row) => row.outcome !== was.get(key(row))?.outcome ? row.outcome === "yes" || was.get(key(row))?.outcome === "yes" : row.outcome === "yes" && row.amount_fen_month !== was.get(key(row))?.amount_fen_month);
        expect(rows.map(key).sort()).toEqual(differ.map(key).sort());
      }),
      { numRuns: process.env["DOUDI_SLOW"] ? 60 : 6, verbose: 1 },
    );
  });
});

import { describe, expect, test } from "vitest";
import { householdPolicy } from "../household.testkit.js";
import { decisionCodes, decisionSql, loadLibrary, resolvePolicy, type Policy } from "../index.js";
import { readPackFiles } from "../packFiles.testkit.js";

const TABLES = { households: "all_households", persons: "all_persons" };

function sqlOf(policy: Policy, ids: readonly string[]): string {
  return decisionSql(policy, policy.schemes.filter(({ id }) => ids.includes(id)), "duckdb", TABLES) ?? "";
}

const times = (text: string, part: string): number => text.split(part).length - 1;

describe("the statement that decides for all households", () => {
  const policy = householdPolicy("530000", "2020-06-30");

  test("reads persons once for each unit, however many aggregates and schemes there are", () => {
    const sql = sqlOf(policy, ["dibao", "margin"]);
    expect([times(sql, "all_persons"), times(sql, "all_households")]).toEqual([1, 1]);
    expect(times(sqlOf(policy, ["dibao", "margin", "care"]), "all_persons")).toBe(3);
  });

  test("sums the members' income once, and asks of no age where none is used", () => {
    const sql = sqlOf(policy, ["dibao", "margin"]);
    expect(times(sql, "sum(")).toBe(1);
    expect(sql).not.toContain("birth_date");
  });

  test("does not exist without schemes", () => {
    expect(decisionSql(policy, [], "duckdb", TABLES)).toBeNull();
  });

  test("stays short under the real packs, though their rules use one another", () => {
    const real = resolvePolicy(loadLibrary(readPackFiles()), { division: "533323", date: "2020-06-30" });
    expect(sqlOf(real, ["dibao"]).length).toBeLessThan(60_000);
    expect(sqlOf(real, real.schemes.map(({ id }) => id)).length).toBeLessThan(400_000);
    expect(times(sqlOf(real, ["dibao"]), "all_persons")).toBe(1);
  });

  test("has reasons in reading order and missing facts in the order of code points", () => {
    const dibao = policy.schemes.find(({ id }) => id === "dibao");
    if (!dibao) throw new Error("no dibao");
    const { reasons, missing } = decisionCodes(policy, dibao);
    expect(reasons.map(({ code }) => code)).toEqual(["income_fits", "property_fits", "grace_over"]);
    const codes = missing.map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted());
    expect(codes).toContain("income_fen_year.wage");
    // A date whose absence means that it does not exist is never missing.
    expect(codes).not.toContain("exceeded_since");
  });
});

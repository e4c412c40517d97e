import { expect, test } from "vitest";
import { fixtureLibrary } from "./fixture.testkit.js";
import { compileToSql, evaluate, PolicyError, resolvePolicy, type Check, type Policy } from "./index.js";

const library = fixtureLibrary();

function getCheck(policy: Policy, id: string): Check {
  const found = policy.checks.find((check) => check.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found;
}

test("the chain runs from the nation to the most specific pack that covers the place", () => {
  const chain = (division: string): string[] => resolvePolicy(library, { division, date: "2020-06-30" }).chain.map((pack) => pack.id);
  expect(chain("533323")).toEqual(["nation", "province", "prefecture"]);
  expect(chain("533300")).toEqual(["nation", "province", "prefecture"]);
  expect(chain("530112")).toEqual(["nation", "province"]);
  expect(chain("430200")).toEqual(["nation", "elsewhere"]);
  expect(chain("430281")).toEqual(["nation", "elsewhere"]);
  expect(chain("430202")).toEqual(["nation"]);
  expect(chain("110101")).toEqual(["nation"]);
});

test("a parameter has the value of the day, of the lowest pack that gives one", () => {
  const limit = (division: string, date: string): [string, string, string] => {
    const parameter = resolvePolicy(library, { division, date }).parameters.get("deposit_limit");
    return [parameter?.formatted.zh ?? "", parameter?.status ?? "", parameter?.packId ?? ""];
  };
  expect(limit("110101", "2020-12-31")).toEqual(["20,000.00元", "verified", "nation"]);
  expect(limit("110101", "2021-01-01")).toEqual(["30,000.00元", "unsourced", "nation"]);
  expect(limit("533300", "2021-01-01")).toEqual(["10,000.00元", "verified", "prefecture"]);
  expect(limit("533300", "2018-12-31")).toEqual(["20,000.00元", "verified", "nation"]);
  expect(limit("110101", "2014-04-30")).toEqual(["不详", "none", "nation"]);
});

test("a parameter with an unsourced value marks every check that uses it, and no other", () => {
  const policy = resolvePolicy(library, { division: "110101", date: "2021-01-01" });
  expect(getCheck(policy, "wrong.deposits").unsourced).toEqual(["deposit_limit"]);
  expect(getCheck(policy, "missed.severe_disability").unsourced).toEqual([]);
});

test("an override applies from the day its document is in force; before, the parent's rule stands", () => {
  const facts = { on_disabled: true, disability_grade: 3, disability_category: "mental", on_dibao: false, on_tekun: false };
  const outcome = (date: string): unknown => {
    const check = getCheck(resolvePolicy(library, { division: "530000", date }), "missed.severe_disability");
    return evaluate(check.when, (id) => facts[id as keyof typeof facts]);
  };
  expect(outcome("2020-02-24")).toBe(false);
  expect(outcome("2020-02-25")).toBe(true);
});

test("an override's own date goes before its document's, and its citation takes the place of the parent's", () => {
  const deposits = (date: string): Check => getCheck(resolvePolicy(library, { division: "533300", date }), "wrong.deposits");
  expect(deposits("2019-12-31").unless).toBeNull();
  expect(deposits("2019-12-31").source?.doc).toBe("order");
  expect(deposits("2020-01-01").unless?.text).toBe("享受特困供养");
  expect(deposits("2020-01-01").source).toMatchObject({ doc: "f-2019", clause: "六" });
  expect(deposits("2020-01-01").overrides).toMatchObject([{ packId: "prefecture", fields: ["unless"] }]);
});

test("a check can be switched off in one place", () => {
  const ids = (division: string): string[] => resolvePolicy(library, { division, date: "2020-06-30" }).checks.map((check) => check.id);
  expect(ids("430211")).not.toContain("wrong.deposits");
  expect(ids("533300")).toContain("wrong.deposits");
});

test("before its document a check is not there, and a rule that is not in force is unknown", () => {
  expect(resolvePolicy(library, { division: "110101", date: "2014-04-30" }).checks).toEqual([]);
});

test("a set value takes the parameter's place and says so", () => {
  const policy = resolvePolicy(library, { division: "533300", date: "2020-06-30", set: { deposit_limit: "5000元" } });
  expect(policy.parameters.get("deposit_limit")).toMatchObject({ value: 500_000n, status: "set", source: null });
  expect(getCheck(policy, "wrong.deposits").unsourced).toEqual(["deposit_limit:set"]);
  expect(compileToSql(getCheck(policy, "wrong.deposits").when, "duckdb", (id) => id)).toBe("((on_dibao OR on_tekun) AND (deposits_fen > 500000))");
  expect(() => resolvePolicy(library, { division: "533300", date: "2020-06-30", set: { deposit_limit: "5000" } })).toThrow(PolicyError);
  expect(() => resolvePolicy(library, { division: "533300", date: "2020-06-30", set: { nothing: "1" } })).toThrow(/unknown_parameter/);
});

test("a check knows the facts and parameters it uses, through rules and reasons too", () => {
  const check = getCheck(resolvePolicy(library, { division: "530000", date: "2020-06-30" }), "missed.severe_disability");
  expect([...check.factIds].sort()).toEqual(["age", "disability_category", "disability_grade", "on_deaths", "on_dibao", "on_disabled", "on_tekun"]);
  expect([...check.parameterIds]).toEqual(["severe_grade"]);
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideAll } from "./agree.testkit.js";
import { evaluateScheme, loadLibrary, resolvePolicy, type Policy } from "./index.js";
import { readPackFiles } from "./packFiles.testkit.js";
import { columnFacts, randomHousehold, subjectOf, type RandomHousehold } from "./randomHousehold.testkit.js";

const SLOW = Boolean(process.env["DOUDI_SLOW"]);
const HOUSEHOLDS = SLOW ? 4_000 : 400;
const SEED = Date.now() % 2 ** 31;
const PLACES = [["533323", "2020-06-30"], ["430200", "2020-06-30"], ["341323", "2022-01-01"], ["230100", "2020-01-15"]] as const;
const STANDARDS = { 农村低保标准: "4500元/年", 城市低保标准: "640元/月" };

const library = loadLibrary(readPackFiles());
console.log(`seed ${SEED}`);

function policyOf(division: string, date: string, set: Readonly<Record<string, string>> = STANDARDS): Policy {
  return resolvePolicy(library, { division, date, set });
}

function households(policy: Policy, times = 1): RandomHousehold[] {
  return fc.sample(randomHousehold(policy), { numRuns: HOUSEHOLDS * times, seed: SEED });
}

describe.each(PLACES)("whatever the household, in %s on %s", (division, date) => {
  test("the order of its members does not matter", () => {
    const policy = policyOf(division, date);
    for (const household of households(policy)) {
      const turned = { ...household, members: household.members.toReversed() };
      const last = household.members.length - 1;
      const decided = decideAll(policy, subjectOf(policy, turned)).map((each) => ({ ...each, member: each.member === null ? null : last - each.member }));
      const key = ({ scheme, member }: { scheme: string; member: number | null }): string => `${scheme} ${member ?? ""}`;
      const sorted = <T extends { scheme: string; member: number | null }>(all: readonly T[]): T[] => all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
      expect(sorted(decided)).toEqual(sorted(decideAll(policy, subjectOf(policy, household))));
    }
  }, 600_000);

  test("a fact taken away never turns yes into no, or no into yes", () => {
    const policy = policyOf(division, date);
    // Where absence has a meaning, it is not a fact taken away.
    const removable = (scope: "household" | "member"): string[] => columnFacts(policy, scope).filter((fact) => fact.absent === null).map((fact) => fact.id);
    const [own, each] = [removable("household"), removable("member")];
    const turned = new Set<string>();
    let decided = 0;
    for (const [index, household] of households(policy).entries()) {
      const before = decideAll(policy, subjectOf(policy, household));
      for (const poorer of fc.sample(without(household, own, each), { numRuns: SLOW ? 20 : 6, seed: SEED + index })) {
        for (const [at, { scheme, decision }] of decideAll(policy, subjectOf(policy, poorer.household)).entries()) {
          if (before[at]?.decision.outcome === "yes") decided += 1;
          const outcomes = `${before[at]?.decision.outcome} ${decision.outcome}`;
          if (outcomes === "yes no" || outcomes === "no yes") turned.add(`${scheme} without ${poorer.fact}: ${outcomes}`);
        }
      }
    }
    expect([...turned]).toEqual([]);
    expect(decided).toBeGreaterThan(HOUSEHOLDS / 2);
  }, 600_000);

  test("a higher standard takes nobody out of dibao", () => {
    const [lower, higher] = [policyOf(division, date), policyOf(division, date, { 农村低保标准: "5000元/年", 城市低保标准: "700元/月" })];
    const dibao = (policy: Policy): ((household: RandomHousehold) => string) => {
      const scheme = policy.schemes.find(({ id }) => id === "dibao");
      return (household) => (scheme ? evaluateScheme(policy, scheme, subjectOf(policy, household)).outcome : "");
    };
    const [before, after] = [dibao(lower), dibao(higher)];
    let entitled = 0;
    for (const household of households(lower, 5)) {
      if (before(household) !== "yes") continue;
      entitled += 1;
      expect({ household, after: after(household) }).toEqual({ household, after: "yes" });
    }
    expect(entitled).toBeGreaterThan(HOUSEHOLDS / 20);
  }, 600_000);

  test("whoever decides gives reasons; where it is no, nothing is missing, where it is unknown, something is", () => {
    const policy = policyOf(division, date);
    const wrong = households(policy).flatMap((household) => decideAll(policy, subjectOf(policy, household)).filter(({ decision: { outcome, reasons, missing } }) => reasons.length === 0 || (outcome !== "yes" && missing.length > 0 !== (outcome === "unknown"))));
    expect(wrong).toEqual([]);
  }, 600_000);

  test("no amount is negative", () => {
    const policy = policyOf(division, date);
    const amounts = households(policy).flatMap((household) => decideAll(policy, subjectOf(policy, household)).flatMap(({ scheme, decision }) => (decision.amount === null ? [] : [{ scheme, amount: decision.amount, household }])));
    expect(amounts.filter(({ amount }) => amount < 0n)).toEqual([]);
    expect(amounts.length).toBeGreaterThan(0);
  }, 600_000);
});

/** The household with one known fact less, its own or a member's. */
function without(household: RandomHousehold, own: readonly string[], each: readonly string[]): fc.Arbitrary<{ fact: string; household: RandomHousehold }> {
  const known = (facts: RandomHousehold["facts"], ids: readonly string[]): string[] => ids.filter((id) => facts[id] !== null && facts[id] !== undefined);
  const ways = [
    ...known(household.facts, own).map((fact) => ({ fact, household: { ...household, facts: { ...household.facts, [fact]: null } } })),
    ...household.members.flatMap((member, index) => known(member, each).map((fact) => ({ fact, household: { ...household, members: household.members.with(index, { ...member, [fact]: null }) } }))),
  ];
  return ways.length === 0 ? fc.constant({ fact: "", household }) : fc.constantFrom(...ways);
}

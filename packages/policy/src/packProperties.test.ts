import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluateScheme, loadLibrary, resolvePolicy, type Decision, type Policy } from "./index.js";
import { readPackFiles } from "./packFiles.testkit.js";
import { randomHousehold, subjectOf, type RandomHousehold } from "./randomHousehold.testkit.js";

const HOUSEHOLDS = process.env["DOUDI_SLOW"] ? 1_500 : 250;
const TIMEOUT = 600_000;
const STANDARDS = { 农村低保标准: "4500元/年", 城市低保标准: "640元/月" };
const HIGHER = { 农村低保标准: "5200元/年", 城市低保标准: "700元/月" };
const PLACES = [
  { division: "000000", date: "2022-06-30" },
  { division: "530000", date: "2020-06-30" },
  { division: "533323", date: "2020-02-24" },
  { division: "533323", date: "2024-12-01" },
  { division: "430221", date: "2020-06-30" },
  { division: "341323", date: "2022-06-30" },
  { division: "230000", date: "2022-06-30" },
] as const;

const library = loadLibrary(readPackFiles());

/** Most of random households have a car or somebody in prison; these are poor often enough that the rules bite. */
function poorHousehold(policy: Policy): fc.Arbitrary<RandomHousehold> {
  const own = fc.record({ hukou: fc.constantFrom("rural", "rural", "urban"), vehicles: fc.constant(0), houses: fc.constant(1), deposits_fen: fc.constant(0), business_registered: fc.constant(false), already_on: fc.constantFrom("none", "none", "dibao") });
  const income = fc.constantFrom(0, 0, 0, 150_000, 449_999, 450_000);
  const each = fc.record({ member_status: fc.constant("present"), income_wage_fen_year: income, income_business_fen_year: fc.constant(0), income_property_fen_year: fc.constant(0), income_transfer_fen_year: fc.constant(0) });
  const overlay = fc.tuple(own, fc.array(each, { minLength: 7, maxLength: 7 }));
  return fc.tuple(randomHousehold(policy), overlay, fc.nat(3)).map(([household, [facts, members], plain]) =>
    plain === 0 ? household : { facts: { ...household.facts, ...facts }, members: household.members.map((member, index) => ({ ...member, ...members[index] })) },
  );
}

/** Every decision of the policy, by scheme and, for a person, who it is. */
function decideAll(policy: Policy, household: RandomHousehold): Map<string, Decision> {
  const subject = subjectOf(policy, household);
  return new Map(
    policy.schemes.flatMap((scheme): [string, Decision][] =>
      scheme.unit === "household" ? [[scheme.id, evaluateScheme(policy, scheme, subject)]] : household.members.map((_, index) => [`${scheme.id} ${index}`, evaluateScheme(policy, scheme, subject, index)]),
    ),
  );
}

/** The household without one fact whose absence means that it is unknown; null where the pick names none. */
function without(policy: Policy, household: RandomHousehold, pick: number): RandomHousehold | null {
  const removable = (record: Readonly<Record<string, unknown>>): string[] => Object.keys(record).filter((id) => record[id] !== null && policy.facts.get(id)?.absent === null);
  const all = [...removable(household.facts).map((id) => ({ id, index: -1 })), ...household.members.flatMap((member, index) => removable(member).map((id) => ({ id, index })))];
  const chosen = all[pick % Math.max(1, all.length)];
  if (!chosen) return null;
  if (chosen.index < 0) return { ...household, facts: { ...household.facts, [chosen.id]: null } };
  return { ...household, members: household.members.map((member, index) => (index === chosen.index ? { ...member, [chosen.id]: null } : member)) };
}

describe.each(PLACES)("the packs of $division on $date", ({ division, date }) => {
  const policy = resolvePolicy(library, { division, date, set: STANDARDS });
  const households = poorHousehold(policy);
  const runs = { numRuns: HOUSEHOLDS, endOnFailure: true };

  test("raising the standard takes nobody out of dibao", () => {
    const higher = resolvePolicy(library, { division, date, set: HIGHER });
    let entitled = 0;
    fc.assert(
      fc.property(households, (household) => {
        if (decideAll(policy, household).get("dibao")?.outcome !== "yes") return;
        entitled += 1;
        expect(decideAll(higher, household).get("dibao")?.outcome).toBe("yes");
      }),
      runs,
    );
    expect(entitled).toBeGreaterThan(HOUSEHOLDS / 50);
  }, TIMEOUT);

  test("removing one fact never turns yes into no, nor no into yes", () => {
    let compared = 0;
    fc.assert(
      fc.property(households, fc.nat(), (household, pick) => {
        const less = without(policy, household, pick);
        if (!less) return;
        const before = decideAll(policy, household);
        const decided = [...decideAll(policy, less)].filter(([, { outcome }]) => outcome !== "unknown").map(([id, { outcome }]) => [id, outcome]);
        compared += decided.length;
        expect(decided.map(([id = ""]) => [id, before.get(id)?.outcome])).toEqual(decided);
      }),
      runs,
    );
    expect(compared).toBeGreaterThan(0);
  }, TIMEOUT);

  test("the order of members changes nothing", () => {
    fc.assert(
      fc.property(households, (household) => {
        const last = household.members.length - 1;
        const turned = decideAll(policy, { ...household, members: [...household.members].toReversed() });
        for (const [id, decision] of decideAll(policy, household)) {
          const [scheme, index] = id.split(" ");
          expect([id, turned.get(index === undefined ? id : `${scheme} ${last - Number(index)}`)]).toEqual([id, decision]);
        }
      }),
      runs,
    );
  }, TIMEOUT);

  test("no amount is negative; whoever decides gives reasons, and only the unknown is missing", () => {
    fc.assert(
      fc.property(households, (household) => {
        for (const [id, { outcome, amount, reasons, missing }] of decideAll(policy, household)) {
          expect([id, amount === null || amount >= 0n]).toEqual([id, true]);
          expect([id, reasons.length > 0]).toEqual([id, true]);
          expect([id, outcome === "yes" || missing.length > 0]).toEqual([id, outcome !== "no"]);
        }
      }),
      runs,
    );
  }, TIMEOUT);
});

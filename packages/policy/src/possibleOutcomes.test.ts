import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIXTURE_FILES } from "./fixture.testkit.js";
import { evaluate, loadLibrary, possibleOutcomes, resolvePolicy, type Fact, type FactRange, type Outcome } from "./index.js";
import { factsOfRow, policyOf, RANDOM_FACTS, randomCondition, randomRow, withoutTooLarge, type RandomRow } from "./randomExpression.testkit.js";

const ranges = (type: string): Outcome[][] => (type === "boolean" ? [["true"], ["false"], ["unknown"], ["true", "unknown"], ["true", "false"], ["true", "false", "unknown"]] : [["known"], ["unknown"], ["known", "unknown"]]);

function outcomeOf(value: unknown): Outcome {
  return value === null || value === undefined ? "unknown" : value === true ? "true" : value === false ? "false" : "known";
}

test("what really happens was always called possible", () => {
  const chosen = fc.record(Object.fromEntries(RANDOM_FACTS.map(({ id, type }) => [id, fc.constantFrom(...ranges(type))])));
  fc.assert(
    fc.property(fc.array(randomCondition, { minLength: 20, maxLength: 20 }), chosen, fc.array(randomRow, { minLength: 30, maxLength: 30 }), (conditions, range, rows) => {
      const used = withoutTooLarge(conditions);
      const policy = policyOf(used.map((each) => each.text));
      const within = (row: RandomRow): RandomRow => ({ ...row, ...Object.fromEntries(Object.entries(row).map(([id, value]) => [id, fit(id, value, range[id] ?? [])])) });
      for (const [index, condition] of used.entries()) {
        const body = policy.rules.get(`r${index}`)?.body;
        if (!body) throw new Error("no body");
        const possible = possibleOutcomes(body, (id) => new Set(range[id]));
        const seen = rows.map((row) => outcomeOf(evaluate(body, factsOfRow(within(row)))));
        expect({ condition: condition.text, surprises: seen.filter((each) => !possible.has(each)) }).toEqual({ condition: condition.text, surprises: [] });
      }
    }),
    { numRuns: 40, endOnFailure: true },
  );
});

/** The row's value where the range allows it, else one that it does allow. */
function fit(id: string, value: RandomRow["b1"], range: readonly Outcome[]): RandomRow["b1"] {
  if (range.includes(outcomeOf(value))) return value;
  if (range.includes("unknown")) return null;
  if (range.includes("known")) return { i1: 1, i2: 2, m1: 3, m2: 4, q1: "0.5", d1: "2000-01-01", d2: "2020-01-01", t1: "肺癌", t2: "x", e1: "mental", e2: "visual" }[id];
  return range[0] === "true";
}

/** Rosters that list persons, and those with one row a household. */
interface SentRosters {
  persons: ReadonlySet<string>;
  households: ReadonlySet<string>;
}
const sent = (persons: string[], households: string[] = []): SentRosters => ({ persons: new Set(persons), households: new Set(households) });

/** Unknown without its roster; presence on a roster of household heads is never false. */
function factRange(fact: Fact, { persons, households }: SentRosters): FactRange {
  if (fact.rosters.some((roster) => !persons.has(roster) && !households.has(roster))) return new Set(["unknown"]);
  if (fact.type.kind !== "boolean") return new Set(["known", "unknown"]);
  return new Set(fact.rosters.length > 0 && fact.rosters.every((roster) => !persons.has(roster)) ? ["true", "unknown"] : ["true", "false", "unknown"]);
}

function outcomes(text: string, rosters: SentRosters): string[] {
  const library = loadLibrary([...FIXTURE_FILES, { path: "probe/pack.yaml", text: `pack: {id: probe, version: "1", name: {zh: 甲, en: a}, division: "110000", extends: nation}\nrules:\n  - {id: probe, name: 试, is: '${text}'}` }]);
  const probe = resolvePolicy(library, { division: "110000", date: "2020-06-30" });
  const body = probe.rules.get("probe")?.body;
  if (!body) throw new Error("no probe");
  const range = (id: string): FactRange => {
    const fact = probe.facts.get(id);
    return fact ? factRange(fact, rosters) : new Set();
  };
  return [...possibleOutcomes(body, range)].sort();
}

describe("a missing roster", () => {
  test.each<[text: string, rosters: SentRosters, possible: string[]]>([
    ["享受低保 or 享受特困供养", sent(["dibao"]), ["true", "unknown"]],
    ["not(享受低保 or 享受特困供养)", sent(["dibao"]), ["false", "unknown"]],
    ["not(享受低保 or 享受特困供养)", sent(["dibao", "tekun"]), ["false", "true", "unknown"]],
    ["not(享受低保)", sent([], ["dibao"]), ["false", "unknown"]],
    ["享受低保", sent([], ["dibao"]), ["true", "unknown"]],
    ["持证残疾 and 残疾等级 <= 2", sent(["dibao"]), ["unknown"]],
    ["known(残疾等级)", sent(["dibao"]), ["false"]],
    ["if 享受特困供养 then 享受低保 else false", sent(["dibao"]), ["unknown"]],
    ["残疾等级 in [1..重度最高等级] or 年龄 < 16", sent([]), ["true", "unknown"]],
  ])("%s", (text, rosters, possible) => {
    expect(outcomes(text, rosters)).toEqual(possible);
  });
});

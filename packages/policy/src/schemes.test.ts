import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { householdLibrary, householdPolicy } from "./household.testkit.js";
import { evaluateScheme, runExamples, traceScheme, type Decision } from "./index.js";
import { policyOf, randomHousehold, randomHouseholdCondition, randomScheme, subjectOf, withoutTooLarge } from "./randomExpression.testkit.js";

const RUNS = process.env["DOUDI_SLOW"] ? 400 : 15;

test("households and members are decided as their examples say", () => {
  const results = runExamples(householdLibrary());
  expect(results.filter((each) => !each.passed).map((each) => each.problem?.message.en)).toEqual([]);
});

test("the account of a decision says the same as the decision, reasons and missing facts included", () => {
  const seen = { yes: 0, no: 0, unknown: 0, reasons: 0, missing: 0 };
  fc.assert(
    fc.property(
      fc.array(randomHouseholdCondition, { minLength: 12, maxLength: 12 }), fc.array(randomScheme(8), { minLength: 12, maxLength: 12, size: "max" }), fc.array(randomHousehold, { minLength: 8, maxLength: 8 }),
      (conditions, schemes, households) => {
        const used = withoutTooLarge(conditions).slice(0, 8);
        fc.pre(used.length === 8);
        const policy = policyOf([...used.slice(0, 6).map((each) => each.text), "r0 and not(r1)", "r6 or r2 or (r3 and r6)"], schemes.map((make, index) => make(index)));
        for (const household of households) {
          const subject = subjectOf(household);
          for (const scheme of policy.schemes) {
            const decision = evaluateScheme(policy, scheme, subject);
            const traced = traceScheme(policy, scheme, subject).decision;
            seen[decision.outcome] += 1;
            seen.reasons += decision.reasons.length;
            seen.missing += decision.missing.length;
            expect({ of: scheme.expressionText, ...traced }).toEqual({ of: scheme.expressionText, ...decision });
          }
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  console.log(`schemes: ${JSON.stringify(seen)}`);
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS * 4);
}, 300_000);

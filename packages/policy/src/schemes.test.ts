import { expect, test } from "vitest";
import { householdLibrary } from "./household.testkit.js";
import { runExamples } from "./index.js";

test("households and members are decided as their examples say", () => {
  const results = runExamples(householdLibrary());
  expect(results.filter((each) => !each.passed).map((each) => each.problem?.message.en)).toEqual([]);
});

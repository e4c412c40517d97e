import { DATE } from "./jobOfNujiang.mjs";

/**
 * A household of `readSample` as the rules see it, with what a missing key means.
 * @param {import("@doudi/policy").Policy} policy
 * @returns {import("@doudi/policy").Subject}
 */
export function householdSource(policy, household) {
  // A date that is absent does not exist: it has no value all the same.
  const meaning = (id) => (policy.facts.get(id)?.type.kind === "date" ? null : (policy.facts.get(id)?.absent ?? null));
  const source = (row) => (id) => (id === "as_of" ? DATE : (row[id] ?? meaning(id)));
  return { facts: source(household), members: household.members.map(source) };
}

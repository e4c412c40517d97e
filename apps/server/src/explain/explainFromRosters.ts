import type { Explanation } from "@doudi/contract";
import { inputFactsOf, subjectOf, withAbsences } from "@doudi/decision";
import { explainDecisions, type Policy } from "@doudi/policy";
import { doudiVersion } from "../doudiVersion.js";
import type { FactValues } from "./householdFromRosters.js";

/** The account of a household's decisions under a policy, as `doudi explain` gives it; names and numbers come out masked. */
export function explainFromRosters(policy: Policy, placeName: string, { household, members }: { household: FactValues; members: readonly FactValues[] }): Explanation {
  const facts = inputFactsOf(policy);
  const subject = subjectOf(policy, withAbsences(facts, "household", household), members.map((member) => withAbsences(facts, "member", member)));
  return {
    schema: "doudi.explanation/1", doudiVersion: doudiVersion(), place: { code: policy.division, name: placeName }, date: policy.date,
    packs: policy.chain.map(({ id, version, name }) => ({ id, version, name })), inputHash: null, ...explainDecisions(policy, subject),
  };
}

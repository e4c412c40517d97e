import type { Lang } from "@doudi/contract";
import { type ExplainedDecisions, explainDecisions, type Policy } from "@doudi/policy";
import { chooseSchemes } from "../decide/decide.js";
import { readHousehold } from "../input/readHousehold.js";

export interface ExplainOptions {
  /** The law, as loadPolicy or resolvePolicy gives it. */
  readonly policy: Policy;
  /** Path of the households, as for `decide`. */
  readonly input: string;
  /** Its household_no in the input. */
  readonly household: string;
  /** Ids or Chinese names of the schemes to explain; all of the place's where it is not given. */
  readonly schemes?: readonly string[] | undefined;
  /** In which problems of the data are told. */
  readonly lang: Lang;
}

/**
 * Explains the decisions of one household of an input: every rule with its value, the facts and parameter values used, and
 * what is missing. Names and ids come out masked.
 * @throws DoudiError scheme_unknown, schemes_none, and what readHousehold throws
 */
export async function explainHousehold({ policy, input, household, schemes, lang }: ExplainOptions): Promise<ExplainedDecisions & { inputHash: string }> {
  const chosen = chooseSchemes(policy, schemes).map(({ id }) => id);
  const { subject, inputHash } = await readHousehold({ policy, input, householdNo: household, lang });
  return { ...explainDecisions(policy, subject, chosen), inputHash };
}

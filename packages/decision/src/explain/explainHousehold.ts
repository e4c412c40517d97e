import { basename } from "node:path";
import type { Lang } from "@doudi/contract";
import { type ExplainedDecisions, explainDecisions, type Policy } from "@doudi/policy";
import { DuckdbEngine, type Engine } from "@doudi/roster";
import { chooseSchemes } from "../decide/decide.js";
import { locateInput } from "../input/householdInput.js";
import { inputFactsOf } from "../input/inputFactsOf.js";
import { loadHouseholds } from "../input/loadHouseholds.js";
import { householdSubject } from "./householdSubject.js";

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
 * @throws DoudiError scheme_unknown, schemes_none, household_unknown, household_rejected, and what locateInput and loadHouseholds throw
 */
export async function explainHousehold(options: ExplainOptions): Promise<ExplainedDecisions & { inputHash: string }> {
  const { policy, lang } = options;
  const schemes = chooseSchemes(policy, options.schemes).map(({ id }) => id);
  const input = await locateInput(options.input);
  const facts = inputFactsOf(policy);
  const openScratch = (): Promise<Engine> => DuckdbEngine.open();
  const engine = await openScratch();
  try {
    const loaded = await loadHouseholds({ engine, input, facts, date: policy.date, openScratch });
    const { subject, inputHash } = await householdSubject({ engine, policy, facts, loaded, file: basename(options.input), lang }, options.household);
    return { ...explainDecisions(policy, subject, schemes), inputHash };
  } finally {
    await engine.close();
  }
}

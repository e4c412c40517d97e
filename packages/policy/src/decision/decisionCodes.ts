import { Conditions } from "./conditions.js";
import { decisiveRules, type CodeWhen } from "./decisiveRules.js";
import { missingFacts } from "./missingFacts.js";
import type { Policy, Scheme } from "../policy.js";

/** What a decision of a scheme is accounted for with. Every `when` is true or false, never unknown. */
export interface DecisionCodes {
  /** The rules that decided, in reading order. */
  readonly reasons: readonly CodeWhen[];
  /** What would settle it, in the order of code points. */
  readonly missing: readonly CodeWhen[];
}

const derived = new WeakMap<Policy, { readonly conditions: Conditions; readonly codes: Map<Scheme, DecisionCodes> }>();

/**
 * The codes of a scheme of the policy with their conditions, derived once. They read the facts that the scheme reads:
 * of the household, or of the member that is decided.
 */
export function decisionCodes(policy: Policy, scheme: Scheme): DecisionCodes {
  let known = derived.get(policy);
  if (!known) {
    known = { conditions: new Conditions(policy.facts), codes: new Map() };
    derived.set(policy, known);
  }
  let codes = known.codes.get(scheme);
  if (!codes) {
    const schemeIds = new Set(policy.schemes.map((each) => each.id));
    codes = { reasons: decisiveRules(scheme.entitled, known.conditions, schemeIds), missing: missingFacts(scheme, policy.facts, known.conditions) };
    known.codes.set(scheme, codes);
  }
  return codes;
}

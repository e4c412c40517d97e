import type { Outcome, Severity } from "@doudi/contract";
import { evaluate } from "./backend/javascript.js";
import { templateToText } from "./backend/template.js";
import type { Check } from "./policy.js";
import type { FactSource } from "./value.js";

/** How a check comes out for one row: yes is a finding; unknown means that the rosters do not say. */
export interface CheckResult {
  readonly outcome: Outcome;
  /** Of the first case that applies; null unless the outcome is yes. */
  readonly severity: Severity | null;
  readonly reason: { readonly zh: string; readonly en: string } | null;
}

/** Runs a check on one row in JavaScript. An exception (`unless`) suppresses where it is true; where it is unknown it does not. */
export function evaluateCheck(check: Check, facts: FactSource): CheckResult {
  const when = evaluate(check.when, facts);
  const excepted = check.unless !== null && evaluate(check.unless, facts) === true;
  if (when === false || excepted) return { outcome: "no", severity: null, reason: null };
  if (when === null) return { outcome: "unknown", severity: null, reason: null };
  const found = check.cases.find((each) => each.when === null || evaluate(each.when, facts) === true);
  if (!found) throw new TypeError(`check ${check.id} has no last case`);
  const { zh, en } = found.reason;
  return { outcome: "yes", severity: found.severity, reason: { zh: templateToText(zh, "zh", facts), en: templateToText(en, "en", facts) } };
}

import type { Outcome } from "@doudi/contract";
import { evaluate } from "./backend/javascript.js";
import { decisionCodes } from "./decision/decisionCodes.js";
import type { CodeWhen } from "./decision/decisiveRules.js";
import type { Expr } from "./ir.js";
import type { Policy, Scheme } from "./policy.js";
import type { Subject } from "./subject.js";
import { outcomeOf, type Value } from "./value.js";

/** What a scheme comes to for a household or person. */
export interface Decision {
  readonly outcome: Outcome;
  /** An enum's value id, or a text. This and the next two are null unless the outcome is yes, and where they are unknown. */
  readonly class: string | null;
  /** Fen a month. */
  readonly amount: bigint | null;
  /** The first day no longer entitled; null: no end. */
  readonly until: string | null;
  /** Ids of the rules that decided, in reading order. */
  readonly reasons: readonly string[];
  /** Paths of facts in the data, and ids of parameters, that would settle what is unknown; in the order of code points. */
  readonly missing: readonly string[];
}

/**
 * Decides a scheme of the policy in JavaScript. `member` is the index of the person for a scheme whose unit is a person,
 * null for one of households. Rules are worked out once for a subject, whichever schemes use them.
 */
export function evaluateScheme(policy: Policy, scheme: Scheme, subject: Subject, member: number | null = null): Decision {
  const at = (expr: Expr | null): Value | null => expr && evaluate(expr, subject, member);
  const entitled = at(scheme.entitled);
  const due = entitled === true;
  const codes = decisionCodes(policy, scheme);
  const applying = (all: readonly CodeWhen[]): string[] => all.filter(({ when }) => at(when) === true).map(({ code }) => code);
  return {
    outcome: outcomeOf(entitled),
    class: due ? text(at(scheme.class)) : null,
    amount: due ? amount(at(scheme.amount)) : null,
    until: due ? text(at(scheme.until)) : null,
    reasons: applying(codes.reasons),
    missing: applying(codes.missing),
  };
}

function text(value: Value | null): string | null {
  return typeof value === "string" ? value : null;
}

function amount(value: Value | null): bigint | null {
  return typeof value === "bigint" ? value : null;
}

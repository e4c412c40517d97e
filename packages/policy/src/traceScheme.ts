import { frameOf } from "./backend/frame.js";
import { Tracer, type TraceNode } from "./backend/trace.js";
import { opens } from "./decision/decisiveRules.js";
import { partsOf, type Expr } from "./ir.js";
import type { Decision } from "./evaluateScheme.js";
import type { Policy, Scheme } from "./policy.js";
import type { Subject } from "./subject.js";

/** A decision with the account of each of its expressions; null for what the scheme does not have or, not entitled, does not ask. */
export interface SchemeTrace {
  readonly decision: Decision;
  readonly entitled: TraceNode;
  readonly class: TraceNode | null;
  readonly amount: TraceNode | null;
  readonly until: TraceNode | null;
}

/**
 * Decides a scheme of the policy with a full account. Reasons and missing facts are read off the trace, so that a test
 * can hold them against those that the other back ends derive from the expressions. `member` as for `evaluateScheme`.
 */
export function traceScheme(policy: Policy, scheme: Scheme, subject: Subject, member: number | null = null): SchemeTrace {
  const frame = frameOf(subject, member);
  const tracer = new Tracer(policy);
  const entitled = tracer.trace({ kind: "rule", type: scheme.entitled.type, text: scheme.name.zh, id: scheme.id, body: scheme.entitled }, frame, member);
  const due = entitled.value === true;
  const results = { class: scheme.class, amount: scheme.amount, until: scheme.until };
  const traced = (part: keyof typeof results): TraceNode | null => {
    const expr = results[part];
    return due && expr ? tracer.trace(expr, frame, member) : null;
  };
  const [category, amount, until] = [traced("class"), traced("amount"), traced("until")];
  const blamed = due ? [category, amount] : [entitled];
  const schemeIds = new Set(policy.schemes.map(({ id }) => id));
  const missing = blamed.flatMap((node) => (node?.value === null ? node.missing : []));
  return {
    entitled, class: category, amount, until,
    decision: {
      outcome: due ? "yes" : entitled.value === false ? "no" : "unknown",
      class: typeof category?.value === "string" ? category.value : null,
      amount: typeof amount?.value === "bigint" ? amount.value : null,
      until: typeof until?.value === "string" ? until.value : null,
      reasons: inReadingOrder(reasonsOf(entitled, schemeIds), scheme.entitled, schemeIds),
      missing: [...new Set(missing)].sort((a, b) => (a < b ? -1 : 1)),
    },
  };
}

/**
 * The rules that decided: from the root down through and, or, not, if, along parts that have the value of the whole; a
 * rule that only joins others is gone through, a scheme is not.
 */
function reasonsOf(root: TraceNode, schemeIds: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  const visit = (node: TraceNode): void => {
    const { kind, inputs } = node;
    if (kind === "rule") {
      const [body] = inputs;
      if (body && (node === root || (joinsRules(body) && !schemeIds.has(node.id ?? "")))) visit(body);
      else if (node.id !== null) found.add(node.id);
    } else if (kind === "not" || kind === "choose") inputs.forEach(visit);
    else if (kind === "logic") inputs.filter((input) => input.value === node.value).forEach(visit);
  };
  visit(root);
  return found;
}

function joinsRules({ kind, inputs }: TraceNode): boolean {
  return kind === "rule" || ((kind === "logic" || kind === "not") && inputs.every(joinsRules));
}

/** As the pack has them: a rule that decides in one place may stand before, where it does not. */
function inReadingOrder(ids: ReadonlySet<string>, entitled: Expr, schemeIds: ReadonlySet<string>): string[] {
  const order = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === "rule" && expr.body && opens(expr, schemeIds)) visit(expr.body);
    else if (expr.kind === "rule" && ids.has(expr.id)) order.add(expr.id);
    else if (expr.kind === "not" || expr.kind === "logic" || expr.kind === "choose") partsOf(expr).forEach(visit);
  };
  visit(entitled);
  return [...order];
}

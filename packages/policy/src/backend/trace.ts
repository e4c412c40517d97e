import { and, asRational, asValue, calculate, compare, divide, elapsed, extreme, or, shift } from "./arithmetic.js";
import { isNumeric } from "../type.js";
import { toValue, type FactSource, type Value } from "../value.js";
import type { Expr } from "../ir.js";
import type { Citation, Policy, ResolvedParameter } from "../policy.js";
import type { Bilingual } from "@doudi/contract";

/**
 * One step of a trace. `text` is the expression as the pack has it. A rule carries its name and clause, a parameter the
 * value used with its source. `missing` names the unknown facts because of which `value` is null (empty otherwise).
 */
export interface TraceNode {
  readonly kind: Expr["kind"];
  readonly text: string;
  readonly value: Value | null;
  readonly id: string | null;
  readonly name: Bilingual | null;
  readonly source: Citation | null;
  readonly parameter: ResolvedParameter | null;
  readonly inputs: readonly TraceNode[];
  readonly missing: readonly string[];
}

/**
 * Evaluates with a full account. It interprets the expression on its own, without the compiled function, so that a test
 * can hold the two against each other. Every part is evaluated, also those that could not change the result.
 */
export function trace(expr: Expr, facts: FactSource, policy: Policy | null = null): TraceNode {
  const node = (value: Value | null, inputs: readonly TraceNode[], extra: Partial<TraceNode> = {}): TraceNode => {
    const missing = value === null ? [...new Set(inputs.flatMap((input) => (input.value === null ? input.missing : [])))] : [];
    return { kind: expr.kind, text: expr.text, value, id: null, name: null, source: null, parameter: null, inputs, missing, ...extra };
  };
  const inner = (part: Expr): TraceNode => trace(part, facts, policy);
  switch (expr.kind) {
    case "literal":
      return node(expr.value, []);
    case "fact": {
      const value = toValue(expr.type, facts(expr.id), expr.id);
      return node(value, [], { id: expr.id, name: policy?.facts.get(expr.id)?.name ?? null, missing: value === null ? [expr.id] : [] });
    }
    case "parameter": {
      const parameter = policy?.parameters.get(expr.id) ?? null;
      return node(expr.value, [], { id: expr.id, name: parameter && { zh: parameter.name, en: parameter.en }, parameter, source: parameter?.source ?? null });
    }
    case "rule": {
      const rule = policy?.rules.get(expr.id) ?? null;
      const inputs = expr.body ? [inner(expr.body)] : [];
      return node(inputs[0]?.value ?? null, inputs, { id: expr.id, name: rule?.name ?? null, source: rule?.source ?? null });
    }
    case "not": {
      const arg = inner(expr.arg);
      return node(arg.value === null ? null : !arg.value, [arg]);
    }
    case "known": {
      const arg = inner(expr.arg);
      return node(arg.value !== null, [arg]);
    }
    case "logic": {
      const args = expr.args.map(inner);
      const values = args.map((arg) => arg.value);
      return node(expr.op === "and" ? and(values) : or(values), args);
    }
    case "compare":
      return binary(inner(expr.left), inner(expr.right), node, (a, b) => compare(expr.op, a, b));
    case "arithmetic":
      return binary(inner(expr.left), inner(expr.right), node, (a, b) => calculate(expr, a, b));
    case "divide":
      return binary(inner(expr.left), inner(expr.right), node, (a, b) => divide(expr, a, b));
    case "elapsed":
      return binary(inner(expr.from), inner(expr.to), node, (a, b) => elapsed(expr.unit, a, b));
    case "shift":
      return binary(inner(expr.from), inner(expr.months), node, shift);
    case "members":
      throw new TypeError("members are not traced");
    case "extreme": {
      const args = expr.args.map(inner);
      return node(extreme(expr, args.map((arg) => arg.value)), args);
    }
    case "choose": {
      const condition = inner(expr.condition);
      if (condition.value === null) return node(null, [condition]);
      const taken = inner(condition.value === true ? expr.consequent : expr.alternative);
      const value = taken.value !== null && isNumeric(expr.type) ? asValue(expr.type, asRational(taken.value)) : taken.value;
      return node(value, [condition, taken]);
    }
  }
}

function binary(left: TraceNode, right: TraceNode, node: (value: Value | null, inputs: readonly TraceNode[]) => TraceNode, apply: (a: Value, b: Value) => Value | null): TraceNode {
  return node(left.value === null || right.value === null ? null : apply(left.value, right.value), [left, right]);
}

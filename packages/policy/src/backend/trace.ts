import type { Bilingual } from "@doudi/contract";
import { aggregate, and, asRational, asValue, calculate, compare, divide, elapsed, extreme, or, shift } from "./arithmetic.js";
import { frameOf, type Frame } from "./frame.js";
import { isNumeric } from "../type.js";
import { toValue, type FactSource, type Value } from "../value.js";
import { readsMember, type Expr, type MemberFn } from "../ir.js";
import type { Citation, Policy, ResolvedParameter } from "../policy.js";
import type { Subject } from "../subject.js";

/**
 * One step of a trace. `text` is the expression as the pack has it. A rule carries its name and clause, a parameter the
 * value used with its source. What is asked of the members of a household has an input of kind `member` for each of them:
 * `value` is what that member adds, false where the list leaves the member out; its inputs are the condition of the list,
 * where there is one, and what is asked. Steps that are used several times are one object.
 */
export interface TraceNode {
  readonly kind: Expr["kind"] | "member";
  readonly text: string;
  readonly value: Value | null;
  readonly id: string | null;
  readonly name: Bilingual | null;
  readonly source: Citation | null;
  readonly parameter: ResolvedParameter | null;
  /** Index of the member that the step is about; null: of the household or row. */
  readonly member: number | null;
  readonly inputs: readonly TraceNode[];
  /** Paths in the data of the unknown facts, and ids of the parameters without a value, because of which `value` is null; empty otherwise. */
  readonly missing: readonly string[];
}

/**
 * Evaluates with a full account. It interprets the expression on its own, without the compiled function, so that a test
 * can hold the two against each other. Every part is evaluated, also those that could not change the result, but for the
 * branch of an `if` that is not taken. `member` is the index of the person that the expression is about.
 */
export function trace(expr: Expr, subject: Subject | FactSource, policy: Policy | null = null, member: number | null = null): TraceNode {
  return new Tracer(policy).trace(expr, frameOf(subject, member), member);
}

/** Traces several expressions of one subject; rules that they share are traced once. */
export class Tracer {
  private readonly rules = new Map<Frame, Map<Expr, TraceNode>>();

  constructor(private readonly policy: Policy | null) {}

  trace(expr: Expr, frame: Frame, member: number | null): TraceNode {
    const node = (value: Value | null, inputs: readonly TraceNode[], extra: Partial<TraceNode> = {}): TraceNode => ({
      kind: expr.kind, text: expr.text, value, id: null, name: null, source: null, parameter: null, member, inputs, missing: value === null ? missingOf(inputs) : [], ...extra,
    });
    const inner = (part: Expr): TraceNode => this.trace(part, frame, member);
    const strict = (left: Expr, right: Expr, apply: (a: Value, b: Value) => Value | null): TraceNode => {
      const [a, b] = [inner(left), inner(right)];
      return node(a.value === null || b.value === null ? null : apply(a.value, b.value), [a, b]);
    };
    switch (expr.kind) {
      case "literal":
        return node(expr.value, []);
      case "fact":
        return node(...this.fact(expr, frame));
      case "parameter": {
        const parameter = this.policy?.parameters.get(expr.id) ?? null;
        const name = parameter && { zh: parameter.name, en: parameter.en };
        return node(expr.value, [], { id: expr.id, name, parameter, source: parameter?.source ?? null, missing: expr.value === null ? [expr.id] : [] });
      }
      case "rule":
        return this.rule(expr, frame, member, node);
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
      case "same": {
        const parts = [expr.left, expr.right].map(inner);
        return node(parts[0]?.value === parts[1]?.value, parts);
      }
      case "compare":
        return strict(expr.left, expr.right, (a, b) => compare(expr.op, a, b));
      case "arithmetic":
        return strict(expr.left, expr.right, (a, b) => calculate(expr, a, b));
      case "divide":
        return strict(expr.left, expr.right, (a, b) => divide(expr, a, b));
      case "elapsed":
        return strict(expr.from, expr.to, (a, b) => elapsed(expr.unit, a, b));
      case "shift":
        return strict(expr.from, expr.months, shift);
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
      case "members": {
        const members = frame.household.members.map((each, index) => this.member(expr, each, index));
        return node(aggregate(expr, members.map(({ where, body }) => ({ where: where ? where.value : true, body: body?.value ?? null }))), members.map((each) => each.node), { member: null });
      }
    }
  }

  private fact(expr: Expr & { kind: "fact" }, frame: Frame): [Value | null, readonly TraceNode[], Partial<TraceNode>] {
    const fact = this.policy?.facts.get(expr.id);
    const value = toValue(expr.type, (expr.member ? frame.member : frame.facts)(expr.id), expr.id);
    // A date that means "never" where it is absent is not missing.
    const missing = value === null && (fact?.absent ?? null) === null ? [fact?.input ?? expr.id] : [];
    return [value, [], { id: expr.id, name: fact?.name ?? null, missing }];
  }

  private rule(expr: Expr & { kind: "rule" }, frame: Frame, member: number | null, node: (value: Value | null, inputs: readonly TraceNode[], extra: Partial<TraceNode>) => TraceNode): TraceNode {
    const rule = this.policy?.rules.get(expr.id) ?? null;
    const extra = { id: expr.id, name: rule?.name ?? null, source: rule?.source ?? null };
    if (!expr.body) return node(null, [], extra);
    const own = readsMember(expr.body);
    const about = own ? frame : frame.household;
    const traced = this.rules.get(about) ?? new Map<Expr, TraceNode>();
    this.rules.set(about, traced);
    const known = traced.get(expr.body);
    if (known) return known;
    const body = this.trace(expr.body, about, own ? member : null);
    const found = node(body.value, [body], { ...extra, member: body.member });
    traced.set(expr.body, found);
    return found;
  }

  private member(expr: Expr & { kind: "members" }, frame: Frame, index: number): { where: TraceNode | null; body: TraceNode | null; node: TraceNode } {
    const quantified = expr.fn === "some" || expr.fn === "every";
    const where = expr.where && this.trace(expr.where, frame, index);
    const counted = where ? where.value : true;
    const asked = quantified || counted === true;
    const body = expr.body && asked ? this.trace(expr.body, frame, index) : null;
    const inputs = [where, body].filter((part) => part !== null);
    const value = quantified ? this.quantify(expr.fn, counted, body?.value ?? null) : counted === true && body ? body.value : counted;
    const text = expr.body?.text ?? expr.where?.text ?? expr.text;
    const node: TraceNode = { kind: "member", text, value, id: null, name: null, source: null, parameter: null, member: index, inputs, missing: value === null ? missingOf(inputs) : [] };
    return { where, body, node };
  }

  private quantify(fn: MemberFn, counted: Value | null, body: Value | null): boolean | null {
    return fn === "some" ? and([counted, body]) : or([counted === null ? null : counted !== true, body]);
  }
}

/** What is missing behind those inputs that are unknown themselves. */
function missingOf(inputs: readonly TraceNode[]): string[] {
  return [...new Set(inputs.flatMap((input) => (input.value === null ? input.missing : [])))];
}

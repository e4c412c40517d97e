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
    switch (expr.kind) {
      case "literal":
        return step(expr, expr.value, NONE, member);
      case "fact":
        return this.fact(expr, frame, member);
      case "parameter":
        return this.parameter(expr, member);
      case "rule":
        return this.rule(expr, frame, member);
      case "not": {
        const arg = this.trace(expr.arg, frame, member);
        return step(expr, arg.value === null ? null : !arg.value, [arg], member);
      }
      case "known": {
        const arg = this.trace(expr.arg, frame, member);
        return step(expr, arg.value !== null, [arg], member);
      }
      case "logic": {
        const args = expr.args.map((arg) => this.trace(arg, frame, member));
        const values = args.map((arg) => arg.value);
        return step(expr, expr.op === "and" ? and(values) : or(values), args, member);
      }
      case "same": {
        const parts = [this.trace(expr.left, frame, member), this.trace(expr.right, frame, member)] as const;
        return step(expr, parts[0].value === parts[1].value, parts, member);
      }
      case "compare":
      case "arithmetic":
      case "divide":
        return this.binary(expr, expr.left, expr.right, frame, member);
      case "elapsed":
        return this.binary(expr, expr.from, expr.to, frame, member);
      case "shift":
        return this.binary(expr, expr.from, expr.months, frame, member);
      case "extreme": {
        const args = expr.args.map((arg) => this.trace(arg, frame, member));
        return step(expr, extreme(expr, args.map((arg) => arg.value)), args, member);
      }
      case "choose": {
        const condition = this.trace(expr.condition, frame, member);
        if (condition.value === null) return step(expr, null, [condition], member);
        const taken = this.trace(condition.value === true ? expr.consequent : expr.alternative, frame, member);
        const value = taken.value !== null && isNumeric(expr.type) ? asValue(expr.type, asRational(taken.value)) : taken.value;
        return step(expr, value, [condition, taken], member);
      }
      case "members": {
        const members = frame.household.members.map((each, index) => this.member(expr, each, index));
        const value = aggregate(expr, members.map(({ where, body }) => ({ where: where ? where.value : true, body: body?.value ?? null })));
        return step(expr, value, members.map((each) => each.node), null);
      }
    }
  }

  /** Unknown where one side is. */
  private binary(expr: Binary, left: Expr, right: Expr, frame: Frame, member: number | null): TraceNode {
    const [a, b] = [this.trace(left, frame, member), this.trace(right, frame, member)];
    return step(expr, a.value === null || b.value === null ? null : combine(expr, a.value, b.value), [a, b], member);
  }

  private fact(expr: Expr & { kind: "fact" }, frame: Frame, member: number | null): TraceNode {
    const fact = this.policy?.facts.get(expr.id);
    const value = toValue(expr.type, (expr.member ? frame.member : frame.facts)(expr.id), expr.id);
    // A date that means "never" where it is absent is not missing.
    const missing = value === null && (fact?.absent ?? null) === null ? [fact?.input ?? expr.id] : NONE;
    return { kind: expr.kind, text: expr.text, value, id: expr.id, name: fact?.name ?? null, source: null, parameter: null, member, inputs: NONE, missing };
  }

  private parameter(expr: Expr & { kind: "parameter" }, member: number | null): TraceNode {
    const parameter = this.policy?.parameters.get(expr.id) ?? null;
    const name = parameter && { zh: parameter.name, en: parameter.en };
    return { kind: expr.kind, text: expr.text, value: expr.value, id: expr.id, name, source: parameter?.source ?? null, parameter, member, inputs: NONE, missing: expr.value === null ? [expr.id] : NONE };
  }

  private rule(expr: Expr & { kind: "rule" }, frame: Frame, member: number | null): TraceNode {
    const rule = this.policy?.rules.get(expr.id) ?? null;
    const as = (value: Value | null, inputs: readonly TraceNode[], about: number | null): TraceNode => ({
      kind: expr.kind, text: expr.text, value, id: expr.id, name: rule?.name ?? null, source: rule?.source ?? null, parameter: null, member: about, inputs, missing: value === null ? missingOf(inputs) : NONE,
    });
    if (!expr.body) return as(null, NONE, member);
    const own = readsMember(expr.body);
    const about = own ? frame : frame.household;
    const traced = this.rules.get(about) ?? new Map<Expr, TraceNode>();
    this.rules.set(about, traced);
    const known = traced.get(expr.body);
    if (known) return known;
    const body = this.trace(expr.body, about, own ? member : null);
    const found = as(body.value, [body], body.member);
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
    const node: TraceNode = { kind: "member", text, value, id: null, name: null, source: null, parameter: null, member: index, inputs, missing: value === null ? missingOf(inputs) : NONE };
    return { where, body, node };
  }

  private quantify(fn: MemberFn, counted: Value | null, body: Value | null): boolean | null {
    return fn === "some" ? and([counted, body]) : or([counted === null ? null : counted !== true, body]);
  }
}

type Binary = Expr & { kind: "compare" | "arithmetic" | "divide" | "elapsed" | "shift" };

function combine(expr: Binary, a: Value, b: Value): Value | null {
  switch (expr.kind) {
    case "compare":
      return compare(expr.op, a, b);
    case "arithmetic":
      return calculate(expr, a, b);
    case "divide":
      return divide(expr, a, b);
    case "elapsed":
      return elapsed(expr.unit, a, b);
    case "shift":
      return shift(a, b);
  }
}

const NONE: readonly never[] = [];

/** Written out in full, here and above: an account has hundreds of steps, and copying each would let garbage collection show. */
function step({ kind, text }: Expr, value: Value | null, inputs: readonly TraceNode[], member: number | null): TraceNode {
  return { kind, text, value, id: null, name: null, source: null, parameter: null, member, inputs, missing: value === null ? missingOf(inputs) : NONE };
}

/** What is missing behind those inputs that are unknown themselves. */
function missingOf(inputs: readonly TraceNode[]): readonly string[] {
  const [only, second] = inputs;
  if (!second) return only?.value === null ? only.missing : NONE;
  return [...new Set(inputs.flatMap((input) => (input.value === null ? input.missing : [])))];
}

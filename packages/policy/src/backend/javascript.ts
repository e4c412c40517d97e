import { aggregate, and, asRational, asValue, calculate, compare, divide, elapsed, extreme, or, shift } from "./arithmetic.js";
import { frameOf, type Frame } from "./frame.js";
import { isNumeric } from "../type.js";
import { toValue, type FactSource, type Value } from "../value.js";
import { readsMember, type Expr } from "../ir.js";
import type { Subject } from "../subject.js";

/** `member` is the index of the person that the expression is about, null where it is about the household or a row. */
export type Compiled = (subject: Subject | FactSource, member?: number | null) => Value | null;
type Step = (frame: Frame) => Value | null;

/**
 * Compiles an expression of a resolved policy to a function. Closures, not generated source: it works where `eval` is
 * forbidden. Unknown facts give null wherever the answer depends on them (Kleene).
 */
export function compileToJs(expr: Expr): Compiled {
  const step = compile(expr);
  return (subject, member = null) => step(frameOf(subject, member));
}

/** Each expression is compiled once, and one that stands in several places is worked out once in each frame it is about. */
interface Entry {
  shared: boolean;
  readonly step: Step;
}

const entries = new WeakMap<Expr, Entry>();

function compile(expr: Expr): Step {
  if (expr.kind === "literal" || expr.kind === "parameter" || expr.kind === "fact") return write(expr);
  const known = entries.get(expr);
  if (known) {
    known.shared = true;
    return known.step;
  }
  const step = write(expr);
  const perMember = readsMember(expr);
  const entry: Entry = {
    shared: false,
    step: (frame) => {
      if (!entry.shared) return step(frame);
      const { values } = perMember ? frame : frame.household;
      const found = values.get(expr);
      if (found !== undefined) return found;
      const value = step(frame);
      values.set(expr, value);
      return value;
    },
  };
  entries.set(expr, entry);
  return entry.step;
}

function write(expr: Expr): Step {
  switch (expr.kind) {
    case "literal":
    case "parameter": {
      const { value } = expr;
      return () => value;
    }
    case "fact": {
      const { id, type } = expr;
      return expr.member ? (frame) => toValue(type, frame.member(id), id) : (frame) => toValue(type, frame.facts(id), id);
    }
    case "rule":
      return expr.body ? compile(expr.body) : () => null;
    case "not": {
      const arg = compile(expr.arg);
      return (frame) => {
        const value = arg(frame);
        return value === null ? null : value !== true;
      };
    }
    case "logic": {
      const args = expr.args.map(compile);
      const join = expr.op === "and" ? and : or;
      return (frame) => join(args.map((arg) => arg(frame)));
    }
    case "same": {
      const [a, b] = [compile(expr.left), compile(expr.right)];
      return (frame) => a(frame) === b(frame);
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
    case "choose": {
      const [condition, then, otherwise] = [compile(expr.condition), compile(expr.consequent), compile(expr.alternative)];
      return (frame) => {
        const decided = condition(frame);
        if (decided === null) return null;
        const value = decided === true ? then(frame) : otherwise(frame);
        return value !== null && isNumeric(expr.type) ? asValue(expr.type, asRational(value)) : value;
      };
    }
    case "known": {
      const arg = compile(expr.arg);
      return (frame) => arg(frame) !== null;
    }
    case "extreme": {
      const args = expr.args.map(compile);
      return (frame) => extreme(expr, args.map((arg) => arg(frame)));
    }
    case "members": {
      const [where, body] = [expr.where && compile(expr.where), expr.body && compile(expr.body)];
      return (frame) =>
        aggregate(expr, frame.household.members.map((member) => {
          const counted = where ? where(member) : true;
          return { where: counted, body: body && counted !== false ? body(member) : null };
        }));
    }
  }
}

/** An operation that is unknown as soon as one side is. */
function strict(left: Expr, right: Expr, apply: (a: Value, b: Value) => Value | null): Step {
  const [a, b] = [compile(left), compile(right)];
  return (frame) => {
    const x = a(frame);
    const y = b(frame);
    return x === null || y === null ? null : apply(x, y);
  };
}

/** Evaluates once. */
export function evaluate(expr: Expr, subject: Subject | FactSource, member: number | null = null): Value | null {
  return compileToJs(expr)(subject, member);
}

import { testOf } from "../backend/testOf.js";
import { BOOLEAN } from "../type.js";
import { ExprPool } from "./exprPool.js";
import { partsOf, type Expr } from "../ir.js";
import type { Fact } from "../policy.js";

/** The day that is decided for: given to everyone. */
export const AS_OF = "as_of";

/** Derived conditions are in no pack. */
const DERIVED = "";

/** Every part must hold. */
export type Conjunction = readonly Expr[];

/**
 * Builds conditions about the values of expressions: is it true, is it false, is it unknown. What it builds is never
 * unknown itself, and is simplified where the answer does not depend on the household.
 */
export class Conditions {
  readonly pool = new ExprPool();
  readonly yes: Expr = { kind: "literal", type: BOOLEAN, text: "true", value: true };
  readonly no: Expr = { kind: "literal", type: BOOLEAN, text: "false", value: false };
  private readonly settled = new Map<number, boolean>();
  private readonly hopeless = new Map<number, boolean>();

  constructor(private readonly facts: ReadonlyMap<string, Pick<Fact, "absent" | "type">>) {
    this.pool.number(this.yes);
    this.pool.number(this.no);
  }

  /** Whether the expression has a value in every household. May say no where it always has one; never the other way round. */
  alwaysKnown(expr: Expr): boolean {
    const number = this.pool.number(expr);
    const known = this.settled.get(number);
    if (known !== undefined) return known;
    const found = this.settle(expr);
    this.settled.set(number, found);
    return found;
  }

  private settle(expr: Expr): boolean {
    const all = (...parts: readonly Expr[]): boolean => parts.every((part) => this.alwaysKnown(part));
    switch (expr.kind) {
      case "literal":
      case "known":
      case "same":
        return true;
      case "parameter":
        return expr.value !== null;
      case "fact": {
        const fact = this.facts.get(expr.id);
        // A date that is absent does not exist: it has no value all the same.
        return expr.id === AS_OF || (fact !== undefined && fact.absent !== null && fact.type.kind !== "date");
      }
      case "rule":
        return expr.body !== null && all(expr.body);
      case "not":
        return all(expr.arg);
      case "logic":
        return all(...expr.args) || testOf(expr) !== null;
      case "extreme":
        return all(...expr.args);
      case "compare":
      case "arithmetic":
        return all(expr.left, expr.right);
      case "divide":
        return all(expr.left, expr.right) && isNonZero(expr.right);
      case "choose":
        return all(expr.condition, expr.consequent, expr.alternative);
      case "elapsed":
        return all(expr.from, expr.to);
      case "shift":
        return false;
      case "members":
        return expr.fn !== "min" && expr.fn !== "max" && all(...[expr.where, expr.body].filter((part) => part !== null));
    }
  }

  /** Whether the expression has a value in no household: it needs a parameter without one on the day, or a rule not in force. */
  neverKnown(expr: Expr): boolean {
    const number = this.pool.number(expr);
    const known = this.hopeless.get(number);
    if (known !== undefined) return known;
    const never = (part: Expr): boolean => this.neverKnown(part);
    const found = ((): boolean => {
      switch (expr.kind) {
        case "parameter":
          return expr.value === null;
        case "rule":
          return expr.body === null || never(expr.body);
        case "logic":
          return expr.args.every(never);
        case "choose":
          return never(expr.condition) || (never(expr.consequent) && never(expr.alternative));
        case "literal":
        case "fact":
        case "known":
        case "same":
        case "members":
          return false;
        default:
          return partsOf(expr).some(never);
      }
    })();
    this.hopeless.set(number, found);
    return found;
  }

  isTrue(expr: Expr): Expr {
    if (this.alwaysKnown(expr)) return this.pool.first(expr);
    if (this.neverKnown(expr)) return this.no;
    return this.both(this.known(expr), expr);
  }

  isFalse(expr: Expr): Expr {
    if (this.alwaysKnown(expr)) return this.not(expr);
    if (this.neverKnown(expr)) return this.no;
    return this.both(this.known(expr), this.not(expr));
  }

  isUnknown(expr: Expr): Expr {
    if (this.alwaysKnown(expr)) return this.no;
    return this.neverKnown(expr) ? this.yes : this.not(this.known(expr));
  }

  /** Whether two booleans have the same value or are both unknown. */
  same(left: Expr, right: Expr): Expr {
    const [a, b] = [this.pool.first(left), this.pool.first(right)];
    if (a === b) return this.yes;
    if (a.kind === "not" && b.kind === "not") return this.same(a.arg, b.arg);
    for (const [constant, other] of [[a, b], [b, a]] as const) {
      if (constant === this.yes) return this.isTrue(other);
      if (constant === this.no) return this.isFalse(other);
      if (this.neverKnown(constant)) return this.isUnknown(other);
    }
    return this.pool.first({ kind: "same", type: BOOLEAN, text: DERIVED, left: a, right: b });
  }

  /** Whether some member of the household meets the condition. */
  someMember(condition: Expr): Expr {
    if (condition === this.no) return this.no;
    return this.pool.first({ kind: "members", type: BOOLEAN, text: DERIVED, fn: "some", where: null, body: condition });
  }

  all(parts: Conjunction): Expr {
    return this.join("and", parts, this.no, this.yes);
  }

  /** One of the conjunctions holds. One that says no more than another is left out. */
  any(alternatives: readonly Conjunction[]): Expr {
    const sets = alternatives.map((parts) => new Set(parts.filter((part) => part !== this.yes)));
    const least = sets.filter((set, index) => !sets.some((other, at) => at !== index && isSubset(other, set) && (other.size < set.size || at < index)));
    const found = this.join("or", least.map((set) => this.all([...set])), this.yes, this.no);
    // As a rule, so that back ends work it out once.
    return found.kind === "logic" ? this.pool.first({ kind: "rule", type: BOOLEAN, text: DERIVED, id: DERIVED, body: found }) : found;
  }

  /** Kleene's or, as `all` is Kleene's and. */
  either(parts: readonly Expr[]): Expr {
    return this.join("or", parts, this.yes, this.no);
  }

  not(expr: Expr): Expr {
    const first = this.pool.first(expr);
    if (first === this.yes) return this.no;
    if (first === this.no) return this.yes;
    if (first.kind === "not") return this.pool.first(first.arg);
    return this.pool.first({ kind: "not", type: BOOLEAN, text: DERIVED, arg: first });
  }

  known(expr: Expr): Expr {
    const arg = this.pool.first(expr);
    if (arg.kind === "not") return this.known(arg.arg);
    return this.pool.first({ kind: "known", type: BOOLEAN, text: DERIVED, arg });
  }

  private both(a: Expr, b: Expr): Expr {
    return this.pool.first({ kind: "logic", type: BOOLEAN, text: DERIVED, op: "and", args: [a, this.pool.first(b)] });
  }

  private join(op: "and" | "or", parts: readonly Expr[], dominant: Expr, neutral: Expr): Expr {
    const kept = [...new Set(parts.map((part) => this.pool.first(part)))].filter((part) => part !== neutral);
    if (kept.includes(dominant)) return dominant;
    const [only, second] = kept;
    if (only === undefined) return neutral;
    if (second === undefined) return only;
    return this.pool.first({ kind: "logic", type: BOOLEAN, text: DERIVED, op, args: kept });
  }
}

function isNonZero(expr: Expr): boolean {
  if (expr.kind !== "literal" && expr.kind !== "parameter") return false;
  return typeof expr.value === "bigint" ? expr.value !== 0n : typeof expr.value === "object" && expr.value !== null && expr.value.n !== 0n;
}

function isSubset(small: ReadonlySet<Expr>, large: ReadonlySet<Expr>): boolean {
  return small.size <= large.size && [...small].every((part) => large.has(part));
}

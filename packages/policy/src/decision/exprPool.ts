import { partsOf, type Expr } from "../ir.js";
import type { Value } from "../value.js";

/**
 * Tells which expressions are the same whatever they are called: a rule is its body, `a and b` is `b and a`, and the
 * words of the pack do not count. What is the same is derived, simplified and computed once.
 */
export class ExprPool {
  private readonly numbers = new WeakMap<Expr, number>();
  private readonly byShape = new Map<string, number>();
  private readonly firsts: Expr[] = [];

  /** The same number for the same expression. */
  number(expr: Expr): number {
    const known = this.numbers.get(expr);
    if (known !== undefined) return known;
    const seen = this.firsts.length;
    const found = expr.kind === "rule" && expr.body ? this.number(expr.body) : this.numberOfShape(expr);
    // A rule stands for its body where it comes first: back ends keep the values of rules.
    if (found >= seen) this.firsts[found] = expr;
    this.numbers.set(expr, found);
    return found;
  }

  /** The first expression seen that is the same, so that `===` compares. */
  first(expr: Expr): Expr {
    return this.firsts[this.number(expr)] ?? expr;
  }

  private numberOfShape(expr: Expr): number {
    const shape = this.shape(expr);
    const known = this.byShape.get(shape);
    if (known !== undefined) return known;
    this.firsts.push(expr);
    this.byShape.set(shape, this.firsts.length - 1);
    return this.firsts.length - 1;
  }

  /** The same expression without the rules around it. */
  open(expr: Expr): Expr {
    return expr.kind === "rule" && expr.body ? this.open(expr.body) : expr;
  }

  private shape(expr: Expr): string {
    const parts = partsOf(expr).map((part) => this.number(part));
    const type = expr.type.kind === "enum" ? "text" : expr.type.kind;
    switch (expr.kind) {
      case "literal":
        return `${type} ${valueKey(expr.value)}`;
      case "parameter":
        return expr.value === null ? `no value ${type} ${expr.id}` : `${type} ${valueKey(expr.value)}`;
      case "fact":
        return `fact ${expr.member} ${expr.id}`;
      case "rule":
        return `no rule ${type}`;
      case "logic":
        return `${expr.op} ${[...new Set(parts)].sort((a, b) => a - b).join(" ")}`;
      case "compare":
      case "arithmetic":
        return `${expr.op} ${parts.join(" ")}`;
      case "divide":
        return `divide ${type} ${expr.scale} ${expr.rounding} ${parts.join(" ")}`;
      case "extreme":
        return `${expr.fn} ${parts.join(" ")}`;
      case "elapsed":
        return `${expr.unit} ${parts.join(" ")}`;
      case "members":
        return `members ${expr.fn} ${expr.where ? this.number(expr.where) : "-"} ${expr.body ? this.number(expr.body) : "-"}`;
      case "same":
        return `same ${[...parts].sort((a, b) => a - b).join(" ")}`;
      case "not":
      case "known":
      case "choose":
      case "shift":
        return `${expr.kind} ${parts.join(" ")}`;
    }
  }
}

function valueKey(value: Value): string {
  return typeof value === "object" ? `${value.n}/${value.d}` : `${typeof value} ${String(value)}`;
}

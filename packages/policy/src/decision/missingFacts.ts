import type { Conditions, Conjunction } from "./conditions.js";
import type { CodeWhen } from "./decisiveRules.js";
import { partsOf, readsMember, type Expr } from "../ir.js";
import { BOOLEAN } from "../type.js";
import type { Fact, Scheme } from "../policy.js";

/** A part of an expression, and what must hold, besides its being unknown, for it to be what is missing. */
interface Reached {
  readonly expr: Expr;
  readonly path: Conjunction;
}

/**
 * What would settle a decision, each with the condition under which it is missing: facts by their key in the data,
 * parameters without a value by id, in the order of code points. A fact counts where it is unknown and everything on the
 * way to it is; of an `if`, only the branch taken. The way starts at `entitled` where that is unknown, and at class and
 * amount where someone is entitled. A fact of the members counts as soon as it does for one of them.
 */
export function missingFacts(scheme: Pick<Scheme, "entitled" | "class" | "amount">, facts: ReadonlyMap<string, Fact>, conditions: Conditions): CodeWhen[] {
  const entitled = conditions.isTrue(scheme.entitled);
  const afterwards = [scheme.class, scheme.amount].filter((expr) => expr !== null).map((expr): Reached => ({ expr, path: [entitled] }));
  const leaves = new MissingPaths(conditions).leaves([{ expr: scheme.entitled, path: [] }, ...afterwards]);
  const codes = new Map<string, Conjunction[]>();
  for (const { expr, path } of leaves) {
    const code = codeOf(expr, facts);
    if (code !== null) codes.set(code, [...(codes.get(code) ?? []), path]);
  }
  return [...codes]
    .map(([code, alternatives]) => ({ code, when: conditions.any(alternatives) }))
    .filter(({ when }) => when !== conditions.no)
    .sort((a, b) => byCodePoint(a.code, b.code));
}

function codeOf(leaf: Expr, facts: ReadonlyMap<string, Fact>): string | null {
  if (leaf.kind === "parameter") return leaf.id;
  const fact = leaf.kind === "fact" ? facts.get(leaf.id) : undefined;
  return fact && fact.absent === null ? fact.input : null;
}

/** Codes are ASCII, where the order of code units is that of code points. */
function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Follows what is unknown from the roots down to facts and parameters; what is reached on several ways is visited once. */
class MissingPaths {
  private readonly insides = new Map<Expr, readonly Reached[]>();

  constructor(private readonly conditions: Conditions) {}

  /** Facts and parameters that may be missing, each with the whole condition. */
  leaves(roots: readonly Reached[]): Reached[] {
    return this.reach(roots, false).flatMap(({ expr, path }): Reached[] => {
      if (expr.kind === "fact" || expr.kind === "parameter") return [{ expr, path: [...path, this.conditions.isUnknown(expr)] }];
      if (expr.kind !== "members") return [];
      const way = this.enter(expr, path);
      return this.inside(expr)
        .filter((leaf) => isOfMember(leaf.expr))
        .map((leaf) => ({ expr: leaf.expr, path: [...way, this.forSome([...leaf.path, this.conditions.isUnknown(leaf.expr)])] }));
    });
  }

  /** Everything that may be reached from the roots, parents first. `nested`: within the body of a `members` node. */
  private reach(roots: readonly Reached[], nested: boolean): Reached[] {
    const { conditions } = this;
    const alternatives = new Map<number, Conjunction[]>();
    const add = ({ expr, path }: Reached): void => {
      const number = conditions.pool.number(expr);
      if (!path.includes(conditions.no)) alternatives.set(number, [...(alternatives.get(number) ?? []), path]);
    };
    roots.forEach(add);
    const reached: Reached[] = [];
    for (const expr of this.parentsFirst(roots, nested)) {
      const ways = alternatives.get(conditions.pool.number(expr));
      if (!ways) continue;
      const path = ways.length === 1 ? (ways[0] ?? []) : [conditions.any(ways)];
      reached.push({ expr, path });
      this.parts(expr, path, nested).forEach(add);
    }
    return reached;
  }

  private parentsFirst(roots: readonly Reached[], nested: boolean): Expr[] {
    const { pool } = this.conditions;
    const seen = new Set<number>();
    const childrenFirst: Expr[] = [];
    const visit = (expr: Expr): void => {
      const number = pool.number(expr);
      if (seen.has(number) || this.conditions.alwaysKnown(expr)) return;
      seen.add(number);
      const opened = pool.open(expr);
      for (const part of this.parts(opened, [], nested)) visit(part.expr);
      childrenFirst.push(opened);
    };
    for (const root of roots) visit(root.expr);
    return childrenFirst.toReversed();
  }

  /** The parts of an unknown expression that may be to blame. */
  private parts(expr: Expr, path: Conjunction, nested: boolean): Reached[] {
    const { conditions } = this;
    // What does not depend on the member is looked into once for the household.
    if (nested && !readsMember(expr)) return [];
    switch (expr.kind) {
      case "known":
        return [];
      case "logic": {
        const way = [...path, conditions.isUnknown(expr)];
        return expr.args.map((arg) => ({ expr: arg, path: [...way, conditions.isUnknown(arg)] }));
      }
      case "choose":
        return [
          { expr: expr.condition, path },
          { expr: expr.consequent, path: [...path, conditions.isTrue(expr.condition)] },
          { expr: expr.alternative, path: [...path, conditions.isFalse(expr.condition)] },
        ];
      case "members": {
        const way = this.enter(expr, path);
        return this.inside(expr)
          .filter((leaf) => !isOfMember(leaf.expr))
          .map((leaf) => ({ expr: leaf.expr, path: [...way, this.forSome(leaf.path)] }));
      }
      default:
        // An unknown part makes these unknown, so that it need not be asked of the whole.
        return partsOf(expr).map((part) => ({ expr: part, path }));
    }
  }

  /** `some` and `every` can be known though a member is not; the others cannot. */
  private enter(expr: Expr & { kind: "members" }, path: Conjunction): Conjunction {
    return expr.fn === "some" || expr.fn === "every" ? [...path, this.conditions.isUnknown(expr)] : path;
  }

  /** What one member may lack, and the parts that are the household's. */
  private inside(expr: Expr & { kind: "members" }): readonly Reached[] {
    const known = this.insides.get(expr);
    if (known) return known;
    const found = this.reach(this.memberRoots(expr), true).filter((leaf) => leaf.expr.kind === "fact" || !readsMember(leaf.expr));
    this.insides.set(expr, found);
    return found;
  }

  private memberRoots({ fn, where, body }: Expr & { kind: "members" }): Reached[] {
    const { conditions } = this;
    if (where === null || body === null) return [where, body].filter((part) => part !== null).map((part) => ({ expr: part, path: [] }));
    if (fn !== "some" && fn !== "every") return [{ expr: where, path: [] }, { expr: body, path: [conditions.isTrue(where)] }];
    const whole: Expr = fn === "some" ? { kind: "logic", op: "and", type: BOOLEAN, text: "", args: [where, body] } : { kind: "logic", op: "or", type: BOOLEAN, text: "", args: [conditions.not(where), body] };
    return [{ expr: whole, path: [] }];
  }

  private forSome(path: Conjunction): Expr {
    return this.conditions.someMember(this.conditions.all(path));
  }
}

function isOfMember(expr: Expr): boolean {
  return expr.kind === "fact" && expr.member;
}

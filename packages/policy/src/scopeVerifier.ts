import { clashInfo, findUsage, leavesOf, scopeInfo, scopeNames, usageOfFact, type Usage } from "./scopes.js";
import { expressionsOf, schemeParts } from "./resolvePolicy.js";
import { problem, type Position, type Problem } from "./problem.js";
import { walk, type Expr } from "./ir.js";
import type { Check, Policy, Rule, Scheme } from "./policy.js";
import type { Scope } from "./pack/packSource.js";

/**
 * Holds what expressions are about against what they are used for, with every override laid on: an override can turn a
 * rule about households into one about members. Rules are shared, so each is looked at once.
 */
export class ScopeVerifier {
  private readonly usages = new Map<Expr, Usage>();
  private readonly walked = new Set<Expr>();

  constructor(private readonly policy: Policy) {}

  rule(rule: Rule): Problem[] {
    const found = findUsage(rule.body, this.of);
    if (found.clash) return [problem("scope_clash", rule.at, clashInfo(found.clash, this.of))];
    return this.inside([rule.body], rule.at);
  }

  check(check: Check): Problem[] {
    return [...expressionsOf(check).flatMap((expr) => this.expect(expr, check.scope, "check", check.at)), ...this.inside(expressionsOf(check), check.at)];
  }

  scheme(scheme: Scheme): Problem[] {
    const wanted = scheme.unit === "household" ? "household" : "member";
    return [...schemeParts(scheme).flatMap((expr) => this.expect(expr, wanted, "scheme", scheme.at)), ...this.inside(schemeParts(scheme), scheme.at)];
  }

  private readonly of = (leaf: Expr & { kind: "fact" | "rule" }): Usage => {
    if (leaf.kind === "fact") return usageOfFact(this.policy.facts.get(leaf.id)?.scopes ?? []);
    return leaf.body ? this.usage(leaf.body) : usageOfFact(["person", "row", "link", "household", "member"]);
  };

  private usage(body: Expr): Usage {
    const known = this.usages.get(body);
    if (known) return known;
    const usage = findUsage(body, this.of);
    this.usages.set(body, usage);
    return usage;
  }

  private expect(expr: Expr, scope: Scope, node: "check" | "scheme", at: Position): Problem[] {
    const found = findUsage(expr, this.of);
    if (found.clash) return [problem("scope_clash", at, clashInfo(found.clash, this.of))];
    if (found.scopes.has(scope)) return [];
    const { leaf: culprit, by } = this.culprit(expr, scope);
    return [problem("scope", by ?? at, scopeInfo(culprit?.text ?? expr.text, culprit ? this.of(culprit).scopes : found.scopes, scope, node))];
  }

  /** The innermost fact or rule that does not belong there, and the override that brought it in where one did. */
  private culprit(expr: Expr, scope: Scope): { leaf: (Expr & { kind: "fact" | "rule" }) | null; by: Position | null } {
    for (const leaf of leavesOf(expr)) {
      if (leaf.kind !== "fact" && leaf.kind !== "rule") continue;
      if (this.of(leaf).scopes.has(scope)) continue;
      const rule = leaf.kind === "rule" ? this.policy.rules.get(leaf.id) : undefined;
      const inner = leaf.kind === "rule" && leaf.body ? this.culprit(leaf.body, scope) : { leaf: null, by: null };
      return { leaf: inner.leaf ?? leaf, by: inner.by ?? (rule?.overriddenAt ?? null) };
    }
    return { leaf: null, by: null };
  }

  /** What is asked of members must be usable for a member. */
  private inside(exprs: readonly Expr[], at: Position): Problem[] {
    const problems: Problem[] = [];
    for (const expr of exprs) {
      walk(expr, (part) => {
        if (part.kind !== "members") return;
        for (const asked of [part.where, part.body]) {
          if (!asked) continue;
          const found = findUsage(asked, this.of);
          if (found.scopes.has("member")) continue;
          const { zh, en } = scopeNames(found.scopes);
          problems.push(problem("not_of_members", at, { name: asked.text, ofZh: zh, ofEn: en }));
        }
      }, this.walked);
    }
    return problems;
  }
}

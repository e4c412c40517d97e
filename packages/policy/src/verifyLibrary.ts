import { walk, type Expr } from "./ir.js";
import { measureAll, TooLarge } from "./backend/measure.js";
import { chainOf, effectivePeriod, type Pack, type PackLibrary } from "./pack/packLibrary.js";
import { expressionsOf, resolvePolicy, schemeParts } from "./resolvePolicy.js";
import { placeText, PolicyError, problem, type Position, type Problem } from "./problem.js";
import { ScopeVerifier } from "./scopeVerifier.js";
import type { Policy } from "./policy.js";
import type { PackSource } from "./pack/packSource.js";

/**
 * Lays every pack over its parents on every day on which its law changes, or on the given `day` alone, and reports what shows only then: overrides
 * that disagree, rules in a circle, numbers that can grow too large, facts of another scope.
 */
export function verifyLibrary(library: PackLibrary, day: string | null): Problem[] {
  const problems = [...siblingClashes(library)];
  const seen = new Set<string>();
  for (const pack of library.packs.values()) {
    for (const date of day === null ? turningDays(pack) : [day]) {
      try {
        const policy = resolvePolicy(library, { division: pack.written.division, date });
        const wording = wordingOf(policy);
        if (!seen.has(wording)) problems.push(...scopeProblems(policy));
        seen.add(wording);
        problems.push(...sizesOf(policy));
      } catch (thrown) {
        if (!(thrown instanceof PolicyError)) throw thrown;
        problems.push(...thrown.problems);
      }
    }
  }
  return problems;
}

/** The days on which the law of a pack can change, with one before all of them. */
export function turningDays(pack: Pack): string[] {
  const days = new Set(["1949-10-01"]);
  for (const each of chainOf(pack)) {
    const dated = [
      ...each.written.documents, ...each.written.rules, ...each.written.schemes, ...each.written.checks, ...each.written.overrides,
      ...each.written.parameters.flatMap((parameter) => parameter.values),
      ...each.written.overrides.flatMap((override) => override.values ?? []),
    ];
    for (const period of dated) for (const day of [effectivePeriod(period, null).from, period.to]) if (day !== null) days.add(day);
  }
  return [...days].sort();
}

/** Packs for the same division hold together: neither may use the other's ids or names. */
function siblingClashes(library: PackLibrary): Problem[] {
  const problems: Problem[] = [];
  const packs = [...library.packs.values()];
  const nodes = (source: PackSource): { id: string; name: string; at: Position }[] => [...source.facts, ...source.parameters, ...source.rules, ...source.schemes, ...source.checks];
  for (const [index, pack] of packs.entries()) {
    for (const other of packs.slice(index + 1)) {
      if (other.written.division !== pack.written.division || chainOf(other).includes(pack) || chainOf(pack).includes(other)) continue;
      const taken = new Map(nodes(pack.written).flatMap((node) => [[node.id, node.at] as const, [node.name, node.at] as const]));
      for (const node of nodes(other.written)) {
        const [byId, byName] = [taken.get(node.id), taken.get(node.name)];
        if (byId) problems.push(problem("duplicate_id", node.at, { id: node.id, where: placeText(byId) }));
        else if (byName) problems.push(problem("duplicate_name", node.at, { name: node.name, where: placeText(byName) }));
      }
    }
  }
  return problems;
}

/** What is about what depends on the wording alone; on most days on which the law changes, only values do. */
function wordingOf({ chain, rules, checks, schemes }: Policy): string {
  const texts = [...rules.values()].map((rule) => [rule.id, rule.body.text]);
  const parts = schemes.map((scheme) => schemeParts(scheme).map((expr) => expr.text));
  return JSON.stringify([chain.map(({ id }) => id), texts, parts, checks.map((check) => [check.id, expressionsOf(check).map((expr) => expr.text)])]);
}

function scopeProblems(policy: Policy): Problem[] {
  const scopes = new ScopeVerifier(policy);
  return [...[...policy.rules.values()].flatMap((rule) => scopes.rule(rule)), ...policy.checks.flatMap((check) => scopes.check(check)), ...policy.schemes.flatMap((scheme) => scopes.scheme(scheme))];
}

function sizesOf(policy: Policy): Problem[] {
  const seen = new Set<Expr>();
  const nodes = [...[...policy.rules.values()].map(({ body, at }) => ({ exprs: [body], at })), ...policy.checks.map((check) => ({ exprs: expressionsOf(check), at: check.at })), ...policy.schemes.map((scheme) => ({ exprs: schemeParts(scheme), at: scheme.at }))];
  return nodes.flatMap(({ exprs, at }) => sizeProblems(exprs, at, seen));
}

/** `seen` spares what an earlier rule or check already went through. */
function sizeProblems(exprs: readonly Expr[], at: Position, seen: Set<Expr>): Problem[] {
  const parts: Expr[] = [];
  for (const expr of exprs) walk(expr, (part) => parts.push(part), seen);
  try {
    measureAll(parts);
    return [];
  } catch (thrown) {
    if (thrown instanceof TooLarge) return [problem("too_large", at)];
    throw thrown;
  }
}

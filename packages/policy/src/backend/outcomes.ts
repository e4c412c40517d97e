import type { Expr } from "../ir.js";

/** What an expression can come out as: the three truth values, and for other types `known` or `unknown`. */
export type Outcome = "true" | "false" | "known" | "unknown";
/** What a fact can be: for a boolean a subset of true, false and unknown; else of known and unknown. */
export type FactRange = ReadonlySet<Outcome>;

/**
 * Everything a boolean expression can come out as, given what each fact can be. Sound: an outcome that is left out cannot
 * happen. It treats equal facts in different places as independent, so an outcome that is named need not be reachable.
 */
export function possibleOutcomes(expr: Expr, range: (factId: string) => FactRange): Set<Outcome> {
  const outcomes = (part: Expr): Set<Outcome> => possibleOutcomes(part, range);
  switch (expr.kind) {
    case "literal":
      return new Set([ofValue(expr.value)]);
    case "parameter":
      return new Set([expr.value === null ? "unknown" : ofValue(expr.value)]);
    case "fact":
      return new Set(range(expr.id));
    case "rule":
      return expr.body ? outcomes(expr.body) : new Set(["unknown"]);
    case "not":
      return new Set([...outcomes(expr.arg)].map((each) => (each === "true" ? "false" : each === "false" ? "true" : each)));
    case "logic":
      return expr.op === "and" ? kleene(expr.args.map(outcomes), "false", "true") : kleene(expr.args.map(outcomes), "true", "false");
    case "known":
      return new Set([...outcomes(expr.arg)].map((each) => (each === "unknown" ? "false" : "true")));
    case "choose": {
      const condition = outcomes(expr.condition);
      const result = new Set<Outcome>();
      if (condition.has("unknown")) result.add("unknown");
      if (condition.has("true")) for (const each of outcomes(expr.consequent)) result.add(each);
      if (condition.has("false")) for (const each of outcomes(expr.alternative)) result.add(each);
      return result;
    }
    case "same":
      return new Set(["true", "false"]);
    case "compare":
      return strict([expr.left, expr.right].map(outcomes), ["true", "false"]);
    case "divide":
      return strict([expr.left, expr.right].map(outcomes), isNonZero(expr.right) ? ["known"] : ["known", "unknown"]);
    case "arithmetic":
      return strict([expr.left, expr.right].map(outcomes), ["known"]);
    case "extreme":
      return strict(expr.args.map(outcomes), ["known"]);
    case "shift":
      return strict([expr.from, expr.months].map(outcomes), ["known", "unknown"]);
    case "members":
      return ofMembers(expr, outcomes);
    case "elapsed":
      return strict([expr.from, expr.to].map(outcomes), ["known"]);
  }
}

/** Of however many members, none included. */
function ofMembers(expr: Expr & { kind: "members" }, outcomes: (part: Expr) => Set<Outcome>): Set<Outcome> {
  const parts = [expr.where, expr.body].flatMap((part) => (part ? [outcomes(part)] : []));
  const extreme = expr.fn === "min" || expr.fn === "max";
  const result = new Set<Outcome>(expr.type.kind === "boolean" ? ["true", "false"] : ["known"]);
  if (extreme || parts.some((part) => part.has("unknown"))) result.add("unknown");
  return result;
}

function ofValue(value: unknown): Outcome {
  return value === true ? "true" : value === false ? "false" : "known";
}

function isNonZero(expr: Expr): boolean {
  if (expr.kind !== "literal" && expr.kind !== "parameter") return false;
  return typeof expr.value === "bigint" ? expr.value !== 0n : typeof expr.value === "object" && expr.value !== null && expr.value.n !== 0n;
}

/** `dominant` decides alone; `neutral` comes out only where every part can be neutral. */
function kleene(parts: readonly ReadonlySet<Outcome>[], dominant: Outcome, neutral: Outcome): Set<Outcome> {
  const result = new Set<Outcome>();
  if (parts.some((part) => part.has(dominant))) result.add(dominant);
  if (parts.every((part) => part.has(neutral))) result.add(neutral);
  if (parts.some((part) => part.has("unknown")) && parts.every((part) => part.has(neutral) || part.has("unknown"))) result.add("unknown");
  return result;
}

/** An operation that is unknown exactly where a part is, and else one of `known`. */
function strict(parts: readonly ReadonlySet<Outcome>[], known: readonly Outcome[]): Set<Outcome> {
  const result = new Set<Outcome>();
  if (parts.some((part) => part.has("unknown"))) result.add("unknown");
  if (parts.every((part) => [...part].some((each) => each !== "unknown"))) for (const each of known) result.add(each);
  return result;
}

import type { Bilingual } from "@doudi/contract";
import { partsOf, type Expr } from "./ir.js";
import type { ProblemInfo } from "./problem.js";
import { hint } from "./hint.js";
import { ROSTER_SCOPES, SCOPES, type Scope } from "./pack/packSource.js";

/** What each scope is about. */
export const SCOPE_NAMES = {
  person: { zh: "花名册上的人", en: "a person on rosters" },
  row: { zh: "花名册行", en: "a roster row" },
  link: { zh: "疑似同一人", en: "a probable link" },
  household: { zh: "家庭", en: "a household" },
  member: { zh: "家庭成员", en: "a member of a household" },
} as const satisfies Record<Scope, Bilingual>;

export type ScopeSet = ReadonlySet<Scope>;

/** What an expression can be about, and whether its value can differ from one member of a household to another. */
export interface Usage {
  readonly scopes: ScopeSet;
  readonly member: boolean;
}

/** `clash`: two parts of an expression that do not go together, where it can be about nothing. */
export interface UsageFinding extends Usage {
  readonly clash: readonly [Expr, Expr] | null;
}

/** A household's facts can be used in what is said of its members too. */
export function usageOfFact(scopes: readonly Scope[]): Usage {
  const household = scopes.includes("household");
  return { scopes: new Set(household ? [...scopes, "member"] : scopes), member: !household && scopes.includes("member") };
}

const ANYTHING: Usage = { scopes: new Set(SCOPES), member: false };
const OF_MEMBERS: Usage = { scopes: new Set<Scope>(["household", "member"]), member: false };
const OF_ONE_MEMBER: Usage = { scopes: new Set<Scope>(["member"]), member: true };

/** Infers what an expression can be about; `of` says it for the facts and rules in it. */
export function findUsage(expr: Expr, of: (leaf: Expr & { kind: "fact" | "rule" }) => Usage): UsageFinding {
  const leaves = leavesOf(expr).map((leaf) => ({ leaf, usage: leaf.kind === "fact" || leaf.kind === "rule" ? of(leaf) : OF_MEMBERS }));
  const member = leaves.some(({ usage }) => usage.member);
  let { scopes } = expr.type.kind === "members" ? OF_ONE_MEMBER : ANYTHING;
  for (const [index, { leaf, usage }] of leaves.entries()) {
    scopes = new Set([...scopes].filter((scope) => usage.scopes.has(scope)));
    if (scopes.size > 0) continue;
    const apart = leaves.slice(0, index).find((each) => [...each.usage.scopes].every((scope) => !usage.scopes.has(scope)));
    return { scopes, member, clash: [(apart ?? leaves[0])?.leaf ?? leaf, leaf] };
  }
  return { scopes, member: member || expr.type.kind === "members", clash: null };
}

/** What an expression is made of, in reading order, without going into rules or what is asked of members. */
export function leavesOf(expr: Expr): Expr[] {
  if (expr.kind === "fact" || expr.kind === "rule" || expr.kind === "members") return [expr];
  return partsOf(expr).flatMap(leavesOf);
}

const NODES = { check: { zh: "疑点", en: "check" }, scheme: { zh: "待遇", en: "scheme" } } as const;

/** For the problem `scope`: `name`, which is about `scopes`, stands in a check or scheme that is about something else. */
export function scopeInfo(name: string, scopes: ScopeSet, want: Scope, node: keyof typeof NODES): ProblemInfo {
  const [of, wanted] = [scopeNames(scopes), SCOPE_NAMES[want]];
  const advice = ROSTER_SCOPES.some((each) => scopes.has(each)) ? ROSTER_HINT : scopes.has("member") ? MEMBERS_HINT : {};
  return { name, ofZh: of.zh, ofEn: of.en, wantZh: wanted.zh, wantEn: wanted.en, nodeZh: NODES[node].zh, nodeEn: NODES[node].en, ...advice };
}

/** The two parts of an expression that do not go together, for the problem `scope_clash`. */
export function clashInfo([a, b]: readonly [Expr, Expr], of: (leaf: Expr & { kind: "fact" | "rule" }) => Usage): ProblemInfo {
  const names = (leaf: Expr): Bilingual => scopeNames((leaf.kind === "fact" || leaf.kind === "rule" ? of(leaf) : OF_MEMBERS).scopes);
  const [x, y] = [names(a), names(b)];
  const roster = [a, b].some((leaf) => (leaf.kind === "fact" || leaf.kind === "rule") && ROSTER_SCOPES.some((scope) => of(leaf).scopes.has(scope)));
  return { a: a.text, aZh: x.zh, aEn: x.en, b: b.text, bZh: y.zh, bEn: y.en, ...(roster ? ROSTER_HINT : MEMBERS_HINT) };
}

/** To use what belongs to a member where a household is meant. */
const MEMBERS_HINT = hint("家庭要用成员的事实,请写 some、every、count、sum、min、max。", "To use members' facts for a household, write some, every, count, sum, min or max.");
/** Who decides households has no rosters to look at. */
const ROSTER_HINT = hint(
  "家庭和成员的事实见 nation/household-facts.yaml(如 周岁、持有残疾证),花名册的事实见 nation/facts.yaml。",
  "Facts of households and members stand in nation/household-facts.yaml, those of rosters in nation/facts.yaml.",
);

/** The names of scopes, for a message. */
export function scopeNames(scopes: ScopeSet): Bilingual {
  const names = [...scopes].map((scope) => SCOPE_NAMES[scope]);
  return { zh: names.map((name) => name.zh).join("、") || "-", en: names.map((name) => name.en).join(", ") || "-" };
}

import type { Bilingual, CitationView, ExplainedBody, ExplainedMembers, ExplainedParameter, ExplainedRule } from "@doudi/contract";
import { evaluate } from "../backend/javascript.js";
import { formatBoth } from "../format.js";
import { partsOf, readsMember, type Expr } from "../ir.js";
import type { Citation, Policy } from "../policy.js";
import { phraseOf, type NameFinder } from "../site/phraseOf.js";
import type { Subject } from "../subject.js";
import { isYesNo } from "../type.js";
import { outcomeOf, type Value } from "../value.js";

type MembersExpr = Expr & { kind: "members" };

/** What an expression names itself, apart from what is asked of members. */
interface Named {
  readonly rules: (Expr & { kind: "rule" })[];
  readonly parameters: string[];
  readonly members: MembersExpr[];
  /** Parts that are about a member of their own, so that they have no value here. */
  readonly inner: Set<Expr>;
}

/** Works out expressions of one household in words, and every rule that they go back to once for the household or member it is about. */
export class StepExplainer {
  readonly rules = new Map<string, ExplainedRule>();

  constructor(
    private readonly policy: Policy,
    private readonly subject: Subject,
  ) {}

  body(expr: Expr, member: number | null): ExplainedBody {
    const named = namedIn(expr);
    const values = (part: Expr): Value | null | undefined => (named.inner.has(part) ? undefined : evaluate(part, this.subject, member));
    return {
      words: phraseOf(expr, this.finder(member), values),
      rules: [...new Set(named.rules.map((rule) => this.step(rule, member)))],
      parameters: [...new Set(named.parameters)].flatMap((id) => usedParameter(this.policy, id) ?? []),
      members: named.members.map((each) => this.members(each, member)),
    };
  }

  /** The step of a rule as it stands in an expression about this member; null where it was not worked out. */
  stepOf(id: string, member: number | null): string | null {
    const own = member === null ? id : `${id}@${member + 1}`;
    return this.rules.has(own) ? own : this.rules.has(id) ? id : null;
  }

  private step(expr: Expr & { kind: "rule" }, member: number | null): string {
    const about = readsMember(expr) ? member : null;
    const step = about === null ? expr.id : `${expr.id}@${about + 1}`;
    if (this.rules.has(step)) return step;
    const rule = this.policy.rules.get(expr.id);
    const value = evaluate(expr, this.subject, about);
    const base: Omit<ExplainedRule, keyof ExplainedBody> = {
      step,
      id: expr.id,
      name: rule?.name ?? { zh: expr.text.trim(), en: expr.id },
      member: about === null ? null : about + 1,
      state: isYesNo(expr.type) ? outcomeOf(value) : null,
      text: formatBoth(expr.type, value),
      source: citationView(rule?.source ?? null),
      pack: this.packName(rule?.packId ?? ""),
      overrides: (rule?.overrides ?? []).map((override) => ({ pack: this.packName(override.packId), source: citationView(override.source), why: override.why })),
      notInForce: expr.body === null,
    };
    // A place for it before its own rules are worked out, so that steps stand in reading order.
    this.rules.set(step, { ...base, words: NOTHING, rules: [], parameters: [], members: [] });
    if (expr.body) this.rules.set(step, { ...base, ...this.body(expr.body, about) });
    return step;
  }

  private members(expr: MembersExpr, member: number | null): ExplainedMembers {
    const { where, body } = expr;
    const inner = [where, body].flatMap((part) => (part ? [namedIn(part)] : []));
    const rules = inner.flatMap((named) => named.rules);
    const value = evaluate(expr, this.subject, member);
    return {
      words: phraseOf(expr, this.finder(null)),
      text: formatBoth(expr.type, value),
      rows: this.subject.members.map((_, index) => {
        const counted = where ? outcomeOf(evaluate(where, this.subject, index)) : "yes";
        const added = body && counted !== "no" ? evaluate(body, this.subject, index) : null;
        return {
          member: index + 1,
          counted,
          text: body && counted !== "no" ? formatBoth(body.type, added) : null,
          rules: [...new Set(rules.map((rule) => this.step(rule, index)))],
        };
      }),
    };
  }

  private finder(member: number | null): NameFinder {
    return (id) => {
      const fact = this.policy.facts.get(id);
      if (fact) return { key: id, name: fact.name };
      const parameter = this.policy.parameters.get(id);
      if (parameter) return { key: id, name: { zh: parameter.name, en: parameter.en }, unit: parameter.unit };
      const rule = this.policy.rules.get(id);
      const perMember = rule !== undefined && member !== null && readsMember(rule.body);
      return { key: perMember ? `${id}@${member + 1}` : id, name: rule?.name ?? { zh: id, en: id } };
    };
  }

  private packName(id: string): Bilingual {
    return this.policy.chain.find((pack) => pack.id === id)?.name ?? { zh: id, en: id };
  }
}

const NOTHING: ExplainedRule["words"] = { zh: { kind: "line", parts: [] }, en: { kind: "line", parts: [] } };

function namedIn(root: Expr): Named {
  const named: Named = { rules: [], parameters: [], members: [], inner: new Set() };
  const visit = (expr: Expr, inner: boolean): void => {
    if (inner) named.inner.add(expr);
    if (expr.kind === "parameter") named.parameters.push(expr.id);
    if (expr.kind === "rule") {
      if (!inner) named.rules.push(expr);
      return;
    }
    if (expr.kind === "members") {
      if (!inner) named.members.push(expr);
      for (const part of partsOf(expr)) visit(part, true);
      return;
    }
    for (const part of partsOf(expr)) visit(part, inner);
  };
  visit(root, false);
  return named;
}

/** A parameter with its value, its status and its clause. */
export function usedParameter(policy: Policy, id: string): ExplainedParameter | null {
  const parameter = policy.parameters.get(id);
  if (!parameter) return null;
  const { name, en, value, formatted, status, from, source } = parameter;
  return { id, name: { zh: name, en }, text: value === null ? null : formatted, status, from, source: citationView(source) };
}

export function citationView(source: Citation | null): CitationView | null {
  return source && { doc: source.doc, number: source.number, title: source.title, clause: source.clause, verified: source.status === "verified" };
}

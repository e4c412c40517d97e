import { maskId, maskName, type Bilingual, type ExplainedHousehold, type ExplainedMember, type ExplainedPart, type ExplainedScheme, type ExplainedValue, type Explanation } from "@doudi/contract";
import { evaluate } from "../backend/javascript.js";
import { evaluateScheme, type Decision } from "../evaluateScheme.js";
import { formatBoth } from "../format.js";
import type { Expr } from "../ir.js";
import type { Fact, Policy, Scheme } from "../policy.js";
import type { Subject } from "../subject.js";
import { outcomeOf, toValue, type FactSource } from "../value.js";
import { citationView, StepExplainer, usedParameter } from "./stepExplainer.js";

/** What the decision of one household consists of: schemes with their rules, in words with every value used. Names and ids come out masked. */
export type ExplainedDecisions = Pick<Explanation, "schemes" | "rules" | "household" | "set">;

/**
 * Explains what each scheme of the policy comes to for a household; `schemes` picks some by id. A scheme of persons is
 * explained for every member.
 */
export function explainDecisions(policy: Policy, subject: Subject, schemes: readonly string[] | null = null): ExplainedDecisions {
  const steps = new StepExplainer(policy, subject);
  const explained = policy.schemes.filter(({ id }) => schemes === null || schemes.includes(id)).flatMap((scheme) => {
    const members = scheme.unit === "person" ? subject.members.map((_, index) => index) : [null];
    return members.map((member) => explainScheme(policy, subject, steps, scheme, member));
  });
  const set = [...policy.parameters.values()].filter(({ status }) => status === "set").map(({ id, name, en, formatted }): ExplainedValue => ({ id, name: { zh: name, en }, text: formatted }));
  return { schemes: explained, rules: Object.fromEntries(steps.rules), household: describeHousehold(policy, subject), set };
}

function explainScheme(policy: Policy, subject: Subject, steps: StepExplainer, scheme: Scheme, member: number | null): ExplainedScheme {
  const decision = evaluateScheme(policy, scheme, subject, member);
  const part = (label: ExplainedPart["label"], expr: Expr | null): ExplainedPart[] => {
    if (!expr) return [];
    const value = evaluate(expr, subject, member);
    const text = formatBoth(expr.type, value);
    return [{ label, text, state: expr.type.kind === "boolean" ? outcomeOf(value) : null, ...steps.body(expr, member) }];
  };
  const due = decision.outcome === "yes";
  return {
    id: scheme.id, name: scheme.name, unit: scheme.unit, member: member === null ? null : member + 1,
    outcome: decision.outcome,
    class: classOf(scheme, decision),
    amountFenMonth: decision.amount === null ? null : Number(decision.amount),
    until: decision.until,
    lead: scheme.lead && scheme.lead.value !== null ? scheme.lead.formatted : null,
    source: citationView(scheme.source),
    reasons: decision.reasons.map((id) => explainReason(policy, subject, steps, id, member)),
    missing: decision.missing.map((path) => explainMissing(policy, subject, path, scheme, member)),
    unsourced: scheme.unsourced.flatMap((id) => usedParameter(policy, id.replace(/:set$/, "")) ?? []),
    parts: [...part("entitled", scheme.entitled), ...(due ? [...part("class", scheme.class), ...part("amount", scheme.amount), ...part("until", scheme.until)] : [])],
  };
}

function classOf({ class: expr }: Scheme, { class: value }: Decision): Bilingual | null {
  return expr && value !== null ? formatBoth(expr.type, value) : null;
}

function explainReason(policy: Policy, subject: Subject, steps: StepExplainer, id: string, member: number | null): ExplainedScheme["reasons"][number] {
  const rule = policy.rules.get(id);
  return {
    id,
    step: steps.stepOf(id, member),
    name: rule?.name ?? { zh: id, en: id },
    state: rule ? outcomeOf(evaluate(rule.body, subject, member)) : "unknown",
    source: citationView(rule?.source ?? null),
  };
}

/** `path` is where the fact stands in the data, or the id of a parameter. */
function explainMissing(policy: Policy, subject: Subject, path: string, scheme: Scheme, member: number | null): ExplainedScheme["missing"][number] {
  const parameter = policy.parameters.get(path);
  const facts = [...policy.facts.values()].filter((fact) => fact.input === path && scheme.factIds.has(fact.id));
  const fact = facts[0] ?? [...policy.facts.values()].find((each) => each.input === path);
  if (!fact) return { id: path, kind: "parameter", name: parameter ? { zh: parameter.name, en: parameter.en } : { zh: path, en: path }, members: [] };
  const ofMember = fact.scopes.includes("member") && !fact.scopes.includes("household");
  const lacking = subject.members.flatMap((source, index) => (isUnknown(fact, source) && (member === null || member === index) ? [index + 1] : []));
  return { id: path, kind: "fact", name: fact.name, members: ofMember ? lacking : [] };
}

function isUnknown(fact: Fact, source: FactSource): boolean {
  return toValue(fact.type, source(fact.id), fact.id) === null;
}

/** Facts that name the person are shown masked, beside the others. */
const NAMING = new Set(["name", "id_number", "relation", "as_of", "household_no", "division_code"]);

function describeHousehold(policy: Policy, { facts, members }: Subject): ExplainedHousehold {
  const known = (source: FactSource, scope: "household" | "member"): ExplainedValue[] =>
    [...policy.facts.values()].flatMap((fact) => {
      if (!fact.scopes.includes(scope) || NAMING.has(fact.id)) return [];
      const value = toValue(fact.type, source(fact.id), fact.id);
      return value === null ? [] : [{ id: fact.id, name: fact.name, text: formatBoth(fact.type, value) }];
    });
  const text = (source: FactSource, id: string): string | null => {
    const value = policy.facts.has(id) ? source(id) : null;
    return typeof value === "string" && value !== "" ? value : null;
  };
  const relation = policy.facts.get("relation");
  return {
    no: text(facts, "household_no") ?? "",
    division: text(facts, "division_code"),
    facts: known(facts, "household"),
    members: members.map((source, index): ExplainedMember => {
      const [name, id, role] = [text(source, "name"), text(source, "id_number"), text(source, "relation")];
      return {
        no: index + 1,
        name: name === null ? null : maskName(name),
        id: id === null ? null : maskId(id),
        relation: relation && role !== null ? formatBoth(relation.type, role) : null,
        facts: known(source, "member"),
      };
    }),
  };
}

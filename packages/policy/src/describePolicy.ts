import type { Lang } from "@doudi/contract";
import type { AppliedOverride, Citation, Policy } from "./policy.js";

export interface PolicyDescription {
  readonly division: string;
  readonly date: string;
  readonly chain: readonly { readonly id: string; readonly version: string; readonly name: string }[];
  readonly parameters: readonly ParameterLine[];
  readonly rules: readonly NodeLine[];
  readonly schemes: readonly SchemeLine[];
  readonly checks: readonly (NodeLine & { readonly unless: string | null; readonly severities: readonly string[]; readonly unsourced: readonly string[] })[];
}

export interface ParameterLine {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly from: string | null;
  /** Exclusive; null: until further notice. */
  readonly to: string | null;
  readonly status: string;
  readonly source: string;
  readonly pack: string;
}

export interface NodeLine {
  readonly id: string;
  readonly name: string;
  readonly expression: string;
  readonly source: string;
  readonly pack: string;
  /** Where a lower pack changed it: its clause and why. */
  readonly changed: readonly string[];
}

export interface SchemeLine extends NodeLine {
  readonly unit: "household" | "person";
  /** As the packs have them; null where the scheme has none. */
  readonly class: string | null;
  readonly amount: string | null;
  readonly until: string | null;
  /** The department in the lead, "" where it is not known. */
  readonly lead: string;
  readonly unsourced: readonly string[];
}

/** What is in force in a place on a day, as texts in one language, for `doudi pack show` and for reports. */
export function describePolicy(policy: Policy, lang: Lang): PolicyDescription {
  const changed = (overrides: readonly AppliedOverride[]): string[] =>
    overrides.map((each) => [citationText(each.source, lang), each.why?.[lang] ?? ""].filter((part) => part !== "").join(lang === "zh" ? ":" : ": "));
  const schemeIds = new Set(policy.schemes.map((each) => each.id));
  return {
    division: policy.division,
    date: policy.date,
    chain: policy.chain.map(({ id, version, name }) => ({ id, version, name: name[lang] })),
    parameters: [...policy.parameters.values()].map((each) => ({
      id: each.id, name: lang === "zh" ? each.name : each.en, value: each.formatted[lang], from: each.from, to: each.to, status: each.status, source: citationText(each.source, lang), pack: each.packId,
    })),
    rules: [...policy.rules.values()].filter((each) => !schemeIds.has(each.id)).map((each) => ({
      id: each.id, name: each.name[lang], expression: each.expressionText, source: citationText(each.source, lang), pack: each.packId, changed: changed(each.overrides),
    })),
    schemes: policy.schemes.map((each) => ({
      id: each.id, name: each.name[lang], unit: each.unit, expression: each.expressionText, class: each.class?.text ?? null, amount: each.amount?.text ?? null, until: each.until?.text ?? null,
      lead: each.lead?.value ? each.lead.formatted[lang] : "", source: citationText(each.source, lang), pack: each.packId, changed: changed(each.overrides), unsourced: each.unsourced,
    })),
    checks: policy.checks.map((each) => ({
      id: each.id, name: each.name[lang], expression: each.expressionText, unless: each.unless?.text ?? null, severities: [...new Set(each.cases.map((one) => one.severity))],
      source: citationText(each.source, lang), pack: each.packId, changed: changed(each.overrides), unsourced: each.unsourced,
    })),
  };
}

/** A document's number, else its title, and the clause; says so where the document is not verified. "" for none. */
export function citationText(source: Citation | null, lang: Lang): string {
  if (!source) return "";
  const unverified = source.status === "verified" ? "" : lang === "zh" ? "(出处未核实)" : " (not verified)";
  return `${source.number ?? (lang === "zh" ? `《${source.title.zh}》` : source.title.en)}${lang === "en" && source.clause !== "" ? " " : ""}${source.clause}${unverified}`;
}

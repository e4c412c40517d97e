import type { Bilingual, BilingualPhrase, Period, Phrase, SiteChange, SiteDocument, SiteFact, SiteNode, SitePack, SiteParameter, SitePart } from "@doudi/contract";
import { walk, type Expr } from "../ir.js";
import { chainOf, effectivePeriod, fieldsOf, findParameter, nameOf, type CaseNode, type OverrideNode, type Pack, type PackLibrary } from "../pack/packLibrary.js";
import type { ExpressionSource, SchemeParts } from "../pack/packSource.js";
import { typeName, type Type } from "../type.js";
import { phraseOf, reasonPhrase, type NameFinder } from "./phraseOf.js";
import { siteExamples } from "./siteExamples.js";
import { SiteNames } from "./siteNames.js";
import { siteTracks, siteValues } from "./siteValues.js";

/** All packs as the site shows them: nodes in words, linked with what they use and what uses them, with changes below and examples. */
export function describePacks(library: PackLibrary): SitePack[] {
  const builder = new SiteBuilder(library);
  return [...library.packs.values()].map((pack) => builder.pack(pack));
}

class SiteBuilder {
  private readonly names: SiteNames;
  /** Keys used, by the key of what uses them; and the other way round. */
  private readonly uses = new Map<string, Set<string>>();
  private readonly usedBy = new Map<string, Set<string>>();
  private readonly citedBy = new Map<string, Set<string>>();
  private readonly changedBy = new Map<string, string[]>();

  constructor(private readonly library: PackLibrary) {
    this.names = new SiteNames(library);
    for (const pack of library.packs.values()) this.index(pack);
  }

  pack(pack: Pack): SitePack {
    const { id, version, name, division } = pack.written;
    return {
      id, version, name, division,
      chain: chainOf(pack).map((each) => each.id),
      documents: [...pack.documents.values()].map((document): SiteDocument => ({
        key: `${id}/${document.id}`, number: document.number, title: document.title, issued: document.issued, from: document.from, to: document.to,
        verified: document.status === "verified", note: document.note, citedBy: [...(this.citedBy.get(`${id}/${document.id}`) ?? [])],
      })),
      nodes: this.nodes(pack),
      parameters: [...pack.parameters].map(([parameterId, node]): SiteParameter => ({
        key: `${id}/${parameterId}`, id: parameterId, name: nameOf(node.written), unit: node.unit,
        tracks: siteTracks(this.library, pack, node, this.names), usedBy: this.users(`${id}/${parameterId}`),
      })),
      facts: [...pack.facts.values()].map((fact): SiteFact => ({
        key: `${id}/${fact.id}`, id: fact.id, name: fact.name, type: givesOf(fact.type),
        scopes: fact.scopes, values: fact.values.map((value) => value.name), rosters: fact.rosters, usedBy: this.users(`${id}/${fact.id}`),
      })),
      changes: pack.overrides.map((override, index) => this.change(pack, override, index)),
    };
  }

  private nodes(pack: Pack): SiteNode[] {
    const finder = this.names.finder(pack);
    const nodes = [...pack.rules].map(([id, node]): SiteNode => {
      const scheme = pack.schemes.get(id);
      const written = node.written.is.text;
      return {
        ...this.common(pack, id), id, kind: scheme ? "scheme" : "rule", unit: scheme?.written.unit ?? null, name: nameOf(node.written),
        gives: scheme ? null : givesOf(node.body.type), period: effectivePeriod(node.written, node.source), source: this.names.citation(pack, node.source?.citation ?? null),
        parts: scheme ? [part("entitled", written, node.body, finder), ...schemeParts(scheme, scheme.written, finder)] : [part("is", written, node.body, finder)],
      };
    });
    const checks = [...pack.checks].map(([id, node]): SiteNode => ({
      ...this.common(pack, id), id, kind: "check", unit: null, name: nameOf(node.written), gives: null,
      period: effectivePeriod(node.written, node.source), source: this.names.citation(pack, node.source?.citation ?? null),
      parts: [
        part("when", node.written.when.text, node.when, finder),
        ...(node.unless ? [part("unless", node.written.unless?.text ?? node.unless.text, node.unless, finder)] : []),
        ...node.cases.map((each) => casePart(each, finder)),
      ],
    }));
    return [...nodes, ...checks];
  }

  private common(pack: Pack, id: string): Pick<SiteNode, "key" | "uses" | "usedBy" | "changedBy" | "examples"> {
    const key = `${pack.id}/${id}`;
    return { key, uses: [...(this.uses.get(key) ?? [])], usedBy: this.users(key), changedBy: this.changedBy.get(key) ?? [], examples: siteExamples(pack, id, this.names) };
  }

  private change(pack: Pack, override: OverrideNode, index: number): SiteChange {
    const { written } = override;
    const finder = this.names.finder(pack);
    const target = this.names.find(pack, written.replaces);
    const parameter = findParameter(pack, written.replaces);
    return {
      key: changeKey(pack, override, index),
      of: target?.key ?? written.replaces,
      name: target?.name ?? { zh: written.replaces, en: written.replaces },
      period: periodOf(override),
      source: this.names.citation(pack, override.source?.citation ?? null),
      why: written.why,
      absent: written.absent,
      citationOnly: fieldsOf(written).length === 0,
      parts: [
        ...(override.is ? [part(this.isScheme(pack, written.replaces) ? "entitled" : "is", (written.entitled ?? written.is)?.text ?? null, override.is, finder)] : []),
        ...schemeParts(override, written, finder),
        ...(override.when ? [part("when", written.when?.text ?? null, override.when, finder)] : []),
        ...(override.unless ? [part("unless", written.unless?.text ?? null, override.unless, finder)] : []),
        ...(override.cases ?? []).map((each) => casePart(each, finder)),
      ],
      values: override.values && parameter ? siteValues(pack, override.values, parameter, this.names) : [],
      examples: pack.overrides.findIndex((each) => each.written.replaces === written.replaces) === index ? siteExamples(pack, written.replaces, this.names) : [],
    };
  }

  private isScheme(pack: Pack, id: string): boolean {
    return chainOf(pack).some((each) => each.schemes.has(id));
  }

  private users(key: string): string[] {
    return [...(this.usedBy.get(key) ?? [])];
  }

  private index(pack: Pack): void {
    for (const [id, node] of pack.rules) {
      const scheme = pack.schemes.get(id);
      this.indexNode(pack, `${pack.id}/${id}`, [node.body, ...(scheme ? expressionsOfParts(scheme) : [])], [node.source?.citation.doc], scheme?.lead ?? null);
    }
    for (const [id, node] of pack.checks) this.indexNode(pack, `${pack.id}/${id}`, [node.when, node.unless, ...expressionsOfCases(node.cases)], [node.source?.citation.doc]);
    for (const [id, node] of pack.parameters) this.indexNode(pack, `${pack.id}/${id}`, [], node.values.map((value) => value.source?.doc));
    pack.overrides.forEach((override, index) => {
      const key = changeKey(pack, override, index);
      const target = this.names.find(pack, override.written.replaces)?.key;
      if (target) this.changedBy.set(target, [...(this.changedBy.get(target) ?? []), key]);
      this.indexNode(pack, key, [override.is, override.when, override.unless ?? null, ...expressionsOfCases(override.cases ?? []), ...expressionsOfParts(override)], [override.source?.citation.doc, ...(override.values ?? []).map((value) => value.source?.doc)], override.lead ?? null);
    });
  }

  private indexNode(pack: Pack, key: string, expressions: readonly (Expr | null)[], docs: readonly (string | undefined)[], lead: string | null = null): void {
    const leads = lead === null ? undefined : this.names.find(pack, lead)?.key;
    if (leads !== undefined) {
      addTo(this.uses, key, leads);
      addTo(this.usedBy, leads, key);
    }
    for (const expression of expressions) {
      if (!expression) continue;
      walk(expression, (part) => {
        if (part.kind !== "fact" && part.kind !== "parameter" && part.kind !== "rule") return;
        const used = this.names.find(pack, part.id)?.key;
        if (!used) return;
        addTo(this.uses, key, used);
        addTo(this.usedBy, used, key);
      });
    }
    for (const doc of docs) {
      const owner = doc === undefined ? undefined : chainOf(pack).find((each) => each.documents.has(doc));
      if (owner) addTo(this.citedBy, `${owner.id}/${doc}`, key);
    }
  }
}

/** Several overrides of one node may follow each other in time, so their place in the pack tells them apart. */
function changeKey(pack: Pack, override: OverrideNode, index: number): string {
  const before = pack.overrides.slice(0, index).filter((each) => each.written.replaces === override.written.replaces).length;
  return `${pack.id}/~${override.written.replaces}${before === 0 ? "" : `~${before + 1}`}`;
}

/** An override of values alone begins with the first of them. */
function periodOf(override: OverrideNode): Period {
  const own = effectivePeriod(override.written, override.source);
  const first = override.values?.[0]?.from ?? null;
  return override.values && override.written.from === null && first !== null ? { from: first, to: override.written.to } : own;
}

function part(label: SitePart["label"], written: string | null, expression: Expr, finder: NameFinder): SitePart {
  return { label, written: written?.trim() ?? null, words: phraseOf(expression, finder), severity: null, reason: null };
}

/** What a scheme has, or an override of one changes, besides who is entitled. */
function schemeParts(parts: SchemeParts<Expr, string>, written: SchemeParts<ExpressionSource, ExpressionSource>, finder: NameFinder): SitePart[] {
  const own = (["class", "amount", "until"] as const).flatMap((label) => {
    const expression = parts[label];
    return expression ? [part(label, written[label]?.text ?? null, expression, finder)] : [];
  });
  if (!parts.lead) return own;
  const { key, name } = finder(parts.lead);
  const line = (lang: "zh" | "en"): Phrase => ({ kind: "line", parts: [{ to: key, text: name[lang] }] });
  return [...own, { label: "lead", written: written.lead?.text.trim() ?? null, words: { zh: line("zh"), en: line("en") }, severity: null, reason: null }];
}

function expressionsOfParts(parts: SchemeParts<Expr, string>): (Expr | null)[] {
  return [parts.class ?? null, parts.amount ?? null, parts.until ?? null];
}

function givesOf(type: Type): Bilingual {
  return type.kind === "enum" ? { zh: "枚举", en: "one of" } : typeName(type);
}

function casePart(each: CaseNode, finder: NameFinder): SitePart {
  const words: BilingualPhrase | null = each.when && phraseOf(each.when, finder);
  return { label: "case", written: each.written.when?.text.trim() ?? null, words, severity: each.written.severity, reason: reasonPhrase(each.reason, finder) };
}

function expressionsOfCases(cases: readonly CaseNode[]): (Expr | null)[] {
  return cases.flatMap((each) => [each.when, ...[...each.reason.zh, ...each.reason.en].map((part) => (typeof part === "string" ? null : part.expr))]);
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key) ?? new Set();
  map.set(key, set.add(value));
}

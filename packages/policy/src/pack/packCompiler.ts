import { BOOLEAN, DATE, INTEGER, MONEY, RATE, TEXT, sameType, typeInWords, typesInfo, type Type, type TypeKind } from "../type.js";
import { placeText, type Position, type ProblemInfo } from "../problem.js";
import { badValueInfo, didYouMean, nearestWord } from "../hint.js";
import { compileExpression, compileTemplate } from "../expression/compileExpression.js";
import { clashInfo, findUsage, leavesOf, scopeInfo, usageOfFact, type Usage } from "../scopes.js";
import type { NameSymbol, Vocabulary } from "../expression/typeCheck.js";
import type { Expr } from "../ir.js";
import type { Fact } from "../policy.js";
import type { Value } from "../value.js";
import { isNegative, parseValue } from "./parseValue.js";
import type { ProblemList } from "./yamlNode.js";
import { chainOf, fieldsOf, nameOf, type CaseNode, type CheckNode, type DatedCitation, type DatedValue, type OverrideNode, type Pack, type ParameterNode, type RuleNode, type SchemeNode } from "./packLibrary.js";
import type {
  CaseSource, CitationSource, DatedValueSource, DocumentSource, ExpressionSource, FactSourceNode, OverrideSource, PackSource, ParameterSource, RuleSource, SchemeParts, SchemeSource, Scope,
} from "./packSource.js";

interface Entry {
  readonly kind: "fact" | "parameter" | "rule" | "scheme" | "check";
  readonly id: string;
  readonly at: Position;
}

/** Looks up the names of one pack and types its expressions, the packs above it done before. */
export class PackCompiler {
  private readonly ids = new Map<string, Entry>();
  private readonly names = new Map<string, Entry>();
  private readonly documents = new Map<string, DocumentSource>();
  private readonly facts = new Map<string, Fact>();
  private readonly parameters = new Map<string, ParameterNode>();
  private readonly rules = new Map<string, RuleNode>();
  private readonly schemes = new Map<string, SchemeNode>();
  private readonly ruleSources: ReadonlyMap<string, RuleSource>;
  /** Rules whose typing is under way, to notice a circle. */
  private readonly typing: string[] = [];
  private readonly failed = new Set<string>();
  private readonly chain: readonly Pack[];
  private readonly vocabulary: Vocabulary = { find: (name) => this.find(name), suggest: (name) => this.suggest(name) };

  constructor(
    private readonly source: PackSource,
    private readonly parent: Pack | null,
    private readonly list: ProblemList,
  ) {
    this.chain = parent ? chainOf(parent) : [];
    const ofSchemes = source.schemes.map((scheme): RuleSource => ({ ...scheme, is: scheme.entitled }));
    this.ruleSources = new Map([...source.rules, ...ofSchemes].map((rule) => [rule.id, rule]));
  }

  compile(): Pack {
    const { source } = this;
    for (const pack of this.chain) this.enterAll(pack.written);
    for (const document of source.documents) this.addDocument(document);
    this.enterAll(source);
    for (const fact of source.facts) this.facts.set(fact.id, this.fact(fact));
    for (const parameter of source.parameters) this.parameters.set(parameter.id, this.parameter(parameter));
    for (const id of this.ruleSources.keys()) this.rule(id);
    for (const scheme of source.schemes) this.schemes.set(scheme.id, { written: scheme, ...this.schemeParts(scheme) });
    return {
      written: source,
      id: source.id,
      parent: this.parent,
      depth: this.chain.length,
      documents: this.documents,
      facts: this.facts,
      parameters: this.parameters,
      rules: this.rules,
      schemes: this.schemes,
      checks: this.checks(),
      overrides: source.overrides.flatMap((override) => this.override(override) ?? []),
      examples: source.examples,
    };
  }

  private enterAll(pack: PackSource): void {
    const report = pack === this.source;
    const kinds = [["fact", pack.facts], ["parameter", pack.parameters], ["rule", pack.rules], ["scheme", pack.schemes], ["check", pack.checks]] as const;
    for (const [kind, nodes] of kinds) for (const node of nodes) this.enter({ kind, id: node.id, at: node.at }, node.name, report);
  }

  private enter(entry: Entry, name: string, report: boolean): void {
    // Ids and names share one space: an expression may use either, so neither may hide the other.
    const taken = this.ids.get(entry.id) ?? this.names.get(entry.id);
    const namesake = this.names.get(name) ?? this.ids.get(name);
    if (taken) {
      if (report) this.list.add("duplicate_id", entry.at, { id: entry.id, where: placeText(taken.at) });
    } else this.ids.set(entry.id, entry);
    if (namesake && namesake !== entry) {
      if (report && namesake !== taken) this.list.add("duplicate_name", entry.at, { name, where: placeText(namesake.at) });
    } else this.names.set(name, entry);
  }

  private addDocument(document: DocumentSource): void {
    const twin = this.documents.get(document.id) ?? this.findDocument(document.id);
    if (twin) this.list.add("duplicate_id", document.at, { id: document.id, where: placeText(twin.at) });
    else this.documents.set(document.id, document);
  }

  private findDocument(id: string): DocumentSource | undefined {
    return this.documents.get(id) ?? this.chain.find((pack) => pack.documents.has(id))?.documents.get(id);
  }

  private documentIds(): string[] {
    return [...this.documents.keys(), ...this.chain.flatMap((pack) => [...pack.documents.keys()])];
  }

  private cite(source: CitationSource | null): DatedCitation | null {
    if (!source) return null;
    const document = this.findDocument(source.doc);
    if (!document) return source.doc === "" ? null : this.list.add("unknown_document", source.at, { doc: source.doc, ...didYouMean(nearestWord(source.doc, this.documentIds())) });
    const { number, title, status, from, to } = document;
    return { from, to, citation: { doc: document.id, number, title, clause: source.clause, status } };
  }

  private inChain<T>(pick: (pack: Pack) => ReadonlyMap<string, T>, own: ReadonlyMap<string, T>, id: string): T | undefined {
    return own.get(id) ?? this.chain.map((pack) => pick(pack).get(id)).find((found) => found !== undefined);
  }

  private find(name: string): NameSymbol | undefined {
    const entry = this.names.get(name) ?? this.ids.get(name);
    if (!entry) return undefined;
    const { id, kind } = entry;
    if (kind === "check") return { kind };
    if (kind === "parameter") return { kind, id, type: this.inChain((pack) => pack.parameters, this.parameters, id)?.type ?? null };
    if (kind === "fact") {
      const fact = this.getFact(id);
      return { kind, id, type: fact?.type ?? null, ...usageOfFact(fact?.scopes ?? []) };
    }
    const rule = this.rule(id);
    return { kind: "rule", id, type: rule?.body.type ?? null, ...(rule?.usage ?? usageOfFact([])) };
  }

  private getFact(id: string): Fact | undefined {
    return this.inChain((pack) => pack.facts, this.facts, id);
  }

  private readonly usageOf = (leaf: Expr & { kind: "fact" | "rule" }): Usage =>
    leaf.kind === "fact" ? usageOfFact(this.getFact(leaf.id)?.scopes ?? []) : (this.rule(leaf.id)?.usage ?? usageOfFact([]));

  /** What the expression can be about; null after saying which parts of it do not go together. */
  private usage(expr: Expr, { node, text }: ExpressionSource): Usage | null {
    const found = findUsage(expr, this.usageOf);
    if (!found.clash) return found;
    const at = node.positionInText(Math.max(0, text.indexOf(found.clash[1].text)));
    return this.list.add("scope_clash", at, clashInfo(found.clash, this.usageOf));
  }

  private suggest(name: string): string[] {
    const known = [...this.names].filter(([, entry]) => entry.kind !== "check");
    if (/^\w+$/.test(name)) return nearestWord(name, known.map(([, { id }]) => id));
    const letters = new Set(name);
    const scored = known.map(([word]) => {
      const shared = [...new Set(word)].filter((letter) => letters.has(letter)).length;
      return { word, score: shared / Math.max(letters.size, new Set(word).size) };
    });
    return scored.filter(({ score }) => score >= 0.5).sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1)).slice(0, 3).map(({ word }) => word);
  }

  private fact(source: FactSourceNode): Fact {
    const { id, scopes, rosters, values } = source;
    const type = this.typeOf(source.type, values);
    return { id, name: nameOf(source), type, scopes, rosters, values, input: source.input ?? id, absent: this.absence(source, type), packId: this.source.id };
  }

  private absence({ absent }: FactSourceNode, type: Type): Value | null {
    if (absent === null) return null;
    const text = absent.text();
    if (type.kind === "date" && text === "none") return text;
    const parsed = type.kind === "date" ? null : parseValue(type, text);
    if (!parsed) return absent.problem("bad_value", badValueInfo(type, text));
    return parsed.value;
  }

  private typeOf(kind: TypeKind, values: Fact["values"]): Type {
    const simple = { boolean: BOOLEAN, integer: INTEGER, money: MONEY, rate: RATE, date: DATE, text: TEXT } as const;
    return kind === "enum" ? { kind, values } : simple[kind];
  }

  private parameter(source: ParameterSource): ParameterNode {
    const values = source.of === null ? source.choices : (this.getFact(source.of)?.values ?? []);
    if (source.type === "enum" && values.length === 0) this.list.add("missing_key", source.at, { key: "choices" });
    const type = this.typeOf(source.type, values);
    const unit = source.unit ?? (type.kind === "money" ? "元" : null);
    return { written: source, type, unit, values: this.datedValues(source.id, source.values, type, unit, null) };
  }

  /** Values in order of time; each lasts until its `to`, else until the next begins. */
  private datedValues(id: string, written: readonly DatedValueSource[], type: Type, unit: string | null, fallback: CitationSource | null): DatedValue[] {
    const values = written.flatMap((each): DatedValue[] => {
      if (each.value.isNull) return [];
      const text = each.value.text();
      const parsed = parseValue(type, text);
      const source = this.cite(each.source ?? fallback)?.citation ?? null;
      if (!parsed) {
        each.value.problem("bad_value", badValueInfo(type, text));
        return [];
      }
      if (isNegative(parsed)) each.value.problem("negative", { text });
      if (parsed.unit !== null && parsed.unit !== unit) each.value.problem("unit_differs", { text, unit: unit ?? "-" });
      return [{ at: each.at, from: each.from, to: each.to, value: parsed.value, source, written: each }];
    });
    values.sort((a, b) => ((a.from ?? "") < (b.from ?? "") ? -1 : (a.from ?? "") > (b.from ?? "") ? 1 : 0));
    return values.map((each, index) => {
      const next = values[index + 1];
      const begins = next?.from ?? null;
      if (next && (begins === each.from || (each.to !== null && begins !== null && begins < each.to))) {
        this.list.add("values_overlap", next.at, { id, date: begins ?? "", where: placeText(each.at) });
      }
      return { ...each, to: each.to ?? begins };
    });
  }

  private rule(id: string): RuleNode | null {
    const known = this.inChain((pack) => pack.rules, this.rules, id);
    if (known) return known;
    const source = this.ruleSources.get(id);
    if (!source || this.failed.has(id)) return null;
    if (this.typing.includes(id)) return this.list.add("rule_cycle", source.at, { path: [...this.typing.slice(this.typing.indexOf(id)), id].join(" → ") });
    this.typing.push(id);
    const scheme = this.ids.get(id)?.kind === "scheme";
    const body = compileExpression(source.is, this.vocabulary, this.list, scheme ? BOOLEAN : null);
    const usage = body && this.usage(body, source.is);
    this.typing.pop();
    if (!body || !usage || !this.isRounded(body, source.is.node.at)) {
      this.failed.add(id);
      return null;
    }
    const node: RuleNode = { written: source, body, usage, source: this.cite(source.source) };
    this.rules.set(id, node);
    return node;
  }

  private isRounded(expr: Expr, at: Position): boolean {
    if (expr.type.kind !== "money" || expr.type.rounded) return true;
    this.list.add("unrounded", at);
    return false;
  }

  private schemeParts(written: SchemeParts<ExpressionSource, ExpressionSource>): SchemeParts<Expr, string> {
    return { class: this.part(written.class, null), amount: this.part(written.amount, MONEY), until: this.part(written.until, DATE), lead: this.lead(written.lead) };
  }

  private part(source: ExpressionSource | null | undefined, want: Type | null): Expr | null | undefined {
    if (!source) return source;
    const { at } = source.node;
    const expr = compileExpression(source, this.vocabulary, this.list, want);
    if (!expr || !this.isRounded(expr, at)) return null;
    if (!want && expr.type.kind !== "enum" && expr.type.kind !== "text") {
      const got = typeInWords(expr.type);
      return this.list.add("expected_type", at, { wantZh: "枚举或文本", wantEn: "one of several values or a text", gotZh: got.zh, gotEn: got.en });
    }
    return expr;
  }

  private lead(source: ExpressionSource | null | undefined): string | null | undefined {
    if (!source) return source;
    const name = source.text.trim();
    const found = this.find(name);
    if (found?.kind === "parameter" && found.type?.kind === "enum") return found.id;
    return source.node.problem("lead_parameter", { name });
  }

  private readonly unitOf = (parameterId: string): string | null => this.inChain((pack) => pack.parameters, this.parameters, parameterId)?.unit ?? null;

  private cases(sources: readonly CaseSource[]): CaseNode[] {
    return sources.map((written) => ({
      written,
      when: written.when && compileExpression(written.when, this.vocabulary, this.list, BOOLEAN),
      reason: { zh: compileTemplate(written.reason.zh, this.vocabulary, this.unitOf, this.list), en: compileTemplate(written.reason.en, this.vocabulary, this.unitOf, this.list) },
    }));
  }

  private checks(): Map<string, CheckNode> {
    const checks = new Map<string, CheckNode>();
    for (const written of this.source.checks) {
      const when = compileExpression(written.when, this.vocabulary, this.list, BOOLEAN);
      const unless = written.unless && compileExpression(written.unless, this.vocabulary, this.list, BOOLEAN);
      const cases = this.cases(written.cases);
      const source = this.cite(written.source);
      if (when) checks.set(written.id, { written, when, unless, cases, source });
    }
    return checks;
  }

  private override(written: OverrideSource): OverrideNode | null {
    const target = this.ids.get(written.replaces);
    const { at, replaces } = written;
    if (!target || target.kind === "fact") return this.list.add("unknown_node", at, { id: replaces, ...this.nodeHint(replaces) });
    if (this.isOwn(target)) return this.list.add("override_own", at, { id: replaces });
    const allowed = {
      rule: ["is", "absent"], check: ["when", "unless", "cases", "absent"], parameter: ["values"], scheme: ["entitled", "class", "amount", "until", "lead", "absent"],
    }[target.kind];
    const fields = fieldsOf(written);
    const kindName = { rule: { zh: "规则", en: "rule" }, check: { zh: "疑点", en: "check" }, parameter: { zh: "参数", en: "parameter" }, scheme: { zh: "待遇", en: "scheme" } }[target.kind];
    for (const key of fields) if (!allowed.includes(key)) this.list.add("override_field", at, { key, ...kindName, allowed: allowed.join(", ") });
    // Naming its own clause for what stays the same is a change too: findings there cite it.
    if (fields.length === 0 && !written.source) this.list.add("override_empty", at, { allowed: allowed.join(", ") });
    const parameter = target.kind === "parameter" ? this.inChain((pack) => pack.parameters, this.parameters, replaces) : undefined;
    const condition = written.is ?? written.entitled;
    const is = condition && compileExpression(condition, this.vocabulary, this.list);
    if (is && condition) this.checkRuleType(is, replaces, condition);
    const parts = this.schemeParts(written);
    const unit = target.kind === "scheme" ? this.inChain((pack) => pack.schemes, this.schemes, replaces)?.written.unit : undefined;
    if (unit) this.checkUnit(unit, [[is, condition], [parts.class, written.class], [parts.amount, written.amount], [parts.until, written.until]]);
    return {
      written,
      source: this.cite(written.source),
      is,
      ...parts,
      when: written.when && compileExpression(written.when, this.vocabulary, this.list, BOOLEAN),
      unless: written.unless && compileExpression(written.unless, this.vocabulary, this.list, BOOLEAN),
      cases: written.cases && this.cases(written.cases),
      values: written.values && parameter ? this.datedValues(replaces, written.values, parameter.type, parameter.unit, written.source) : null,
    };
  }

  /** Overrides and examples name nodes by id; somebody who knows the Chinese name is told it. */
  private nodeHint(name: string): ProblemInfo {
    const named = this.names.get(name);
    if (named && named.kind !== "fact") return didYouMean([named.id]);
    return didYouMean(nearestWord(name, [...this.ids.values()].filter(({ kind }) => kind !== "fact").map(({ id }) => id)));
  }

  /** What an override says of a scheme must be about what the scheme is about; said here, where the override stands. */
  private checkUnit(unit: SchemeSource["unit"], parts: readonly (readonly [Expr | null | undefined, ExpressionSource | null | undefined])[]): void {
    const wanted: Scope = unit === "household" ? "household" : "member";
    for (const [expr, source] of parts) {
      if (!expr || !source || findUsage(expr, this.usageOf).clash || findUsage(expr, this.usageOf).scopes.has(wanted)) continue;
      const leaf = leavesOf(expr).find((each) => (each.kind === "fact" || each.kind === "rule") && !this.usageOf(each).scopes.has(wanted));
      if (leaf?.kind === "fact" || leaf?.kind === "rule") this.list.add("scope", source.node.positionInText(Math.max(0, source.text.indexOf(leaf.text))), scopeInfo(leaf.text, this.usageOf(leaf).scopes, wanted, "scheme"));
    }
  }

  private checkRuleType(is: Expr, id: string, source: ExpressionSource): void {
    const { at } = source.node;
    const type = this.rule(id)?.body.type;
    if (type && !sameType(type, is.type)) {
      this.list.add("rule_type_changed", at, { id, ...typesInfo(type, is.type) });
    }
    this.isRounded(is, at);
    this.usage(is, source);
  }

  private isOwn(entry: Entry): boolean {
    const { rules, schemes, checks, parameters } = this.source;
    return [...rules, ...schemes, ...checks, ...parameters].some((node) => node.at === entry.at);
  }
}

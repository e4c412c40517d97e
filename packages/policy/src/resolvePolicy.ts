import { appliesOn } from "@doudi/contract";
import { formatBoth } from "./format.js";
import { mapParts, walk, type Expr } from "./ir.js";
import { chainOf, covers, fieldsOf, inForce, nameOf, type CaseNode, type DatedValue, type OverrideNode, type Pack, type PackLibrary, type ParameterNode, type SchemeNode } from "./pack/packLibrary.js";
import { PolicyError, problem, type Position, type Problem } from "./problem.js";
import { disagreements } from "./pack/disagreements.js";
import { isDate } from "./value.js";
import { didYouMean, nearestWord } from "./hint.js";
import { setParameter } from "./setParameter.js";
import { BOOLEAN } from "./type.js";
import type { SchemeParts } from "./pack/packSource.js";
import type { Template } from "./backend/template.js";
import type { AppliedOverride, Case, Check, Citation, Fact, Policy, ResolvedParameter, Rule, Scheme } from "./policy.js";

export interface Place {
  /** Six-digit division code; 533323 is under the packs of 533300, 530000 and the nation. */
  readonly division: string;
  /** The day whose law applies, YYYY-MM-DD. */
  readonly date: string;
  /** Parameter values that take the place of the packs', by name or id, written as in a pack with their unit ("5000元/年"). */
  readonly set?: Readonly<Record<string, string>>;
}

/**
 * The law of a place on a day: the chain of packs laid over each other, parameters with that day's values, rules and
 * checks with what is in force. Expressions come out linked, ready for every back end.
 * @throws PolicyError where no pack applies, overrides disagree, rules run in a circle or `set` names no parameter
 */
export function resolvePolicy(library: PackLibrary, place: Place): Policy {
  const nowhere: Position = { file: "", line: 0, column: 0 };
  if (!isDate(place.date)) throw new PolicyError([problem("bad_date", nowhere, { text: place.date })]);
  if (!/^\d{6}$/.test(place.division)) throw new PolicyError([problem("bad_division", nowhere, { division: place.division })]);
  const packs = packsFor(library, place.division);
  if (packs.length === 0) throw new PolicyError([problem("ambiguous_place", nowhere, { division: place.division })]);
  return new Resolver(packs, place).resolve();
}

/** The most specific packs for the division with everything they extend, the nation first. */
function packsFor(library: PackLibrary, division: string): Pack[] {
  const matching = [...library.packs.values()].filter(({ written }) => covers(written.division, division) && !written.except.some((each) => covers(each, division)));
  const precision = (pack: Pack): number => pack.written.division.replace(/(00)+$/, "").length;
  const most = Math.max(...matching.map(precision));
  const chain = new Set(matching.filter((pack) => precision(pack) === most).flatMap(chainOf));
  return [...chain].sort((a, b) => a.depth - b.depth || (a.id < b.id ? -1 : 1));
}

interface Layer {
  readonly pack: Pack;
  readonly node: OverrideNode;
}

class Resolver {
  private readonly parameters = new Map<string, ResolvedParameter>();
  private readonly facts = new Map<string, Fact>();
  private readonly rules = new Map<string, Rule>();
  private readonly layers = new Map<string, Layer[]>();
  /** Linked bodies by rule; null for a rule that is not in force. */
  private readonly bodies = new Map<string, Expr | null>();
  private readonly linking: string[] = [];

  constructor(
    private readonly packs: readonly Pack[],
    private readonly place: Place,
  ) {}

  resolve(): Policy {
    this.collectOverrides();
    for (const pack of this.packs) {
      for (const [id, fact] of pack.facts) this.facts.set(id, fact);
      for (const [id, node] of pack.parameters) this.parameters.set(id, this.parameter(pack, id, node));
    }
    this.applySet();
    for (const pack of this.packs) for (const id of pack.rules.keys()) this.body(id);
    return {
      chain: this.packs.map(({ written: { id, version, name } }) => ({ id, version, name })),
      division: this.place.division,
      date: this.place.date,
      facts: this.facts,
      parameters: this.parameters,
      rules: this.rulesInOrder(),
      checks: this.packs.flatMap((pack) => [...pack.checks.keys()].flatMap((id) => this.check(pack, id) ?? [])),
      schemes: this.packs.flatMap((pack) => [...pack.schemes].flatMap(([id, node]) => this.scheme(pack, id, node) ?? [])),
    };
  }

  /** Linking visits rules as they are used; the policy lists them as they are written. */
  private rulesInOrder(): Map<string, Rule> {
    const ordered = new Map<string, Rule>();
    for (const pack of this.packs) {
      for (const id of pack.rules.keys()) {
        const rule = this.rules.get(id);
        if (rule) ordered.set(id, rule);
      }
    }
    return ordered;
  }

  private collectOverrides(): void {
    const problems: Problem[] = [];
    for (const pack of this.packs) {
      for (const node of pack.overrides) {
        if (!inForce(node.written, node.source, this.place.date)) continue;
        const layers = this.layers.get(node.written.replaces) ?? [];
        for (const other of layers) if (other.pack.depth === pack.depth) problems.push(...disagreements(other.node, node));
        this.layers.set(node.written.replaces, [...layers, { pack, node }]);
      }
    }
    if (problems.length > 0) throw new PolicyError(problems);
  }

  private layersOf(id: string): readonly Layer[] {
    return this.layers.get(id) ?? [];
  }

  private parameter(pack: Pack, id: string, node: ParameterNode): ResolvedParameter {
    let found: { value: DatedValue; packId: string } | null = null;
    const candidates = [{ packId: pack.id, values: node.values }, ...this.layersOf(id).map((layer) => ({ packId: layer.pack.id, values: layer.node.values ?? [] }))];
    for (const { packId, values } of candidates) {
      const value = values.find((each) => appliesOn(each, this.place.date));
      if (value) found = { value, packId };
    }
    const value = found?.value.value ?? null;
    const { type, unit } = node;
    return {
      id, type, unit, value,
      name: node.written.name,
      en: node.written.en || id,
      from: found?.value.from ?? null,
      to: found?.value.to ?? null,
      status: found?.value.written.status ?? "none",
      source: found?.value.source ?? null,
      packId: found?.packId ?? pack.id,
      formatted: formatBoth(type, value, unit),
    };
  }

  private applySet(): void {
    for (const [id, text] of Object.entries(this.place.set ?? {})) {
      const at: Position = { file: "--set", line: 0, column: 0 };
      const parameter = this.parameters.get(id) ?? [...this.parameters.values()].find((each) => each.name === id);
      if (!parameter) throw new PolicyError([problem("unknown_parameter", at, { id, ...didYouMean(this.parametersLike(id)) })]);
      this.parameters.set(parameter.id, setParameter(parameter, text, at));
    }
  }

  /** Names of parameters that a misspelt one may mean. */
  private parametersLike(word: string): string[] {
    const all = [...this.parameters.values()];
    const near = nearestWord(word, all.flatMap(({ id, name }) => [id, name]));
    return near.length > 0 ? near : all.filter(({ name }) => [...word].every((letter) => name.includes(letter))).slice(0, 3).map(({ name }) => name);
  }

  private link(expr: Expr): Expr {
    if (expr.kind === "parameter") return { ...expr, value: this.parameters.get(expr.id)?.value ?? null };
    if (expr.kind === "rule") return { ...expr, body: this.body(expr.id) };
    return mapParts(expr, (part) => this.link(part));
  }

  private linkTemplate(template: Template): Template {
    return template.map((part) => (typeof part === "string" ? part : { ...part, expr: this.link(part.expr) }));
  }

  private body(id: string): Expr | null {
    const done = this.bodies.get(id);
    if (done !== undefined) return done;
    const pack = this.packs.find((each) => each.rules.has(id));
    const node = pack?.rules.get(id);
    if (!pack || !node) return null;
    if (this.linking.includes(id)) {
      const path = [...this.linking.slice(this.linking.indexOf(id)), id].join(" → ");
      throw new PolicyError([problem("rule_cycle", node.written.at, { path })]);
    }
    const layers = this.layersOf(id);
    let unlinked = inForce(node.written, node.source, this.place.date) ? node.body : null;
    let text = node.written.is.text;
    let source = node.source?.citation ?? null;
    let overriddenAt: Position | null = null;
    for (const { node: override } of layers) {
      if (override.is) overriddenAt = override.written.at;
      unlinked = override.written.absent ? null : (override.is ?? unlinked);
      text = (override.written.is ?? override.written.entitled)?.text ?? text;
      source = override.source?.citation ?? source;
    }
    // A place that does not have a scheme entitles nobody to it; that is known.
    if (!unlinked && pack.schemes.has(id)) return this.remember(id, { kind: "literal", type: BOOLEAN, text: node.written.name, value: false });
    this.linking.push(id);
    const body = unlinked && this.link(unlinked);
    this.linking.pop();
    this.remember(id, body);
    if (body) {
      this.rules.set(id, { id, name: nameOf(node.written), source, packId: pack.id, type: node.body.type, body, expressionText: text.trim(), overrides: layers.map(applied), at: node.written.at, overriddenAt });
    }
    return body;
  }

  private remember(id: string, body: Expr | null): Expr | null {
    this.bodies.set(id, body);
    return body;
  }

  private scheme(pack: Pack, id: string, node: SchemeNode): Scheme | null {
    const rule = this.rules.get(id);
    if (!rule) return null;
    let parts: SchemeParts<Expr, string> = node;
    for (const { node: override } of this.layersOf(id)) {
      const over = <T>(own: T | null | undefined, inherited: T | null | undefined): T | null => (own === undefined ? (inherited ?? null) : own);
      parts = { class: over(override.class, parts.class), amount: over(override.amount, parts.amount), until: over(override.until, parts.until), lead: over(override.lead, parts.lead) };
    }
    const linked = (part: Expr | null | undefined): Expr | null => (part ? this.link(part) : null);
    const results = { class: linked(parts.class), amount: linked(parts.amount), until: linked(parts.until) };
    const uses = usesOf(schemeParts({ entitled: rule.body, ...results }));
    const { name, source, overrides, expressionText, at } = rule;
    return {
      id, name, source, overrides, expressionText, at,
      packId: pack.id,
      unit: node.written.unit,
      entitled: rule.body,
      ...results,
      lead: parts.lead ? (this.parameters.get(parts.lead) ?? null) : null,
      ...uses,
      unsourced: this.unsourced(uses.parameterIds),
    };
  }

  /** The parameters whose value nobody has verified, with those that the caller set marked. */
  private unsourced(parameterIds: Iterable<string>): string[] {
    return [...parameterIds].flatMap((id) => {
      const status = this.parameters.get(id)?.status;
      return status === "set" ? [`${id}:set`] : status === "verified" ? [] : [id];
    });
  }

  private check(pack: Pack, id: string): Check | null {
    const node = pack.checks.get(id);
    if (!node) return null;
    const layers = this.layersOf(id);
    let when = inForce(node.written, node.source, this.place.date) ? node.when : null;
    let { unless } = node;
    let cases: readonly CaseNode[] = node.cases;
    let text = node.written.when.text;
    let source: Citation | null = node.source?.citation ?? null;
    for (const { node: override } of layers) {
      when = override.written.absent ? null : (override.when ?? when);
      if (override.unless !== undefined) unless = override.unless;
      cases = override.cases ?? cases;
      text = override.written.when?.text ?? text;
      source = override.source?.citation ?? source;
    }
    if (!when) return null;
    const linked = { when: this.link(when), unless: unless && this.link(unless), cases: cases.map((each) => this.case(each)) };
    const uses = usesOf(expressionsOf(linked));
    const { scope, at } = node.written;
    return { id, name: nameOf(node.written), scope, source, packId: pack.id, ...linked, expressionText: text.trim(), ...uses, unsourced: this.unsourced(uses.parameterIds), overrides: layers.map(applied), at };
  }

  private case(node: CaseNode): Case {
    const { zh, en } = node.reason;
    return { when: node.when && this.link(node.when), severity: node.written.severity, reason: { zh: this.linkTemplate(zh), en: this.linkTemplate(en) } };
  }
}

function applied({ pack, node }: Layer): AppliedOverride {
  return { packId: pack.id, source: node.source?.citation ?? null, why: node.written.why, fields: fieldsOf(node.written) };
}

/** The expressions of a scheme: what entitles, class, amount, end. */
export function schemeParts(scheme: Pick<Scheme, "entitled" | "class" | "amount" | "until">): Expr[] {
  return [scheme.entitled, scheme.class, scheme.amount, scheme.until].filter((expr) => expr !== null);
}

/** Every expression of a check: condition, exception, cases and what the reasons insert. */
export function expressionsOf(check: Pick<Check, "when" | "unless" | "cases">): Expr[] {
  const templates = check.cases.flatMap((each) => [...each.reason.zh, ...each.reason.en]);
  return [check.when, check.unless, ...check.cases.map((each) => each.when), ...templates.map((part) => (typeof part === "string" ? null : part.expr))].filter((expr) => expr !== null);
}

function usesOf(exprs: readonly Expr[]): { factIds: Set<string>; parameterIds: Set<string> } {
  const factIds = new Set<string>();
  const parameterIds = new Set<string>();
  const seen = new Set<Expr>();
  for (const expr of exprs) {
    walk(expr, (part) => {
      if (part.kind === "fact") factIds.add(part.id);
      if (part.kind === "parameter") parameterIds.add(part.id);
    }, seen);
  }
  return { factIds, parameterIds };
}

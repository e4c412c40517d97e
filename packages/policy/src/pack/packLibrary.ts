import { appliesOn, type Bilingual, type Period } from "@doudi/contract";
import type { Template } from "../backend/template.js";
import type { Expr } from "../ir.js";
import type { Fact, Citation } from "../policy.js";
import type { Position } from "../problem.js";
import type { Type } from "../type.js";
import type { Usage } from "../scopes.js";
import type { Value } from "../value.js";
import type { CaseSource, CheckSource, DatedValueSource, DocumentSource, ExampleSource, OverrideSource, PackSource, ParameterSource, RuleSource, SchemeParts, SchemeSource } from "./packSource.js";

/** A citation with the time its document is in force. */
export interface DatedCitation extends Period {
  readonly citation: Citation;
}

export interface DatedValue extends Period {
  readonly at: Position;
  readonly value: Value;
  readonly source: Citation | null;
  readonly written: DatedValueSource;
}

export interface ParameterNode {
  readonly written: ParameterSource;
  readonly type: Type;
  readonly unit: string | null;
  readonly values: readonly DatedValue[];
}

/** A rule whose expression is typed but not linked. */
export interface RuleNode {
  readonly written: RuleSource;
  readonly body: Expr;
  readonly usage: Usage;
  readonly source: DatedCitation | null;
}

/** What a scheme has besides being a rule; `lead` is a parameter's id. */
export interface SchemeNode extends SchemeParts<Expr, string> {
  readonly written: SchemeSource;
}

export interface CaseNode {
  readonly written: CaseSource;
  readonly when: Expr | null;
  readonly reason: { readonly zh: Template; readonly en: Template };
}

export interface CheckNode {
  readonly written: CheckSource;
  readonly when: Expr;
  readonly unless: Expr | null;
  readonly cases: readonly CaseNode[];
  readonly source: DatedCitation | null;
}

export interface OverrideNode extends SchemeParts<Expr, string> {
  readonly written: OverrideSource;
  readonly source: DatedCitation | null;
  /** Of a rule, or what entitles to a scheme. */
  readonly is: Expr | null;
  readonly when: Expr | null;
  /** undefined: inherited. */
  readonly unless: Expr | null | undefined;
  readonly cases: readonly CaseNode[] | null;
  readonly values: readonly DatedValue[] | null;
}

/** A pack with its names looked up and its expressions typed. */
export interface Pack {
  readonly written: PackSource;
  readonly id: string;
  readonly parent: Pack | null;
  /** 0 for a pack that extends nothing. */
  readonly depth: number;
  readonly documents: ReadonlyMap<string, DocumentSource>;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly parameters: ReadonlyMap<string, ParameterNode>;
  /** Schemes among them, after the others. */
  readonly rules: ReadonlyMap<string, RuleNode>;
  readonly schemes: ReadonlyMap<string, SchemeNode>;
  readonly checks: ReadonlyMap<string, CheckNode>;
  readonly overrides: readonly OverrideNode[];
  readonly examples: readonly ExampleSource[];
}

/** All packs, checked. Made by `loadLibrary`. */
export interface PackLibrary {
  readonly packs: ReadonlyMap<string, Pack>;
}

/** A pack and those above it, the nation first. */
export function chainOf(pack: Pack): Pack[] {
  return pack.parent ? [...chainOf(pack.parent), pack] : [pack];
}

/** The name of a node; its id stands for an English name that is missing. */
export function nameOf({ id, name, en }: { readonly id: string; readonly name: string; readonly en: string }): Bilingual {
  return { zh: name, en: en || id };
}

/** A parameter of the pack or of one above it. */
export function findParameter(pack: Pack, id: string): ParameterNode | undefined {
  return chainOf(pack).map((each) => each.parameters.get(id)).find((node) => node !== undefined);
}

/** Whether a node with these dates applies on the day: its own dates, else those of the document it cites. */
export function inForce(own: Period, source: DatedCitation | null, date: string): boolean {
  return appliesOn(effectivePeriod(own, source), date);
}

export function effectivePeriod(own: Period, source: DatedCitation | null): Period {
  return { from: own.from ?? source?.from ?? null, to: own.to ?? source?.to ?? null };
}

/** Whether a division lies in an area: 533323 in 533300 and 530000, everything in 000000. */
export function covers(area: string, division: string): boolean {
  return division.startsWith(area.replace(/(00)+$/, ""));
}

/** The fields that an override replaces. */
export function fieldsOf(override: OverrideSource): string[] {
  const present: Record<string, boolean> = {
    absent: override.absent,
    is: override.is !== null,
    entitled: override.entitled !== null,
    class: override.class !== undefined,
    amount: override.amount !== undefined,
    until: override.until !== undefined,
    lead: override.lead !== undefined,
    when: override.when !== null,
    unless: override.unless !== undefined,
    cases: override.cases !== null,
    values: override.values !== null,
  };
  return Object.keys(present).filter((field) => present[field]);
}

import type { Bilingual, Period, Severity } from "@doudi/contract";
import type { Position } from "../problem.js";
import type { EnumValue, TypeKind } from "../type.js";
import type { YamlNode } from "./yamlNode.js";

/** A pack as it is written: shapes checked, names not yet looked up, expressions not yet parsed. */
export interface PackSource {
  readonly id: string;
  readonly version: string;
  readonly name: Bilingual;
  /** Six digits; "000000" for the whole nation. */
  readonly division: string;
  /** Divisions inside it to which the pack does not apply. */
  readonly except: readonly string[];
  readonly extends: string | null;
  readonly extendsAt: Position;
  readonly at: Position;
  readonly documents: readonly DocumentSource[];
  readonly parameters: readonly ParameterSource[];
  readonly facts: readonly FactSourceNode[];
  readonly rules: readonly RuleSource[];
  readonly schemes: readonly SchemeSource[];
  readonly checks: readonly CheckSource[];
  readonly overrides: readonly OverrideSource[];
  readonly examples: readonly ExampleSource[];
}

export type SourceStatus = "verified" | "unsourced" | "demo";

export interface DocumentSource extends Period {
  readonly at: Position;
  readonly id: string;
  readonly number: string | null;
  readonly title: Bilingual;
  readonly issued: string | null;
  readonly status: SourceStatus;
  readonly note: Bilingual | null;
}

export interface CitationSource {
  readonly at: Position;
  readonly doc: string;
  readonly clause: string;
}

interface NodeSource {
  readonly at: Position;
  readonly id: string;
  readonly name: string;
  /** "" where it is missing; the linter says so. */
  readonly en: string;
}

export interface ParameterSource extends NodeSource {
  readonly type: TypeKind;
  readonly unit: string | null;
  /** For an enum: the fact whose values it shares. */
  readonly of: string | null;
  /** For an enum: values of its own. */
  readonly choices: readonly EnumValue[];
  readonly values: readonly DatedValueSource[];
}

export interface DatedValueSource extends Period {
  readonly at: Position;
  readonly value: YamlNode;
  readonly status: SourceStatus;
  readonly source: CitationSource | null;
}

/** What rosters are seen through: a person, a row of one roster, a row with the person proposed for it. */
export const ROSTER_SCOPES = ["person", "row", "link"] as const;
export type RosterScope = (typeof ROSTER_SCOPES)[number];
/** What an expression is about: besides these a household that is decided, or one of its members. */
export const SCOPES = [...ROSTER_SCOPES, "household", "member"] as const;
export type Scope = (typeof SCOPES)[number];

export interface FactSourceNode extends NodeSource {
  readonly type: TypeKind;
  readonly scopes: readonly Scope[];
  readonly rosters: readonly string[];
  readonly values: readonly EnumValue[];
  readonly input: string | null;
  readonly absent: YamlNode | null;
}

/** An expression's text with the place it was written at. */
export interface ExpressionSource {
  readonly node: YamlNode;
  readonly text: string;
}

export interface RuleSource extends NodeSource, Period {
  readonly source: CitationSource | null;
  readonly is: ExpressionSource;
}

/** What only a scheme has; undefined in an override: inherited, null: none. */
export interface SchemeParts<Expression, Lead> {
  readonly class: Expression | null | undefined;
  readonly amount: Expression | null | undefined;
  readonly until: Expression | null | undefined;
  /** The parameter that names the department in the lead. */
  readonly lead: Lead | null | undefined;
}

export interface SchemeSource extends NodeSource, Period, SchemeParts<ExpressionSource, ExpressionSource> {
  readonly unit: "household" | "person";
  readonly source: CitationSource | null;
  readonly entitled: ExpressionSource;
}

export interface CaseSource {
  readonly at: Position;
  readonly when: ExpressionSource | null;
  readonly severity: Severity;
  readonly reason: { readonly zh: ExpressionSource; readonly en: ExpressionSource };
}

export interface CheckSource extends NodeSource, Period {
  readonly scope: RosterScope;
  readonly source: CitationSource | null;
  readonly when: ExpressionSource;
  readonly unless: ExpressionSource | null;
  readonly cases: readonly CaseSource[];
}

export interface OverrideSource extends Period, SchemeParts<ExpressionSource, ExpressionSource> {
  readonly at: Position;
  readonly replaces: string;
  readonly source: CitationSource | null;
  readonly why: Bilingual | null;
  readonly absent: boolean;
  readonly is: ExpressionSource | null;
  readonly entitled: ExpressionSource | null;
  readonly when: ExpressionSource | null;
  /** undefined: inherited; null: removed. */
  readonly unless: ExpressionSource | null | undefined;
  readonly cases: readonly CaseSource[] | null;
  readonly values: readonly DatedValueSource[] | null;
}

export interface ExampleSource {
  readonly at: Position;
  readonly of: string;
  readonly name: string;
  readonly date: string;
  /** Division code; the pack's own where it is not given. */
  readonly place: string | null;
  /** Of a roster's person, row or link. */
  readonly facts: ReadonlyMap<string, YamlNode>;
  /** Of a household, with its members under 成员 (members); null where it is about rosters. */
  readonly household: YamlNode | null;
  /** Which of the members it is about, from 1; null: of the household, or the first. */
  readonly member: YamlNode | null;
  /** Of a scheme that is due; what is not there is not compared. */
  readonly class: YamlNode | null;
  readonly amount: YamlNode | null;
  readonly until: YamlNode | null;
  readonly reasons: YamlNode | null;
  readonly missing: YamlNode | null;
  readonly set: ReadonlyMap<string, YamlNode>;
  readonly expect: YamlNode;
  readonly severity: Severity | null;
}

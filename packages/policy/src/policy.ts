import type { Bilingual, Severity } from "@doudi/contract";
import type { Template } from "./backend/template.js";
import type { Expr } from "./ir.js";
import type { RosterScope, Scope, SourceStatus } from "./pack/packSource.js";
import type { Position } from "./problem.js";
import type { EnumValue, Type } from "./type.js";
import type { Value } from "./value.js";

/** A clause, with what people need to find the document. `number` is null where the document has none or it is not known. */
export interface Citation {
  readonly doc: string;
  readonly number: string | null;
  readonly title: Bilingual;
  readonly clause: string;
  /** The document's own status: unsourced where its date or text is uncertain. */
  readonly status: SourceStatus;
}

/** One word of the input vocabulary. Unknown while one of its `rosters` was not sent; an empty list: always there. */
export interface Fact {
  readonly id: string;
  readonly name: Bilingual;
  readonly type: Type;
  readonly scopes: readonly Scope[];
  readonly rosters: readonly string[];
  readonly values: readonly EnumValue[];
  /** Where it stands in the data of a household or person: keys joined by dots. */
  readonly input: string;
  /** What a missing key means: a value; `none` for a date that then does not exist; null: unknown. */
  readonly absent: Value | null;
  readonly packId: string;
}

/** A parameter on the day. `value` is null where none is in force; `status` is `set` where the caller set it. */
export interface ResolvedParameter {
  readonly id: string;
  readonly name: string;
  readonly en: string;
  readonly type: Type;
  readonly unit: string | null;
  readonly value: Value | null;
  readonly from: string | null;
  /** Exclusive. */
  readonly to: string | null;
  readonly status: SourceStatus | "set" | "none";
  readonly source: Citation | null;
  readonly packId: string;
  readonly formatted: Bilingual;
}

/** A change that a lower pack made to a node, in the order of the chain. */
export interface AppliedOverride {
  readonly packId: string;
  readonly source: Citation | null;
  readonly why: Bilingual | null;
  /** What it replaced: is, when, unless, cases, values, absent. */
  readonly fields: readonly string[];
}

/** A rule in force. `body` is linked: parameters have their values and rules their bodies. */
export interface Rule {
  readonly id: string;
  readonly name: Bilingual;
  readonly source: Citation | null;
  readonly packId: string;
  readonly type: Type;
  readonly body: Expr;
  readonly expressionText: string;
  readonly overrides: readonly AppliedOverride[];
  readonly at: Position;
  /** Where the override stands that gave the expression; null where it is the rule's own. */
  readonly overriddenAt: Position | null;
}

/** What a finding says: of the cases, the first whose `when` is true; the last has none and always applies. */
export interface Case {
  readonly when: Expr | null;
  readonly severity: Severity;
  readonly reason: { readonly zh: Template; readonly en: Template };
}

/** A rule that raises a finding where `when` is true and `unless` is not true (false or unknown). */
export interface Check {
  readonly id: string;
  readonly name: Bilingual;
  readonly scope: RosterScope;
  readonly source: Citation | null;
  readonly packId: string;
  readonly when: Expr;
  readonly unless: Expr | null;
  readonly cases: readonly Case[];
  /** `when`, as the pack has it. */
  readonly expressionText: string;
  /** Every fact and parameter that the condition, the exception, the cases or the reasons use, through rules too. */
  readonly factIds: ReadonlySet<string>;
  readonly parameterIds: ReadonlySet<string>;
  /** The parameters used whose value has no verified source; every output that used them says so. */
  readonly unsourced: readonly string[];
  readonly overrides: readonly AppliedOverride[];
  readonly at: Position;
}

/**
 * Something that households or persons are entitled to. It is also a rule (same id, name and body), so that expressions
 * can name it. `class`, `amount` (money a month, in fen) and `until` (the first day no longer entitled; unknown: no end)
 * count only where `entitled` is true. Everything is linked.
 */
export interface Scheme {
  readonly id: string;
  readonly name: Bilingual;
  /** Whether it is decided once a household or once a member. */
  readonly unit: "household" | "person";
  readonly source: Citation | null;
  readonly packId: string;
  readonly entitled: Expr;
  readonly class: Expr | null;
  readonly amount: Expr | null;
  readonly until: Expr | null;
  /** The department in the lead on the day. */
  readonly lead: ResolvedParameter | null;
  /** `entitled`, as the pack has it. */
  readonly expressionText: string;
  /** Every fact and parameter used by the four expressions, through rules too. */
  readonly factIds: ReadonlySet<string>;
  readonly parameterIds: ReadonlySet<string>;
  /** The parameters used whose value has no verified source, by id; one that the caller set as `id:set`. */
  readonly unsourced: readonly string[];
  readonly overrides: readonly AppliedOverride[];
  readonly at: Position;
}

/** The law of a place on a day. Maps and checks are in the order of the chain, then of the files. */
export interface Policy {
  /** From the nation down. */
  readonly chain: readonly { readonly id: string; readonly version: string; readonly name: Bilingual }[];
  readonly division: string;
  readonly date: string;
  readonly facts: ReadonlyMap<string, Fact>;
  readonly parameters: ReadonlyMap<string, ResolvedParameter>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly checks: readonly Check[];
  /** What this place has on the day. */
  readonly schemes: readonly Scheme[];
}

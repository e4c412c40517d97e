import type { Bilingual } from "./lang.js";
import type { BilingualPhrase, CitationView, Outcome, ValueStatus } from "./phrase.js";

/** What `doudi explain` writes as JSON, and what its page and its text on the terminal are drawn from. Names and ids of persons are masked. */
export interface Explanation {
  readonly schema: "doudi.explanation/1";
  readonly doudiVersion: string;
  readonly place: { readonly code: string; readonly name: string };
  readonly date: string;
  readonly packs: readonly { readonly id: string; readonly version: string; readonly name: Bilingual }[];
  readonly household: ExplainedHousehold;
  /** Parameters that the caller set for this run. */
  readonly set: readonly ExplainedValue[];
  /** Digest of the household's data, as decisions.csv has it. */
  readonly inputHash: string | null;
  readonly schemes: readonly ExplainedScheme[];
  /** Every rule that was worked out, by step: the rule's id, for a member's with "@" and the member's number. */
  readonly rules: Readonly<Record<string, ExplainedRule>>;
}

export interface ExplainedHousehold {
  readonly no: string;
  readonly division: string | null;
  readonly members: readonly ExplainedMember[];
  /** What the household's data say, in the order of the facts; what they do not say is left out. */
  readonly facts: readonly ExplainedValue[];
}

export interface ExplainedMember {
  /** 1 for the first. */
  readonly no: number;
  readonly name: string | null;
  readonly id: string | null;
  readonly relation: Bilingual | null;
  readonly facts: readonly ExplainedValue[];
}

/** A fact or parameter with its value; `text` is null where it is unknown. */
export interface ExplainedValue {
  readonly id: string;
  readonly name: Bilingual;
  readonly text: Bilingual | null;
}

export interface ExplainedScheme {
  readonly id: string;
  readonly name: Bilingual;
  readonly unit: "household" | "person";
  /** The member's number for a scheme of persons. */
  readonly member: number | null;
  readonly outcome: Outcome;
  readonly class: Bilingual | null;
  readonly amountFenMonth: number | null;
  /** The first day no longer entitled. */
  readonly until: string | null;
  readonly lead: Bilingual | null;
  readonly source: CitationView | null;
  /** The rules that decided, with what they came to. */
  readonly reasons: readonly { readonly id: string; readonly step: string | null; readonly name: Bilingual; readonly state: Outcome; readonly source: CitationView | null }[];
  /** What would settle an unknown. `members`: whose fact it is, empty for the household's and for parameters. */
  readonly missing: readonly { readonly id: string; readonly kind: "fact" | "parameter"; readonly name: Bilingual; readonly members: readonly number[] }[];
  /** Parameters used that no document stands behind, or that the caller set. */
  readonly unsourced: readonly ExplainedParameter[];
  readonly parts: readonly ExplainedPart[];
}

/** One of the expressions of a scheme: what it came to, in words with the values used, and the rules it goes back to. */
export interface ExplainedPart extends ExplainedBody {
  readonly label: "entitled" | "class" | "amount" | "until";
  readonly text: Bilingual;
  readonly state: Outcome | null;
}

/** An expression in words with the values used. `rules` are the steps of the rules named in it. */
export interface ExplainedBody {
  readonly words: BilingualPhrase;
  readonly rules: readonly string[];
  readonly parameters: readonly ExplainedParameter[];
  readonly members: readonly ExplainedMembers[];
}

export interface ExplainedRule extends ExplainedBody {
  readonly step: string;
  readonly id: string;
  readonly name: Bilingual;
  readonly member: number | null;
  /** Whether it holds; null for a rule that gives an amount, a date, …. */
  readonly state: Outcome | null;
  readonly text: Bilingual;
  readonly source: CitationView | null;
  /** The name of the pack it is written in. */
  readonly pack: Bilingual;
  readonly overrides: readonly { readonly pack: Bilingual; readonly source: CitationView | null; readonly why: Bilingual | null }[];
  /** Not in force on the day, hence unknown. */
  readonly notInForce: boolean;
}

export interface ExplainedParameter extends ExplainedValue {
  readonly status: ValueStatus;
  readonly from: string | null;
  readonly source: CitationView | null;
}

/** How members went into one value: a count, a sum, whether all of them are so. */
export interface ExplainedMembers {
  /** What is asked of them, in words. */
  readonly words: BilingualPhrase;
  readonly text: Bilingual;
  /** `counted`: whether the condition let the member in; `text`: what the member added, null where nothing is added up. */
  readonly rows: readonly { readonly member: number; readonly counted: Outcome; readonly text: Bilingual | null; readonly rules: readonly string[] }[];
}

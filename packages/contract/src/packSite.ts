import type { Severity } from "./finding.js";
import type { Bilingual } from "./lang.js";
import type { Period } from "./period.js";
import type { BilingualPhrase, CitationView, ValueStatus } from "./phrase.js";

/** Everything that the site of the packs shows. Keys are pack id, "/", id of the node in that pack. */
export interface PackSite {
  readonly schema: "doudi.packs/1";
  readonly doudiVersion: string;
  /** The day for which places are shown. */
  readonly date: string;
  /** From the nation down. */
  readonly packs: readonly SitePack[];
  /** One for each division that has a pack. */
  readonly places: readonly SitePlace[];
}

export interface SitePack {
  readonly id: string;
  readonly version: string;
  readonly name: Bilingual;
  /** Six digits; 000000 is the nation. */
  readonly division: string;
  /** Ids of this pack and those above it, the nation first. */
  readonly chain: readonly string[];
  readonly documents: readonly SiteDocument[];
  readonly nodes: readonly SiteNode[];
  readonly parameters: readonly SiteParameter[];
  readonly facts: readonly SiteFact[];
  /** What this pack changes of packs above it. */
  readonly changes: readonly SiteChange[];
}

export interface SiteDocument extends Period {
  readonly key: string;
  readonly number: string | null;
  readonly title: Bilingual;
  readonly issued: string | null;
  readonly verified: boolean;
  readonly note: Bilingual | null;
  /** Keys of what cites it. */
  readonly citedBy: readonly string[];
}

/** A rule, a check or a scheme. */
export interface SiteNode {
  readonly key: string;
  readonly id: string;
  readonly kind: "scheme" | "rule" | "check";
  /** What a scheme is decided for; null for what is no scheme. */
  readonly unit: "household" | "person" | null;
  readonly name: Bilingual;
  /** What a rule gives: yes or no, an amount, …; null for a check or scheme. */
  readonly gives: Bilingual | null;
  readonly period: Period;
  readonly source: CitationView | null;
  readonly parts: readonly SitePart[];
  readonly uses: readonly string[];
  readonly usedBy: readonly string[];
  /** Keys of the changes that packs below make. */
  readonly changedBy: readonly string[];
  readonly examples: readonly SiteExample[];
}

export const SITE_PARTS = ["is", "when", "unless", "entitled", "class", "amount", "until", "lead", "case"] as const;

/** One expression of a node. `written` is the text of the pack; a case has its severity and reason too. */
export interface SitePart {
  readonly label: (typeof SITE_PARTS)[number];
  readonly written: string | null;
  /** Null for a case that always applies. */
  readonly words: BilingualPhrase | null;
  readonly severity: Severity | null;
  readonly reason: BilingualPhrase | null;
}

export interface SiteParameter {
  readonly key: string;
  readonly id: string;
  readonly name: Bilingual;
  readonly unit: string | null;
  /** The values of its own pack, then those of packs below that set their own, each in order of time. */
  readonly tracks: readonly SiteTrack[];
  readonly usedBy: readonly string[];
}

export interface SiteTrack {
  readonly packId: string;
  readonly why: Bilingual | null;
  readonly values: readonly SiteValue[];
}

/** A dated value. `to` is worked out where a later value ends it. */
export interface SiteValue extends Period {
  readonly text: Bilingual;
  /** For a drawing to scale: yuan, or the number itself; null for what is no number. */
  readonly size: number | null;
  readonly status: ValueStatus;
  readonly source: CitationView | null;
}

export interface SiteFact {
  readonly key: string;
  readonly id: string;
  readonly name: Bilingual;
  readonly type: Bilingual;
  readonly scopes: readonly string[];
  /** What an enum may be. */
  readonly values: readonly Bilingual[];
  /** The rosters it needs. */
  readonly rosters: readonly string[];
  readonly usedBy: readonly string[];
}

/** What a pack changes of a node above it. */
export interface SiteChange {
  readonly key: string;
  /** Key and name of what is changed. */
  readonly of: string;
  readonly name: Bilingual;
  readonly period: Period;
  readonly source: CitationView | null;
  readonly why: Bilingual | null;
  /** The place does not have it. */
  readonly absent: boolean;
  /** True where only the clause changes. */
  readonly citationOnly: boolean;
  readonly parts: readonly SitePart[];
  readonly values: readonly SiteValue[];
  readonly examples: readonly SiteExample[];
}

export interface SiteExample {
  readonly name: string;
  readonly date: string;
  /** Division code where it is not the pack's own. */
  readonly place: string | null;
  readonly facts: readonly SiteExampleFact[];
  /** Of a household: a list of facts for each member; null where it is about rosters. */
  readonly members: readonly (readonly SiteExampleFact[])[] | null;
  /** The member it is about, from 1. */
  readonly member: number | null;
  /** Parameters set for the example. */
  readonly set: readonly { readonly name: Bilingual; readonly value: string }[];
  /** yes, no, unknown, or a value as it is written. */
  readonly expect: string;
  readonly severity: Severity | null;
  /** What else it states of a scheme: class, amount, until, reasons, missing. */
  readonly states: readonly { readonly label: "class" | "amount" | "until" | "reasons" | "missing"; readonly value: string }[];
}

export interface SiteExampleFact {
  readonly name: Bilingual;
  readonly value: Bilingual;
}

/** The law of a place on the day of the site. */
export interface SitePlace {
  readonly division: string;
  readonly name: Bilingual;
  readonly chain: readonly string[];
  /** What is in force, in the order of the packs; `packId` is the pack whose words it has on the day. */
  readonly nodes: readonly { readonly key: string; readonly standing: SiteStanding; readonly packId: string; readonly source: CitationView | null }[];
  readonly parameters: readonly { readonly key: string; readonly text: Bilingual; readonly status: ValueStatus; readonly from: string | null; readonly packId: string; readonly source: CitationView | null }[];
  /** Days on which something begins, changes or ends, the latest first. */
  readonly days: readonly { readonly date: string; readonly events: readonly SiteEvent[] }[];
}

/** own: written by the place's own pack; changed: it changes what a higher pack says; cited: it gives its own clause only; inherited: as above; off: the place does not have it. */
export type SiteStanding = "own" | "changed" | "cited" | "inherited" | "off";

export interface SiteEvent {
  readonly kind: "begins" | "ends" | "value";
  readonly key: string;
  readonly name: Bilingual;
  /** The new value. */
  readonly text: Bilingual | null;
  readonly packId: string;
}

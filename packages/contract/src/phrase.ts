import type { Bilingual } from "./lang.js";

/** Three-valued: yes, no, or not to be told from what is known. */
export type Outcome = "yes" | "no" | "unknown";

/** The name of a rule, fact, parameter or scheme in a sentence. `to` is its key, null where there is nothing to look up; `value` what it was in a case that is explained. */
export interface PhraseName {
  readonly to: string | null;
  readonly text: string;
  readonly value?: string;
}

/** A piece of a sentence: plain text or a name. */
export type PhrasePart = string | PhraseName;

/**
 * An expression in words, in one language: a sentence, a list under a heading ("all of these hold"), or a choice of which
 * the first branch that applies counts (the last has no condition). In a case that is explained, `state` says whether it
 * held (only for what is yes or no), and `taken` which branch counted.
 */
export type Phrase =
  | { readonly kind: "line"; readonly parts: readonly PhrasePart[]; readonly state?: Outcome }
  | { readonly kind: "list"; readonly lead: readonly PhrasePart[]; readonly items: readonly Phrase[]; readonly state?: Outcome }
  | { readonly kind: "choice"; readonly branches: readonly PhraseBranch[]; readonly state?: Outcome };

export interface PhraseBranch {
  readonly when: Phrase | null;
  readonly result: Phrase;
  readonly taken?: boolean;
}

/** The same expression in words of both languages. */
export interface BilingualPhrase {
  readonly zh: Phrase;
  readonly en: Phrase;
}

/** A document and clause as people read it, for instance 云民社救〔2020〕8号 二(二). `verified` is false where the document's number, date or text is uncertain. */
export interface CitationView {
  /** Key of the document on the site of the packs: pack id, "/", document id. */
  readonly doc: string;
  readonly number: string | null;
  readonly title: Bilingual;
  readonly clause: string;
  readonly verified: boolean;
}

/** verified: a document says so; unsourced: no document was found; demo: made up to try something; set: the caller set it for this run; none: no value is in force. */
export type ValueStatus = "verified" | "unsourced" | "demo" | "set" | "none";

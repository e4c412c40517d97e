/** The two languages of the product. Chinese is the first. */
export const LANGS = ["zh", "en"] as const;
export type Lang = (typeof LANGS)[number];

/** A text in both languages. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

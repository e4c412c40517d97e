import type { CitationView, Lang } from "@doudi/contract";

/** What a document is called where it is cited: its number, else its title. */
export function citationLabel({ number, title }: Pick<CitationView, "number" | "title">, lang: Lang): string {
  return number ?? (lang === "zh" ? `《${title.zh}》` : title.en);
}

import type { Bilingual, Lang } from "@doudi/contract";
import { createContext, type ReactNode, use, useMemo, useState } from "react";

/** What goes into the places {x} of a text. */
export type Fill = Readonly<Record<string, string | number>>;

interface Language {
  readonly lang: Lang;
  readonly setLang: (lang: Lang) => void;
  /** The text in the language chosen, its places filled. */
  readonly t: (text: Bilingual, fill?: Fill) => string;
}

const KEPT = "doudi.lang";
const LanguageContext = createContext<Language | null>(null);

/** The language of the page, kept in this browser; Chinese where none was chosen. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [lang, setLang] = useState<Lang>(() => keep(localStorage.getItem(KEPT) === "en" ? "en" : "zh"));
  const language = useMemo(() => ({ lang, setLang: (next: Lang) => setLang(keep(next)), t: (text: Bilingual, fill?: Fill) => filled(text[lang], fill) }), [lang]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

/** Before anything is drawn or asked for in it. */
function keep(lang: Lang): Lang {
  localStorage.setItem(KEPT, lang);
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  return lang;
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === null) throw new Error("useLanguage stands outside LanguageProvider");
  return language;
}

function filled(text: string, fill: Fill | undefined): string {
  return fill === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, key: string) => String(fill[key] ?? whole));
}

import type { Bilingual, Lang } from "@doudi/contract";

/** A function that says the texts of a table in one language; `{x}` is filled from the info. */
export function speaker<K extends string>(texts: Record<K, Bilingual>, lang: Lang): (key: K, info?: Record<string, string | number>) => string {
  return (key, info = {}) => texts[key][lang].replace(/\{(\w+)\}/g, (whole, name: string) => String(info[name] ?? whole));
}

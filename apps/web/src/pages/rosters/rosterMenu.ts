import type { Bilingual } from "@doudi/contract";

export const ROSTERS: Bilingual = { zh: "花名册", en: "Rosters" };

/** The pages of the subject. */
export const ROSTER_MENU: readonly { readonly to: string; readonly name: Bilingual }[] = [
  { to: "/rosters", name: { zh: "报送日历", en: "Calendar" } },
  { to: "/rosters/versions", name: { zh: "各版本", en: "Versions" } },
];

import { type Lang, ROSTER_KINDS, type RosterKind } from "@doudi/contract";

/** A roster kind by its name; in English without the explanation in brackets. */
export function rosterLabel(kind: RosterKind, lang: Lang): string {
  const label: string = ROSTER_KINDS[kind][lang];
  return lang === "en" ? label.replace(/ \(.*\)$/, "") : label;
}

/** Several roster kinds as a list. */
export function rosterList(kinds: readonly RosterKind[], lang: Lang): string {
  return kinds.map((kind) => rosterLabel(kind, lang)).join(lang === "zh" ? "、" : ", ");
}

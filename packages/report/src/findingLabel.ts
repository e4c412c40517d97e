import { FINDING_GROUPS, FINDINGS, type FindingCode, type FindingGroup, type Lang } from "@doudi/contract";

/** A kind of finding by name, as a heading or a table has it. */
export function findingLabel(code: FindingCode, lang: Lang): string {
  return capitalised(FINDINGS[code][lang]);
}

export function groupLabel(group: FindingGroup, lang: Lang): string {
  return capitalised(FINDING_GROUPS[group][lang]);
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

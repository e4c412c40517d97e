import type { FindingCode, Lang } from "@doudi/contract";
import { findingLabel } from "../findingLabel.js";

const LONGEST = 31;
// oxlint-disable-next-line no-control-regex -- control characters are forbidden too
const FORBIDDEN = /[\\/?*[\]:'\u0000-\u001f]/g;

/** A name that spreadsheets accept for a sheet: at most 31 characters, none of \ / ? * [ ] :, no apostrophe, not empty. Long names break at a word. */
export function sheetName(text: string): string {
  const clean = text.replace(FORBIDDEN, " ").replace(/\s+/g, " ").trim();
  if (clean === "") return "Sheet";
  if (clean.length <= LONGEST) return clean;
  const cut = clean.slice(0, LONGEST);
  const space = cut.lastIndexOf(" ");
  return (space > LONGEST / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, "").trim();
}

export function findingSheetName(code: FindingCode, lang: Lang): string {
  return sheetName(findingLabel(code, lang));
}

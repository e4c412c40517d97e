import { pinyin } from "pinyin-pro";
import { foldName } from "./foldName.js";
import { isCompoundSurname, surnameOf } from "./surnameOf.js";

const given = new Map<string, string>();
const surnames = new Map<string, string>();

/**
 * The first letters of a name's pinyin, lower case: 和秀英 hxy; surnames read as surnames (单 s, 仇 q). Letters and digits stand
 * for themselves, other characters are left out. "" for an empty name.
 */
export function nameInitials(name: string): string {
  const folded = foldName(name);
  const surname = surnameOf(name);
  const head = isCompoundSurname(surname) && folded.startsWith(surname) ? surname : [...folded].slice(0, 1).join("");
  return letters(surnames, head, "surname") + [...folded.slice(head.length)].map((char) => letters(given, char, "normal")).join("");
}

function letters(known: Map<string, string>, text: string, mode: "surname" | "normal"): string {
  let found = known.get(text);
  if (found === undefined) {
    found = text === "" ? "" : pinyin(text, { toneType: "none", type: "array", mode, v: true }).map((syllable) => /^[a-z0-9]/.exec(syllable.toLowerCase())?.[0] ?? "").join("");
    known.set(text, found);
  }
  return found;
}

import { foldName, nameParts } from "../text/foldName.js";
import { looksAlike } from "../text/lookalike.js";
import { namePinyin, soundsAlike } from "../text/namePinyin.js";
import { surnameOf } from "../text/surnameOf.js";
import type { LinkLevel } from "./linkRecord.js";

/** A name with everything that comparison needs, worked out once a distinct name. */
export interface NameProfile {
  raw: string;
  folded: string;
  chars: readonly string[];
  pinyin: string;
  surname: string;
  parts: readonly string[];
}

const CACHE_LIMIT = 500_000;
const profiles = new Map<string, NameProfile>();

/** The profile of a name; null where nothing is left of it after folding. */
export function profileName(name: string): NameProfile | null {
  let found = profiles.get(name);
  if (found === undefined) {
    if (profiles.size >= CACHE_LIMIT) profiles.clear();
    const folded = foldName(name);
    found = { raw: name.trim(), folded, chars: [...folded], pinyin: namePinyin(name), surname: surnameOf(name), parts: nameParts(name) };
    profiles.set(name, found);
  }
  return found.folded === "" ? null : found;
}

/** How far two names agree. Symmetric. */
export function compareNames(a: NameProfile, b: NameProfile): LinkLevel<"name"> {
  if (a.raw === b.raw) return "equal";
  if (a.folded === b.folded) return "folded";
  if (a.pinyin === b.pinyin) return "pinyin";
  if (a.chars.length === b.chars.length) {
    const level = compareSameLength(a.chars, b.chars);
    if (level !== null) return level;
  } else if (oneCharacterMore(a.chars, b.chars)) {
    return "one_character";
  }
  if (isPart(a, b)) return "part";
  return sameSurname(a, b) ? "surname" : "different";
}

function compareSameLength(a: readonly string[], b: readonly string[]): "pinyin" | "lookalike" | "one_character" | null {
  let differing = 0;
  let last = -1;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] === b[i]) continue;
    differing += 1;
    last = i;
  }
  // Nothing in common but, at most, the sound of every character, which the pinyin of the whole would have told.
  if (differing === a.length && a.length > 1) return null;
  const [x = "", y = ""] = [a[last], b[last]];
  if (differing === 1) {
    if (soundsAlike(x, y)) return "pinyin";
    if (looksAlike(x, y) && a.length >= 2) return "lookalike";
    return a.length >= 3 ? "one_character" : null;
  }
  if (a.every((char, i) => soundsAlike(char, b[i] ?? ""))) return "pinyin";
  const swapped = differing === 2 && a[last - 1] === y && b[last - 1] === x;
  return swapped && a.length >= 3 ? "one_character" : null;
}

/** Whether the longer name (three characters at least, so that 李 and 李明 are not near) is the shorter with one character put in. */
function oneCharacterMore(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long.length !== short.length + 1 || short.length < 2) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i += 1;
  for (let j = i; j < short.length; j += 1) if (short[j] !== long[j + 1]) return false;
  return true;
}

/** Whether one name is a part of the other that people use alone: 前此益 of 阿普·前此益. */
function isPart(a: NameProfile, b: NameProfile): boolean {
  const [short, long] = a.chars.length < b.chars.length ? [a, b] : [b, a];
  if (short.chars.length < 2) return false;
  if (long.parts.length > 1 && long.parts.includes(short.folded)) return true;
  return short.chars.length >= 3 && (long.folded.startsWith(short.folded) || long.folded.endsWith(short.folded));
}

function sameSurname(a: NameProfile, b: NameProfile): boolean {
  if (a.surname === b.surname) return true;
  // One side lost its interpunct: its surname is one character, the other's a whole first part.
  return (a.parts.length > 1 && b.folded.startsWith(a.surname)) || (b.parts.length > 1 && a.folded.startsWith(b.surname));
}

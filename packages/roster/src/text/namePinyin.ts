import { pinyin, polyphonic } from "pinyin-pro";
import { foldName } from "./foldName.js";
import { isCompoundSurname, surnameOf } from "./surnameOf.js";

/**
 * A name by its sound: syllables without tones joined, ü as v, lower case; surnames read as surnames (单 shan, 仇 qiu).
 * Characters that are not Chinese stay. "" for an empty name.
 *
 * Each given character has its commonest reading whatever stands beside it: in names the words of a dictionary mislead, a
 * typo must not change the sound of its neighbour, and looking up characters takes a tenth of the time.
 */
export function namePinyin(name: string): string {
  return syllables(name).join("");
}

/** First letters of the syllables of a name, lower case: lxy for 李秀英, sxh for 单小红. */
export function nameInitials(name: string): string {
  return syllables(name).map((syllable) => [...syllable][0] ?? "").join("").toLowerCase();
}

function syllables(name: string): string[] {
  const folded = foldName(name);
  const [first = ""] = folded;
  const surname = surnameOf(name);
  // A first part before an interpunct (阿普·) is no surname with a reading of its own; nor is a Latin one.
  const head = isCompoundSurname(surname) && folded.startsWith(surname) ? surname : first;
  return [...surnameSounds(head), ...Array.from(folded.slice(head.length), sound)];
}

const sounds = new Map<string, string>();
const surnames = new Map<string, readonly string[]>();

function sound(char: string): string {
  let found = sounds.get(char);
  if (found === undefined) {
    found = pinyin(char, { toneType: "none", type: "array", v: true }).join("").toLowerCase();
    sounds.set(char, found);
  }
  return found;
}

function surnameSounds(surname: string): readonly string[] {
  let found = surnames.get(surname);
  if (found === undefined) {
    found = surname === "" ? [] : pinyin(surname, { toneType: "none", type: "array", mode: "surname", v: true }).map((syllable) => syllable.toLowerCase());
    surnames.set(surname, found);
  }
  return found;
}

const cache = new Map<string, readonly string[]>();

/** Every reading of one character, without tones; the character itself where it has none. */
export function readingsOf(char: string): readonly string[] {
  let found = cache.get(char);
  if (found === undefined) {
    const all = polyphonic(char, { toneType: "none", type: "array", v: true }).flat();
    const surname = pinyin(char, { toneType: "none", type: "array", mode: "surname", v: true });
    found = [...new Set([...all, ...surname])].filter((reading) => reading !== "");
    if (found.length === 0) found = [char];
    cache.set(char, found);
  }
  return found;
}

/** Whether two characters can sound the same, tones apart. */
export function soundsAlike(a: string, b: string): boolean {
  if (a === b) return true;
  const readings = readingsOf(b);
  return readingsOf(a).some((reading) => readings.includes(reading));
}

import { pinyin, polyphonic } from "pinyin-pro";
import { foldName } from "./foldName.js";

/**
 * A name by its sound: syllables without tones joined, ü as v, lower case; surnames read as surnames (单 shan, 仇 qiu).
 * Characters that are not Chinese stay. "" for an empty name.
 */
export function namePinyin(name: string): string {
  const folded = foldName(name);
  if (folded === "") return "";
  return pinyin(folded, { toneType: "none", type: "array", surname: "head", v: true }).join("").toLowerCase();
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

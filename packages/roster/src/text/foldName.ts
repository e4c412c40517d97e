import { Converter } from "opencc-js/t2cn";

/**
 * Interpuncts as people type them in names (阿普·前此), and what cannot be seen: white space, zero-width and control characters.
 * 丶 is a stroke, not a name character; ᆞ is what NFKC makes of the Korean ㆍ; ˙ would become a space and a combining dot.
 */
const INTERPUNCT = "·•・･‧∙⋅◦●○⚫.．﹒。｡ᐧ᛫⸱⸰⸳ꞏㆍᆞ˙\u0307\u0387・丶…";
const INVISIBLE = "\\p{White_Space}\\p{Cc}\\p{Cf}\\u3164";
const IGNORED = new RegExp(`[${INVISIBLE}${INTERPUNCT}]`, "gu");
const INTERPUNCTS = new RegExp(`[${INTERPUNCT}]+`, "u");
const PLAIN = /^[\u4e00-\u9fff]*$/u;

let convert: ((text: string) => string) | null = null;

/**
 * The form in which names are compared: NFKC, without white space, invisible characters and interpuncts, traditional
 * characters made simplified, Latin letters in upper case. "" for a name of nothing else. Idempotent.
 */
export function foldName(name: string): string {
  if (PLAIN.test(name) && !name.includes("丶")) return toSimplified(name);
  // Upper case before the last NFKC: it may take a letter apart (ΐ), and what was taken out may have kept two marks apart.
  const bare = name.replace(IGNORED, "").normalize("NFKC").toUpperCase().replace(IGNORED, "").normalize("NFKC");
  return toSimplified(bare);
}

/** The parts of a name between interpuncts, each folded: 阿普·前此 → [阿普, 前此]. Empty parts are left out. */
export function nameParts(name: string): string[] {
  return name
    .split(INTERPUNCTS)
    .map(foldName)
    .filter((part) => part !== "");
}

function toSimplified(text: string): string {
  convert ??= Converter({ from: "t", to: "cn" });
  // Character by character: the phrase table would keep 乾坤 and turn 乾 alone, so that one typo would change two characters.
  let out = "";
  for (const char of text) out += simplifiedChar(char, convert);
  return out;
}

const simplified = new Map<string, string>();

function simplifiedChar(char: string, convertText: (text: string) => string): string {
  let found = simplified.get(char);
  if (found === undefined) {
    // Twice, for 薴 becomes 苧 and that 苎.
    found = convertText(convertText(char));
    simplified.set(char, found);
  }
  return found;
}

import { nearest } from "./nearest.js";
import { isDate } from "./value.js";
import { parseValue } from "./pack/parseValue.js";
import { typeInWords, type Type } from "./type.js";
import type { ProblemInfo } from "./problem.js";

/** How to mend something, for the {hintZh} and {hintEn} of a problem. */
export function hint(zh: string, en: string): ProblemInfo {
  return { hintZh: zh, hintEn: en };
}

/** The words that may have been meant, best first; `otherwise` where there are none. */
export function didYouMean(words: readonly string[], otherwise: ProblemInfo = {}): ProblemInfo {
  return words.length === 0 ? otherwise : hint(`您是不是要写 ${words.join("、")}?`, `Did you mean ${words.join(", ")}?`);
}

/** The known word that a misspelt one most likely means. */
export function nearestWord(word: string, known: Iterable<string>): string[] {
  const found = nearest(word, [...known]);
  return found === null ? [] : [found];
}

const COLON: ProblemInfo = hint("“：”是全角符号,请改用半角冒号加一个空格。", "“：” is a full-width character; write a plain colon and a space. ");
const COMMA: ProblemInfo = hint("如果这是一句话里的逗号,请给整句话加引号。", "If this is the comma of a sentence, put the sentence in quotes. ");

/** Why a key may not be known: a misspelling, a full-width colon, the rest of a sentence that should stand in quotes. */
export function keyHint(key: string, allowed: readonly string[], hasValue: boolean): ProblemInfo {
  if (key.includes("：")) return COLON;
  const [word] = nearestWord(key, allowed);
  if (word !== undefined) return hint(`您是不是要写 ${word}?`, `Did you mean ${word}? `);
  return hasValue ? {} : COMMA;
}

/** How the day that was written is to be written, where it is one. */
export function dateHint(text: string): ProblemInfo {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?$/.exec(text.normalize("NFKC").trim());
  const iso = match ? [match[1], match[2]?.padStart(2, "0"), match[3]?.padStart(2, "0")].join("-") : "";
  if (isDate(iso)) return hint(`请写成 ${iso}。`, `Write ${iso}.`);
  return match ? hint("日历上没有这一天。", "The calendar has no such day.") : hint("请写成 2020-06-30 这样。", "Write it like 2020-06-30.");
}

const HOW: Readonly<Record<Type["kind"], readonly [zh: string, en: string]>> = {
  boolean: ["请写 是 或 否。", "Write yes or no (是, 否)."],
  integer: ["请写整数,可带单位,如 16、16岁。", "Write a whole number, with its unit where it has one: 16, 16岁."],
  money: ["金额要带单位,如 4500元/年、1.5万元。", "Money is written with its unit: 4500元/年, 1.5万元."],
  rate: ["请写 1.5、30% 或 1/3 这样。", "Write it like 1.5, 30% or 1/3."],
  date: ["", ""],
  text: ["", ""],
  enum: ["", ""],
  members: ["请写 是 或 否。", "Write yes or no (是, 否)."],
};

/** What the problem bad_value says of a text that is no value of the type. */
export function badValueInfo(type: Type, text: string): ProblemInfo {
  const words = typeInWords(type);
  const plain = text.normalize("NFKC").replaceAll(/\s/g, "");
  const [howZh, howEn] = plain !== text && parseValue(type, plain) ? [`请写成 ${plain}(半角,不带空格)。`, `Write ${plain}, without full-width characters or spaces.`] : HOW[type.kind];
  const { hintZh = howZh, hintEn = howEn } = type.kind === "date" ? dateHint(text) : {};
  return { text, zh: words.zh, en: words.en, howZh: hintZh, howEn: hintEn };
}

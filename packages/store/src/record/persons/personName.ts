const BLANKS = /[\s\u200b-\u200d\u2060\ufeff\u3164]+/gu;
const INTERPUNCT = /[·•・･‧∙⋅●○⚫˙ㆍ・丶.。]+/gu;
const PLAIN = /^[\u4e00-\u9fff]*$/u;
const HAN = /\p{Script=Han}/u;

/**
 * A name as it stands in the register: one width, one interpunct, no blanks within a Chinese name, so that it is found
 * however a roster spaced it. 李 秀英 and 李秀英 are one; 阿普.前此 becomes 阿普·前此.
 */
export function personName(name: string): string {
  if (PLAIN.test(name)) return name;
  const folded = name.normalize("NFKC");
  if (!HAN.test(folded)) return folded.replace(BLANKS, " ").trim();
  return folded.replace(BLANKS, "").replace(INTERPUNCT, "·");
}

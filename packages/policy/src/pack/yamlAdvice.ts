import type { Bilingual } from "@doudi/contract";
import type { ErrorCode } from "yaml";

const INDENT: Bilingual = {
  zh: "缩进与上下行不齐:同一组的键从同一列写起,列表的每一项以“- ”开头",
  en: "the indentation does not fit the lines around it: keys of one group begin in one column, each item of a list with “- ”",
};
const QUOTE: Bilingual = {
  zh: "文字里的“: ”要加引号才能用,请给整段文字加引号;若不是文字,请检查这一行的缩进",
  en: "a text with “: ” in it stands in quotes; if this is no text, check the indentation of the line",
};

/** Errors that writers of packs make, in their words; the library's own are about YAML's grammar. */
const ADVICE: Partial<Record<ErrorCode, Bilingual>> = {
  TAB_AS_INDENT: { zh: "缩进要用空格,不能用制表符(Tab)", en: "indent with spaces, not with tabs" },
  BAD_INDENT: INDENT,
  BLOCK_AS_IMPLICIT_KEY: QUOTE,
  MULTILINE_IMPLICIT_KEY: QUOTE,
  BLOCK_IN_FLOW: QUOTE,
  DUPLICATE_KEY: {
    zh: "同一组里有两个相同的键:可能是后一项前面少了“- ”,或缩进不对",
    en: "the same key stands twice in one group: perhaps the next item lacks its “- ”, or is indented wrongly",
  },
  UNEXPECTED_TOKEN: { zh: "这里多了字符,或前面的括号、引号没有成对", en: "something too much stands here, or a bracket or quote before it is not closed" },
};
const MISSING: Bilingual = { zh: "少了冒号、引号、括号或“- ”,或缩进不对", en: "a colon, quote, bracket or “- ” is missing, or the indentation is wrong" };
const FULLWIDTH: Bilingual = {
  zh: "这一行的键后面或各项之间用了全角的“：”或“，”,请改用半角的“: ”和“, ”",
  en: "the line has a full-width “：” behind a key or “，” between entries; write “: ” and “, ”",
};

/** How to mend broken YAML, from the library's error and the line it is in. */
export function yamlAdvice(code: ErrorCode, message: string, line: string): Bilingual {
  if (/[A-Za-z_]：|，\s*[A-Za-z_]+\s*[:：]/.test(line)) return FULLWIDTH;
  const own = (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
  if (code === "MISSING_CHAR") return MISSING;
  return ADVICE[code] ?? { zh: own, en: own };
}

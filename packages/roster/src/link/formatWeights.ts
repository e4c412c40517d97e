import type { Bilingual, Lang } from "@doudi/contract";
import type { FieldWeight, LinkField, LinkLevel } from "./linkRecord.js";

const TEXTS: { [F in LinkField]: Record<LinkLevel<F>, Bilingual> } = {
  prior: { base: { zh: "基准", en: "base" } },
  name: {
    equal: { zh: "姓名相同", en: "same name" },
    folded: { zh: "姓名相同(繁简、间隔号不计)", en: "same name but for spelling" },
    pinyin: { zh: "姓名同音", en: "name sounds the same" },
    lookalike: { zh: "姓名一字形近", en: "one look-alike character in the name" },
    one_character: { zh: "姓名一字之差", en: "one character differs in the name" },
    part: { zh: "姓名部分相同", en: "one name is part of the other" },
    surname: { zh: "仅姓相同", en: "same surname only" },
    different: { zh: "姓名不同", en: "different name" },
  },
  id_text: {
    equal: { zh: "证件号相同", en: "same id number" },
    one_digit: { zh: "证件号一位之差", en: "id number one digit off" },
    first_15: { zh: "证件号前15位相同", en: "same first 15 digits of the id" },
    first_14: { zh: "证件号前14位相同", en: "same first 14 digits of the id" },
    masked: { zh: "证件号未遮盖位相同", en: "same unmasked digits of the id" },
    scientific: { zh: "证件号残存位相同", en: "what is left of the id agrees" },
    different: { zh: "证件号不同", en: "different id number" },
  },
  birth_date: {
    equal: { zh: "出生日期相同", en: "same birth date" },
    equal_new_year: { zh: "出生日期相同(1月1日)", en: "same birth date (1 January)" },
    swapped: { zh: "出生月日颠倒", en: "birth day and month exchanged" },
    one_component: { zh: "出生日期一处不同", en: "birth date differs in one part" },
    year: { zh: "出生年份相同", en: "same birth year" },
    different: { zh: "出生日期不同", en: "different birth date" },
    in_id: { zh: "出生日期已计入证件号", en: "birth date counted in the id" },
  },
  sex: { equal: { zh: "性别相同", en: "same sex" }, different: { zh: "性别不同", en: "different sex" } },
  village: {
    equal: { zh: "同村", en: "same village" },
    township_only: { zh: "同乡镇", en: "same township" },
    township: { zh: "同乡镇不同村", en: "same township, different village" },
    different: { zh: "不同村", en: "different village" },
  },
  household_no: {
    equal: { zh: "户编号相同", en: "same household number" },
    equal_same_village: { zh: "户编号相同", en: "same household number" },
    in_head: { zh: "户编号已计入户主", en: "household number counted in the head" },
    different: { zh: "户编号不同", en: "different household number" },
  },
  head_name: {
    equal: { zh: "户主相同", en: "same household head" },
    equal_same_village: { zh: "户主相同", en: "same household head" },
    both_heads: { zh: "均为户主", en: "both are heads" },
    near: { zh: "户主姓名相近", en: "similar name of the household head" },
    in_household: { zh: "户主已计入户编号", en: "head counted in the household number" },
    different: { zh: "户主不同", en: "different household head" },
  },
  roster: { already_there: { zh: "同册已有此人", en: "already on the same roster" } },
};

/** The weights in one line, in the order of the waterfall: 基准 -14.6;姓名相同 +12.3;出生日期相同 +14.6. Bits, one decimal. */
export function formatWeights(weights: readonly FieldWeight[], lang: Lang): string {
  return weights.map((bar) => `${labelOf(bar)[lang]} ${signed(bar.weight)}`).join(lang === "zh" ? ";" : "; ");
}

const BY_ZH: ReadonlyMap<string, Bilingual> = new Map(Object.values(TEXTS).flatMap((levels) => Object.values<Bilingual>(levels)).map((text) => [text.zh, text]));

/** A label of `formatWeights` in Chinese, in both languages; as it came where it is none. */
export function weightLabel(zh: string): Bilingual {
  return BY_ZH.get(zh) ?? { zh, en: zh };
}

function labelOf(bar: FieldWeight): Bilingual {
  const levels: Record<string, Bilingual> = TEXTS[bar.field];
  const text = levels[bar.level];
  if (text === undefined) throw new Error(`no text for ${bar.field}.${bar.level}`);
  return text;
}

function signed(weight: number): string {
  const shown = Math.abs(weight).toFixed(1);
  return shown === "0.0" ? "0.0" : `${weight > 0 ? "+" : "-"}${shown}`;
}

import type { Bilingual, Lang } from "@doudi/contract";
import type { InputFact } from "../input/inputFact.js";

/** The words of the template. */
export const TEMPLATE_TEXT = {
  households: { zh: "家庭", en: "households" },
  persons: { zh: "成员", en: "persons" },
  notes: { zh: "说明", en: "notes" },
  yes: { zh: "是", en: "yes" },
  no: { zh: "否", en: "no" },
  title: { zh: "家庭情况填报表", en: "Households to be decided" },
  howTo: {
    zh: "一、“家庭”表一户一行，“成员”表一人一行，靠户编号对应。户编号必填，每户一个，不能重复；一个人只能在一户。\n二、金额以元为单位，可带两位小数。日期写成 2020-06-30。点一下单元格会出现提示和下拉选项。\n三、不知道的就空着：空着表示不详，不等于 0 或“否”；确实没有的，请填 0、否或无。\n四、灰色斜体是示例（户编号以“示例”开头），读取时自动跳过，可以删去。\n五、可以增减列、调换列的次序，但请保留表头的名称。",
    en: "1. One row a household in “households”, one row a person in “persons”; the household number joins them. It is required, one a household, never twice; a person belongs to one household.\n2. Amounts are in yuan, with up to two decimals. Dates are written 2020-06-30. Choose a cell to see a hint and, where there is one, a list.\n3. Leave blank what is not known: blank means unknown, not 0 or no. Where there is none, write 0, no or none.\n4. Rows in grey italics are an example (their household number begins with 示例). They are skipped when the file is read and may be deleted.\n5. Columns may be left out or moved; keep the names in the header.",
  },
  sheet: { zh: "工作表", en: "Sheet" },
  column: { zh: "列", en: "Column" },
  key: { zh: "数据里的键", en: "Key in data" },
  values: { zh: "填什么", en: "What to write" },
  blank: { zh: "空着表示", en: "Blank means" },
} as const satisfies Record<string, Bilingual>;

const REQUIRED: Bilingual = { zh: "不能空", en: "required" };
const UNKNOWN: Bilingual = { zh: "不详", en: "unknown" };
/** What only those with a disability certificate have. */
const OF_THE_CERTIFIED: readonly string[] = ["disability_category", "disability_grade"];
const CERTIFIED: Bilingual = { zh: "没有残疾证的：无；有证的：不详", en: "none without a certificate, unknown with one" };
const NONE: Bilingual = { zh: "没有", en: "none" };

/** What a column takes, what a blank cell means, and both as the note of its header, the hint of its cells and the refusal of a wrong value. */
export function explainFact(fact: InputFact, lang: Lang): { values: string; blank: string; note: string; prompt: string; refusal: string } {
  const values = valuesOf(fact, lang);
  const blank = fact.id === "household_no" ? REQUIRED[lang] : OF_THE_CERTIFIED.includes(fact.id) ? CERTIFIED[lang] : fact.absent === null ? UNKNOWN[lang] : (fact.values.find(({ id }) => id === fact.absent)?.name[lang] ?? NONE[lang]);
  const prompt = lang === "zh" ? `${values}。空着表示：${blank}` : `${values}. Blank means: ${blank}`;
  return { values, blank, note: `${fact.name[lang]}\n${prompt}`, prompt, refusal: values };
}

function valuesOf(fact: InputFact, lang: Lang): string {
  const zh = lang === "zh";
  const own = OF_FACT[fact.id]?.[lang];
  if (own !== undefined) return own;
  switch (fact.type) {
    case "boolean":
      return zh ? "是 或 否" : "yes or no";
    case "integer":
      return fact.most > 1000 ? (zh ? "整数，没有填 0" : "a whole number, 0 where there is none") : zh ? `${fact.least} 到 ${fact.most} 的整数` : `a whole number from ${fact.least} to ${fact.most}`;
    case "money":
      return zh ? "金额，单位元，没有填 0" : "an amount in yuan, 0 where there is none";
    case "rate":
      return zh ? "小数" : "a decimal number";
    case "date":
      return zh ? "日期，如 2020-06-30" : "a date such as 2020-06-30";
    case "text":
      return zh ? "文字" : "text";
    case "enum":
      return fact.values.map(({ name }) => name[lang]).join(zh ? "、" : ", ");
  }
}

const OF_FACT: Readonly<Record<string, Bilingual>> = {
  household_no: { zh: "每户一个编号，两张表用同一个", en: "a number of its own for each household, the same on both sheets" },
  division_code: { zh: "区划代码，六位（县）、九位（乡镇）或十二位（村）", en: "division code of six (county), nine (township) or twelve digits (village)" },
  id_number: { zh: "18 位身份证号，按文本填写；没有可空着", en: "the 18 characters of the id number, as text; may be blank" },
  disability_grade: { zh: "1 到 4，1 级最重；没有残疾证的空着", en: "1 to 4, 1 the severest; blank without a certificate" },
  disease_code: { zh: "病种代码，如 C34；没有病的填 无", en: "code of the disease, such as C34; where there is none, 无" },
  self_care_lost: { zh: "吃饭、穿衣、上下床、如厕、室内行走、洗澡六项中不能自理的项数，0 到 6", en: "how many of six activities the person cannot do alone: eating, dressing, getting up, toilet, walking indoors, washing; 0 to 6" },
};

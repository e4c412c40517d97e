import type { Bilingual, Lang } from "@doudi/contract";
import type { InputFact } from "./inputFact.js";
import { MEMBERS_MAX, nearest } from "@doudi/policy";

/**
 * What can be wrong with the data of a household, and how to mend it. {value} is what stands there, {expected} what
 * should, {other} where the other one stands, {key} the key.
 */
const TEXTS = {
  line_broken: { zh: "这一行不是完整的 JSON（{value}）。每行写一户，请检查引号、逗号和括号", en: "this line is no complete JSON ({value}). Write one household a line; check quotes, commas and brackets" },
  not_object: { zh: "这里应当是一个 {…} 对象，而不是{value}", en: "an object {…} belongs here, not {value}" },
  row_broken: { zh: "这一行读不出来（{value}）。请检查引号和编码", en: "this row cannot be read ({value}). Check its quotes and encoding" },
  household_no_missing: { zh: "没有户编号。请填写 household_no（户编号），每户一个", en: "there is no household number. Give each household its household_no" },
  type_wrong: { zh: "“{value}”不是{expected}", en: "“{value}” is not {expected}" },
  date_impossible: { zh: "“{value}”不是日历上的一天。请写成 2020-06-30 这样", en: "“{value}” is no day of the calendar. Write it like 2020-06-30" },
  negative: { zh: "{value} 是负数。金额和次数不能小于 0；没有就写 0", en: "{value} is negative. Amounts and counts are 0 or more; write 0 where there is none" },
  out_of_range: { zh: "{value} 超出范围，应在 {expected} 之间", en: "{value} is out of range; it lies between {expected}" },
  enum_unknown: { zh: "没有“{value}”这个取值{suggestion}。可填：{expected}", en: "there is no value “{value}”{suggestion}. Known values: {expected}" },
  not_yuan: { zh: "“{value}”不是以元为单位的金额。请只写数字，最多两位小数，如 1234.50", en: "“{value}” is no amount in yuan. Write digits alone, with two decimals at most: 1234.50" },
  household_twice: { zh: "户编号“{value}”在第 {other} 行也有，不知道以哪一户为准。请合并或改号", en: "the household number “{value}” also stands in row {other}; it is not clear which counts. Merge the two or renumber one" },
  household_missing: { zh: "家庭表里没有户编号“{value}”。请补上这一户，或改正成员的户编号", en: "no household has the number “{value}”. Add it to the households, or correct the number here" },
  person_twice: { zh: "同一身份证号也在 {other}。一个人只能在一户：请从其中一户去掉", en: "the same id number is also in {other}. A person belongs to one household: take them out of one" },
  person_repeated: { zh: "同一身份证号在这一户里出现了不止一次。请删去重复的成员", en: "the same id number occurs more than once in this household. Delete the repeated member" },
  birth_contradicts: { zh: "出生日期 {value} 与身份证号里的 {other} 不一致。请核对后改正其一", en: "the birth date {value} contradicts the id number, which says {other}. Correct one of them" },
  sex_contradicts: { zh: "性别与身份证号不一致。请核对后改正其一", en: "the sex contradicts the id number. Correct one of them" },
  born_later: { zh: "出生日期 {value} 晚于基准日 {other}。那一天还没有这个人：请改正日期，或去掉该成员", en: "the birth date {value} lies after {other}, the day decided for. Correct it, or leave the member out" },
  too_many_members: { zh: "一户有 {value} 名成员，超过 {other} 名。请核对户编号是否填串了", en: "{value} members in one household, more than {other}. Check whether household numbers were mixed up" },
} as const satisfies Record<string, Bilingual>;

export type ProblemCode = keyof typeof TEXTS;

/** Why nothing was decided for a household. `row` counts from 1: the line of a text file, the row of a sheet, the row of a Parquet file. */
export interface InputProblem {
  readonly file: string;
  /** "" where the file has no sheets. */
  readonly sheet: string;
  readonly row: number;
  /** Null where the row does not say. */
  readonly householdNo: string | null;
  /** The key or column, such as `members[0].birth_date`; "" for the whole row. */
  readonly key: string;
  readonly code: ProblemCode;
  /** What stands there, as text. */
  readonly value: string;
  /** The other row, household, date or number that it clashes with; "" where there is none. */
  readonly other: string;
}

/** The most members that a household can have: the rule language counts on it. */
export const MOST_MEMBERS = Number(MEMBERS_MAX);

/** The problem in words, with how to mend it. */
export function problemText(problem: InputProblem, facts: readonly InputFact[], lang: Lang): string {
  const path = problem.key.replace(/^members\[\d+\]\./, "");
  const level = problem.key.startsWith("members[") ? "member" : null;
  const fact = facts.find((each) => each.path === path && (level === null || each.level === level));
  const texts: Record<string, string> = {
    value: problem.value,
    other: problem.other,
    key: problem.key,
    expected: fact === undefined ? LIST[lang] : problem.code === "type_wrong" && isQuoted(fact, problem.value) ? QUOTED[lang] : expected(fact, problem.code, lang),
    suggestion: fact === undefined ? "" : suggestion(fact, problem.value, lang),
  };
  const said = TEXTS[problem.code][lang].replace(/\{(\w+)\}/g, (whole, key: string) => texts[key] ?? whole);
  return fact === undefined ? said : lang === "zh" ? `${fact.name.zh}：${said}` : `${fact.name.en}: ${said}`;
}

/** The one key of a household that is no fact. */
const LIST: Bilingual = { zh: "数组。members 写成 […]，每人一个 {…}", en: "an array. members is […] with an object {…} for each person" };
const QUOTED: Bilingual = { zh: "数，是文字。请去掉引号", en: "a number but a text. Take the quotes away" };

/** Digits are refused in quotes alone. */
function isQuoted({ type }: InputFact, value: string): boolean {
  return (type === "integer" || type === "money") && /^\d{1,16}$/.test(value);
}

const KINDS = {
  boolean: { zh: "“是”或“否”（JSON 里写 true 或 false）", en: "yes or no (in JSON true or false)" },
  integer: { zh: "整数。请只写数字，如 2", en: "a whole number. Write digits alone: 2" },
  money: { zh: "以分为单位的整数。12.50 元写成 1250", en: "a whole number of fen. 12.50 yuan is 1250" },
  rate: { zh: "比率", en: "a rate" },
  date: { zh: "日期（2020-06-30）", en: "a date (2020-06-30)" },
  text: { zh: "文本（JSON 中要加引号）", en: "a text (in quotes in JSON)" },
  enum: { zh: "取值代码", en: "one of its values" },
} as const satisfies Record<InputFact["type"], Bilingual>;

function expected(fact: InputFact, code: ProblemCode, lang: Lang): string {
  if (code === "out_of_range") return lang === "zh" ? `${fact.least} 和 ${fact.most}` : `${fact.least} and ${fact.most}`;
  if (fact.type !== "enum") return KINDS[fact.type][lang];
  const shown = fact.values.map(({ id, name, code: digit }) => (lang === "zh" ? `${id}（${digit === undefined ? "" : `${digit} `}${name.zh}）` : digit === undefined ? id : `${id} (${digit})`));
  return shown.join(lang === "zh" ? "、" : ", ");
}

function suggestion(fact: InputFact, value: string, lang: Lang): string {
  const found = fact.type === "enum" ? nearest(value, fact.values.map(({ id }) => id)) : null;
  return found === null ? "" : lang === "zh" ? `（是不是 ${found}？）` : ` (did you mean ${found}?)`;
}

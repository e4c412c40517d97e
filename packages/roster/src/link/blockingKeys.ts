import type { Bilingual } from "@doudi/contract";

/** A column that the engine must have for blocking, and how it comes about. */
export const BLOCKING_COLUMNS = {
  id_left: "digits (and X) of the id text, from the left; null when fewer than 14 are left. A scientific 5.33E+17 gives none unless its mantissa has 14",
  id_whole: "the same when it has 17 or 18 characters and is neither rounded (…000) nor scientific; null otherwise",
  folded_name: "foldName(name), from a table of distinct names worked out in JavaScript and loaded",
  name_pinyin: "namePinyin(name), same table",
  surname: "surnameOf(name), same table",
  name_rest: "folded_name without its first character (text, not bytes), when two or more are left; names of two characters: null",
  birth_date: "from the column, else from a usable id; null where only the year is known",
  birth_year: "its year",
  sex: "male or female",
  township: "foldPlace(township), from a table of distinct places",
  village: "foldPlace(village), same table",
  folded_head: "foldName(head_name)",
  household_no: "as text without blanks and leading zeros; only where both rosters number alike",
} as const satisfies Record<string, string>;

export type BlockingColumn = keyof typeof BLOCKING_COLUMNS;

/** An equality on which rows are paired. A null in any part makes no key: the row takes no part in that one. */
export interface BlockingKey extends Bilingual {
  id: string;
  /** What must be equal: a column, or some of its characters counted from the left or the right. */
  parts: readonly { column: BlockingColumn; left?: number; right?: number }[];
  /** Most persons in one block; the row is not compared through this key beyond it, and the number of such rows is reported. */
  cap: number;
  /** What it is there to catch. */
  why: string;
}

/**
 * The blocking of linkage: a pair is a candidate when any key agrees, and is scored once (UNION of the key joins).
 * Together they reach 99 % and more of the true pairs of the synthetic counties in linkage.test.ts, with about ten candidates
 * a row. No key is there for a row that has neither id digits, nor birth date, nor place: only its name, if rare.
 *
 * Count before running, a key at a time; nothing is joined yet:
 *
 *     with u as (select KEY as k, count(*) as n from unidentified where KEY is not null group by 1),
 *          p as (select KEY as k, count(*) as n from persons where KEY is not null group by 1)
 *     select sum(u.n * p.n) filter (where p.n <= CAP) as pairs, sum(u.n) filter (where p.n > CAP) as rows_over_cap
 *     from u join p using (k)
 *
 * Where the sum of all keys exceeds the budget (200 pairs a row, say), halve the caps from the last key upwards until it
 * fits; the keys stand in the order of what they find for a pair. Rows over the cap of every key are reported, not dropped.
 */
export const BLOCKING_KEYS: readonly BlockingKey[] = [
  { id: "id_first_14", zh: "证号前14位", en: "the first 14 digits of the id", parts: [{ column: "id_left", left: 14 }], cap: 200, why: "rounded and cut-off ids; a wrong digit among the last four" },
  { id: "id_last_12", zh: "证号后12位", en: "the last 12 characters of the id", parts: [{ column: "id_whole", right: 12 }], cap: 50, why: "a wrong or missing digit in the area" },
  { id: "id_ends", zh: "证号首尾", en: "both ends of the id", parts: [{ column: "id_whole", left: 6 }, { column: "id_whole", right: 4 }], cap: 100, why: "a wrong or missing digit in the birth date" },
  { id: "name_birth_year", zh: "姓名读音和出生年", en: "name by sound and birth year", parts: [{ column: "name_pinyin" }, { column: "birth_year" }], cap: 200, why: "no id, name right or by ear" },
  { id: "birth_date_sex", zh: "出生日期、性别和乡镇", en: "birth date, sex and township", parts: [{ column: "birth_date" }, { column: "sex" }, { column: "township" }], cap: 200, why: "name mistyped" },
  { id: "birth_date_surname", zh: "出生日期和姓", en: "birth date and surname", parts: [{ column: "birth_date" }, { column: "surname" }], cap: 200, why: "no township, or another one" },
  { id: "name_township", zh: "姓名读音和乡镇", en: "name by sound and township", parts: [{ column: "name_pinyin" }, { column: "township" }], cap: 200, why: "no birth date, or a wrong one" },
  { id: "head_village", zh: "户主姓名和村", en: "name of the head and village", parts: [{ column: "folded_head" }, { column: "village" }], cap: 100, why: "name mistyped and birth date missing" },
  { id: "household_surname", zh: "户编号和姓", en: "household number and surname", parts: [{ column: "household_no" }, { column: "surname" }], cap: 50, why: "same, where the rosters number households alike" },
  { id: "name_rest_village", zh: "名和村", en: "given name and village", parts: [{ column: "name_rest" }, { column: "village" }], cap: 100, why: "the surname mistyped" },
  { id: "surname_birth_year_village", zh: "姓、出生年和村", en: "surname, birth year and village", parts: [{ column: "surname" }, { column: "birth_year" }, { column: "village" }], cap: 100, why: "name and birth date both a little off" },
  { id: "name", zh: "姓名", en: "name", parts: [{ column: "folded_name" }], cap: 20, why: "a rare name, wherever the row says it lives" },
];

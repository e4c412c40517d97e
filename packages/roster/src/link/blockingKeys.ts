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
export interface BlockingKey {
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
  { id: "id_first_14", parts: [{ column: "id_left", left: 14 }], cap: 200, why: "rounded and cut-off ids; a wrong digit among the last four" },
  { id: "id_last_12", parts: [{ column: "id_whole", right: 12 }], cap: 50, why: "a wrong or missing digit in the area" },
  { id: "id_ends", parts: [{ column: "id_whole", left: 6 }, { column: "id_whole", right: 4 }], cap: 100, why: "a wrong or missing digit in the birth date" },
  { id: "name_birth_year", parts: [{ column: "name_pinyin" }, { column: "birth_year" }], cap: 200, why: "no id, name right or by ear" },
  { id: "birth_date_sex", parts: [{ column: "birth_date" }, { column: "sex" }, { column: "township" }], cap: 200, why: "name mistyped" },
  { id: "birth_date_surname", parts: [{ column: "birth_date" }, { column: "surname" }], cap: 200, why: "no township, or another one" },
  { id: "name_township", parts: [{ column: "name_pinyin" }, { column: "township" }], cap: 200, why: "no birth date, or a wrong one" },
  { id: "head_village", parts: [{ column: "folded_head" }, { column: "village" }], cap: 100, why: "name mistyped and birth date missing" },
  { id: "household_surname", parts: [{ column: "household_no" }, { column: "surname" }], cap: 50, why: "same, where the rosters number households alike" },
  { id: "name_rest_village", parts: [{ column: "name_rest" }, { column: "village" }], cap: 100, why: "the surname mistyped" },
  { id: "surname_birth_year_village", parts: [{ column: "surname" }, { column: "birth_year" }, { column: "village" }], cap: 100, why: "name and birth date both a little off" },
  { id: "name", parts: [{ column: "folded_name" }], cap: 20, why: "a rare name, wherever the row says it lives" },
];

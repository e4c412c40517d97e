/** What linkage looks at in a row. Any of them may be null: then nothing is said for or against by that field. */
export interface LinkRecord {
  name: string | null;
  /** The unusable id as it stands in the file, or the usable one (18 characters). */
  idText: string | null;
  /** YYYY-MM-DD; YYYY-MM or YYYY where no more is known. From the column, else from a usable id. */
  birthDate: string | null;
  sex: "male" | "female" | null;
  township: string | null;
  village: string | null;
  householdNo: string | null;
  headName: string | null;
}

/** What is known of a pair beside its two rows. */
export interface PairContext {
  /** Both rows number households alike (the same roster kind, say). Otherwise equal or different numbers say nothing. */
  sameNumbering?: boolean;
  /** The person has a row with a usable id in the very roster of the unidentified row: the row would be a duplicate. */
  inSameRoster?: boolean;
}

/**
 * The levels of agreement, by field, strongest first. A field that one side lacks has no level. `township_only`: a side
 * names no village; `township`: the villages differ. `in_…`: another field has said it already, the weight is 0.
 */
export const LINK_LEVELS = {
  prior: ["base"],
  name: ["equal", "folded", "pinyin", "lookalike", "one_character", "part", "surname", "different"],
  id_text: ["equal", "one_digit", "first_15", "first_14", "masked", "scientific", "different"],
  birth_date: ["equal", "equal_new_year", "swapped", "one_component", "year", "different", "in_id"],
  sex: ["equal", "different"],
  village: ["equal", "township_only", "township", "different"],
  household_no: ["equal", "equal_same_village", "in_head", "different"],
  head_name: ["equal", "equal_same_village", "both_heads", "near", "in_household", "different"],
  roster: ["already_there"],
} as const satisfies Record<string, readonly string[]>;

export type LinkField = keyof typeof LINK_LEVELS;
export type LinkLevel<F extends LinkField> = (typeof LINK_LEVELS)[F][number];

/** One bar of the waterfall: what a field's agreement adds to or takes from the log odds, in bits. */
export type FieldWeight = { [F in LinkField]: { field: F; level: LinkLevel<F>; weight: number } }[LinkField];

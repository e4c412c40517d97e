import { type Engine, identifier } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";
import { rowHashSql } from "./rowHash.js";

/** A sum of row hashes ends here: no household that can be decided has so many members that it would. */
const MOST = 2n ** 60n;
const SIXTEEN_DIGITS = 2n ** 62n;
/** The household's row hash weighs so much, a member with nothing known so much. */
const HOUSEHOLD = 2n ** 12n;
const MEMBER = 1_000_003n;

/**
 * SELECT of every household with its facts and input_hash: 16 hexadecimal digits for everything that is known of it and its members,
 * their names and order aside. It is the same for the same data in every format and on both engines, and does not change when packs
 * add facts that the data do not have. Needs the tables of loadHouseholds.
 *
 * The digits are those of 2^62 + 4096 × the household's row hash + the sum of its members' row hashes + 1,000,003 × their number:
 * see rowHashSql. Whoever has the data can work them out again; they tell a changed fact, not a forger.
 */
export function hashedHouseholdsSql(engine: Engine, facts: readonly InputFact[]): string {
  const columns = householdColumns(facts, "h");
  const digests = MEMBER_DIGESTS.map((column) => `, m.${column}`).join("");
  return `SELECT h.household_no${columns}, ${inputHashSql("h")} AS input_hash FROM (SELECT h.*${digests} FROM (${rowHashedHouseholdsSql(engine, facts)}) h LEFT JOIN member_digests m ON m.household_no = h.household_no${engine.dialect.once}) h`;
}

/** Columns of `member_digests` that are part of the hash. */
export const MEMBER_DIGESTS = ["members", "digest"] as const;

/** SELECT of every household with its facts and `household_hash`, its own part of the hash. */
export function rowHashedHouseholdsSql(engine: Engine, facts: readonly InputFact[]): string {
  return `SELECT h.household_no${householdColumns(facts, "h")}, ${rowHashSql(engine, facts.filter(({ level }) => level === "household"), "h")} AS household_hash FROM households h`;
}

/** The hash, over a row that has `household_hash` and the columns of MEMBER_DIGESTS. */
export function inputHashSql(row: string): string {
  return `lower(to_hex(${SIXTEEN_DIGITS} + ${row}.household_hash * ${HOUSEHOLD} + coalesce(${row}.digest, 0) + coalesce(${row}.members, 0) * ${MEMBER}))`;
}

function householdColumns(facts: readonly InputFact[], alias: string): string {
  return facts.filter(({ id, level }) => level === "household" && id !== "household_no").map(({ id }) => `, ${alias}.${identifier(id)}`).join("");
}

/** The persons with what is to be gathered of them, and how: `members`, whether one is `odd`, what they add to the hash. */
export interface MemberDigests {
  /** A relation of persons_in with `columns`. */
  readonly persons: string;
  readonly columns: readonly string[];
  readonly aggregates: readonly string[];
}

/**
 * What one pass over persons_in is to gather for each household that has members.
 * @param odd a condition over the row p, in which n is cleanId of the id number
 * @param hashed whether the hash is wanted
 */
export function memberDigests(engine: Engine, facts: readonly InputFact[], odd: string, hashed: boolean): MemberDigests {
  const own = facts.filter(({ level }) => level === "member");
  const idNumber = own.some(({ id }) => id === "id_number") ? engine.dialect.cleanId(`p."id_number"`) : "CAST(NULL AS BIGINT)";
  const hash = hashed ? `, ${rowHashSql(engine, own, "p")} AS member_hash` : "";
  return {
    persons: `(SELECT p.*, ${odd} AS odd${hash} FROM (SELECT p.*, ${idNumber} AS n FROM persons_in p${engine.dialect.once}) p${engine.dialect.once})`,
    columns: ["odd", ...(hashed ? ["member_hash"] : [])],
    aggregates: ["count(*) AS members", "bool_or(odd) AS odd", ...(hashed ? [`CAST(least(sum(member_hash), ${MOST}) AS BIGINT) AS digest`] : [])],
  };
}

import { type Engine, identifier } from "@doudi/roster";
import { type InputFact, valueOrAbsent } from "./inputFact.js";

const LOW_BITS = 26;
const SMALL_BITS = 31;
const MASK = 2 ** SMALL_BITS - 1;
/** Of what is added up over the members. */
const SUMMED_BITS = 38;
/** What a household or person is called decides nothing; households are told apart by their number anyway. */
const NO_PART = new Set(["household_no", "name"]);

/** Whether all values of a fact are below 2^31, which makes its part of the hash cheaper, though no different. */
export type AreSmall = (fact: InputFact) => boolean;

/**
 * SELECT of every household with its facts and input_hash: 16 hexadecimal digits for everything that is known of it and its members,
 * their names and order aside. It is the same for the same data in every format and on both engines, and does not change when packs
 * add facts that the data do not have. Needs the tables of loadHouseholds.
 *
 * Texts are not joined: for millions of members that would take longer than deciding. Each row becomes an integer s below 2^62, the
 * sum over its facts of value × a number drawn from the fact's id (an absent fact adds nothing). Of the members' s there are added up:
 * the lower bits, and the upper bits of the square of s with its bits mixed, so that what members exchange does not cancel out. Without
 * the mixing it would for small numbers: 0, 4, 5 and 1, 2, 6 have the same sum, and their squares too. The hash is the beginning of the
 * MD5 of the household's s, the number of members and the two sums, mixed into one number. All of it stays within 64 bits, whose
 * arithmetic is quick; a sum would leave them at 33 million members.
 */
export function hashedHouseholdsSql(engine: Engine, facts: readonly InputFact[]): string {
  const columns = householdColumns(facts, "h");
  const digests = MEMBER_DIGESTS.map((column) => `, m.${column}`).join("");
  return `SELECT h.household_no${columns}, ${inputHashSql("h")} AS input_hash FROM (SELECT h.*${digests} FROM (${summedHouseholdsSql(engine, facts)}) h LEFT JOIN member_digests m ON m.household_no = h.household_no${engine.dialect.once}) h`;
}

/** Columns of `member_digests` that are part of the hash. */
export const MEMBER_DIGESTS = ["members", "digest", "squares"] as const;

/** SELECT of every household with its facts and `household_sum`, its own part of the hash. */
export function summedHouseholdsSql(engine: Engine, facts: readonly InputFact[]): string {
  const columns = householdColumns(facts, "h");
  const { values, sum } = rowSum(engine, facts.filter(({ level }) => level === "household"), "h", () => false);
  return `SELECT h.household_no${columns}, ${sum("h")} AS household_sum FROM (SELECT h.household_no${columns}${values} FROM households h${engine.dialect.once}) h`;
}

/** The hash, over a row that has `household_sum` and the columns of MEMBER_DIGESTS. */
export function inputHashSql(row: string): string {
  const parts = ["household_sum", "digest", "squares"].map((column) => mixSql(`coalesce(${row}.${column}, 0)`, column, SMALL_BITS - 3));
  return `left(md5(CAST(${parts.join(" + ")} + coalesce(${row}.members, 0) * ${drawn("members", 32)} AS VARCHAR)), 16)`;
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
export function memberDigests(engine: Engine, facts: readonly InputFact[], odd: string, hashed: boolean, areSmall: AreSmall): MemberDigests {
  const own = facts.filter(({ level }) => level === "member");
  const idNumber = own.some(({ id }) => id === "id_number") ? engine.dialect.cleanId(`p."id_number"`) : "CAST(NULL AS BIGINT)";
  const { values, sum } = rowSum(engine, hashed ? own : [], "p", areSmall);
  const { once } = engine.dialect;
  const prepared = `SELECT p.*, ${idNumber} AS n FROM persons_in p${once}`;
  const valued = `SELECT p.*, ${odd} AS odd${values} FROM (${prepared}) p${once}`;
  const summed = `SELECT p.*, ${sum("p")} AS s FROM (${valued}) p${once}`;
  const mixed = `SELECT p.*, ${mixSql("p.s", "member", SMALL_BITS - 1)} AS t FROM (${summed}) p${once}`;
  return {
    persons: hashed ? `(SELECT p.*, ${foldSql("p.t")} AS f FROM (${mixed}) p${once})` : `(${valued})`,
    columns: hashed ? ["odd", "s", "f"] : ["odd"],
    aggregates: ["count(*) AS members", "bool_or(odd) AS odd", ...(hashed ? [`CAST(sum(s & ${2 ** SUMMED_BITS - 1}) AS BIGINT) AS digest`, `CAST(sum((f * f) >> ${2 * SMALL_BITS - SUMMED_BITS}) AS BIGINT) AS squares`] : [])],
  };
}

/** Facts whose numbers may be large: select entries that give each a column v…, and the sum over a row that has them. */
function rowSum(engine: Engine, facts: readonly InputFact[], alias: string, areSmall: AreSmall): { values: string; sum: (alias: string) => string } {
  const own = facts.filter(({ id }) => !NO_PART.has(id));
  const value = (fact: InputFact, of: string): string => numberOf(engine, fact, valueOrAbsent(fact, `${of}.${identifier(fact.id)}`), of);
  const isPlain = (fact: InputFact): boolean => fact.type === "boolean" || fact.type === "enum" || fact.type === "date" || areSmall(fact);
  const large = own.filter((fact) => !isPlain(fact));
  return {
    values: large.map((fact) => `, ${value(fact, alias)} AS ${identifier(`hash ${fact.id}`)}`).join(""),
    sum: (of) => own.map((fact) => (isPlain(fact) ? plainTerm(fact, value(fact, of)) : largeTerm(fact, `${of}.${identifier(`hash ${fact.id}`)}`))).join(" + ") || "CAST(0 AS BIGINT)",
  };
}

/** Both halves of a number below 2^63, each times a number of so many bits drawn for the purpose: no longer in proportion. */
function mixSql(s: string, purpose: string, bits: number): string {
  return `((${s} & ${MASK}) * ${drawn(`${purpose} lower half`, bits)} + (${s} >> ${SMALL_BITS}) * ${drawn(`${purpose} upper half`, bits)})`;
}

/** Upper half of the bits XOR the lower 31, written without the operator, which the engines spell differently. */
function foldSql(s: string): string {
  const [low, high] = [`(${s} & ${MASK})`, `(${s} >> ${SMALL_BITS})`];
  return `((${low} | ${high}) - (${low} & ${high}))`;
}

/** A number below 2^31 times a number. An unknown fact adds nothing. */
function plainTerm(fact: InputFact, v: string): string {
  if (fact.type === "boolean") return `CASE WHEN ${v} THEN ${constantOf(fact, "true")} WHEN NOT ${v} THEN ${constantOf(fact, "false")} ELSE 0 END`;
  if (fact.type === "enum") return `coalesce(${v}, 0)`;
  const { low, known } = factors(fact);
  return `coalesce(${v} * ${low} + ${known}, 0)`;
}

/** The same for any number; a large one, and that of a text, counts in two halves, so that the product stays below 2^60. */
function largeTerm(fact: InputFact, v: string): string {
  const { low, high, known } = factors(fact);
  const halves = `(${v} & ${2 ** LOW_BITS - 1}) * ${low} + (${v} >> ${LOW_BITS}) * ${high} + ${known}`;
  if (fact.type === "text") return `coalesce(${halves}, 0)`;
  return `CASE WHEN ${v} < ${2 ** SMALL_BITS} THEN ${v} * ${low} + ${known} WHEN ${v} IS NOT NULL THEN ${halves} ELSE 0 END`;
}

function factors({ id }: InputFact): { low: number; high: number; known: number } {
  return { low: drawn(`${id} low`, LOW_BITS), high: drawn(`${id} high`, LOW_BITS), known: drawn(`${id} known`, LOW_BITS) };
}

/** A fact as a number that is not negative, different for different values; NULL where it is unknown. A boolean stays one. */
function numberOf(engine: Engine, fact: InputFact, column: string, alias: string): string {
  switch (fact.type) {
    case "boolean":
      return column;
    case "enum":
      return engine.dialect.numberByText(column, fact.values.map(({ id }) => [id, constantOf(fact, id)] as const));
    case "integer":
    case "money":
      return `CAST(${column} AS BIGINT)`;
    case "rate":
      return `CAST(${column} * 1000000 AS BIGINT)`;
    case "date":
      return `CAST(${column} - DATE '1800-01-01' AS BIGINT)`;
    case "text":
      return fact.id === "id_number" ? `coalesce(${alias}.n, ${engine.dialect.textNumber(column)})` : engine.dialect.textNumber(column);
  }
}

/** What a value of an enum or a boolean counts. */
function constantOf({ id }: InputFact, value: string): string {
  return String(drawn(`${id} = ${value}`, 50));
}

/** A number of at most so many bits, not 0, that depends on the text alone: FNV-1a, twice. It is part of what a hash means and must not change. */
function drawn(text: string, bits: number): number {
  const hash = (start: number): number => {
    let value = start;
    for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
    value ^= value >>> 15;
    return Math.imul(value, 0x2c1b3c6d) >>> 0;
  };
  const [high, low] = [hash(0x811c9dc5), hash(0x01234567)];
  return (high % 2 ** (bits - 24)) * 2 ** 24 + (low % 2 ** 24) + 1;
}

import { type Engine, identifier } from "@doudi/roster";
import { type InputFact, valueOrAbsent } from "./inputFact.js";

const LOW_BITS = 26;
const SMALL_BITS = 31;
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
 * s, and the square of s with its bits mixed, so that what members exchange does not cancel out. Without the mixing it would for small
 * numbers: 0, 4, 5 and 1, 2, 6 have the same sum, and their squares too. The hash
 * is the beginning of the MD5 of the household's s, the number of members and the two sums.
 */
export function hashedHouseholdsSql(engine: Engine, facts: readonly InputFact[]): string {
  const own = facts.filter(({ level }) => level === "household");
  const columns = own.filter(({ id }) => id !== "household_no").map(({ id }) => `, h.${identifier(id)}`).join("");
  const { values, sum } = rowSum(engine, own, "h", () => false);
  const text = `concat_ws('|', CAST(${sum("h")} AS VARCHAR), CAST(coalesce(h.hash_members, 0) AS VARCHAR), CAST(coalesce(h.hash_sum, 0) AS VARCHAR), CAST(coalesce(h.hash_squares, 0) AS VARCHAR))`;
  const joined = `SELECT h.household_no${columns}${values}, m.members AS hash_members, m.digest AS hash_sum, m.squares AS hash_squares FROM households h LEFT JOIN member_digests m ON m.household_no = h.household_no${engine.dialect.once}`;
  return `SELECT h.household_no${columns}, substring(md5(${text}), 1, 16) AS input_hash FROM (${joined}) h`;
}

/**
 * SELECT of one row a household that has members: how many, whether one of them is `odd`, and what they add to the hash. One pass over
 * persons_in.
 * @param odd a condition over the row p, in which n is cleanId of the id number
 * @param hashed whether the hash is wanted
 */
export function memberDigestsSql(engine: Engine, facts: readonly InputFact[], odd: string, hashed: boolean, areSmall: AreSmall): string {
  const own = facts.filter(({ level }) => level === "member");
  const idNumber = own.some(({ id }) => id === "id_number") ? engine.dialect.cleanId(`p."id_number"`) : "CAST(NULL AS BIGINT)";
  const { values, sum } = hashed ? rowSum(engine, own, "p", areSmall) : { values: "", sum: () => "CAST(0 AS BIGINT)" };
  const { once } = engine.dialect;
  const prepared = `SELECT p.*, ${idNumber} AS n FROM persons_in p${once}`;
  const valued = `SELECT p.*, ${odd} AS odd${values} FROM (${prepared}) p${once}`;
  const summed = `SELECT p.household_no, p.odd, ${sum("p")} AS s FROM (${valued}) p${once}`;
  const mixed = `SELECT p.household_no, p.odd, p.s, ${mixSql("p.s")} AS t FROM (${summed}) p${once}`;
  const folded = `SELECT p.household_no, p.odd, p.s, ${foldSql("p.t")} AS f FROM (${mixed}) p${once}`;
  const sums = hashed ? "sum(p.s) AS digest, sum(p.f * p.f) AS squares" : "CAST(0 AS BIGINT) AS digest, CAST(0 AS BIGINT) AS squares";
  return `SELECT p.household_no, count(*) AS members, bool_or(p.odd) AS odd, ${sums} FROM (${folded}) p GROUP BY p.household_no`;
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

/** Both halves of a number below 2^62, each times a number below 2^30: again below 2^62, and no longer in proportion. */
function mixSql(s: string): string {
  return `((${s} & ${2 ** SMALL_BITS - 1}) * ${drawn("lower half", SMALL_BITS - 1)} + (${s} >> ${SMALL_BITS}) * ${drawn("upper half", SMALL_BITS - 1)})`;
}

/** Upper half of the bits XOR the lower 31, written without the operator, which the engines spell differently. */
function foldSql(s: string): string {
  const [low, high] = [`(${s} & ${2 ** SMALL_BITS - 1})`, `(${s} >> ${SMALL_BITS})`];
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

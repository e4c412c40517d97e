import type { Engine } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";

const LOW_BITS = 26;
const SMALL_BITS = 31;
const [PRIME_1, PRIME_2] = [2_147_483_647, 2_147_483_629];
/** What a household or person is called decides nothing; households are told apart by their number anyway. */
const NO_PART = new Set(["household_no", "name"]);

/**
 * SELECT of household_no and input_hash, 16 hexadecimal digits for everything that is known of a household and its members, their names
 * and order aside. It is the same for the same data in every format and on both engines, and does not change when packs add
 * facts that the data do not have.
 *
 * Texts are not joined: for millions of members that would take longer than deciding. Each row becomes an integer below 2^62, the sum
 * over its facts of value × a number drawn from the fact's id (an absent fact adds nothing); those of the members are squared
 * modulo two primes, so that what two members exchange does not cancel out, and added up.
 */
export function inputHashSql(engine: Engine, facts: readonly InputFact[]): string {
  const member = rowSum(engine, facts.filter(({ level }) => level === "member"), "persons");
  const household = rowSum(engine, facts.filter(({ level }) => level === "household"), "households");
  const squares = `SELECT household_no, s % ${PRIME_1} + 1 AS a, s % ${PRIME_2} + 1 AS b FROM (${member}) r`;
  const members = `SELECT household_no, count(*) AS members, sum(a * a % ${PRIME_1} * 2147483648 + b * b % ${PRIME_2}) AS total FROM (${squares}) m GROUP BY household_no`;
  const text = "concat_ws('|', CAST(h.s AS VARCHAR), CAST(coalesce(m.members, 0) AS VARCHAR), CAST(coalesce(m.total, 0) AS VARCHAR))";
  return `SELECT h.household_no, substring(${engine.dialect.sha256(text)}, 1, 16) AS input_hash FROM (${household}) h LEFT JOIN (${members}) m ON m.household_no = h.household_no`;
}

/** SELECT of household_no and s, the sum over the facts of a row. */
function rowSum(engine: Engine, facts: readonly InputFact[], table: string): string {
  const own = facts.filter(({ id }) => !NO_PART.has(id));
  // Each value is worked out once: below it stands three times.
  const values = own.map((fact, i) => `, ${numberOf(engine, fact, `t."${fact.id}"`)} AS v${i}`);
  const terms = own.map((fact, i) => (fact.type === "boolean" || fact.type === "enum" ? `coalesce(v${i}, 0)` : termOf(fact.id, `v${i}`)));
  return `SELECT household_no, ${terms.join(" + ") || "0"} AS s FROM (SELECT t.household_no${values.join("")} FROM ${table} t${engine.dialect.once}) v`;
}

/** A number times a number; a large one in two halves, so that the product stays below 2^60. */
function termOf(id: string, v: string): string {
  const [low, high, known] = ["low", "high", "known"].map((part) => drawn(`${id} ${part}`, LOW_BITS));
  return `CASE WHEN ${v} < ${2 ** SMALL_BITS} THEN ${v} * ${low} + ${known} WHEN ${v} IS NOT NULL THEN (${v} & ${2 ** LOW_BITS - 1}) * ${low} + (${v} >> ${LOW_BITS}) * ${high} + ${known} ELSE 0 END`;
}

/** A fact as a BIGINT that is not negative, different for different values; NULL where it is unknown. */
function numberOf(engine: Engine, fact: InputFact, column: string): string {
  const constant = (value: string): number => drawn(`${fact.id} = ${value}`, 50);
  switch (fact.type) {
    case "boolean":
      return `CASE WHEN ${column} THEN ${constant("true")} WHEN NOT ${column} THEN ${constant("false")} END`;
    case "enum":
      return `CASE ${column} ${fact.values.map(({ id }) => `WHEN '${id}' THEN ${constant(id)}`).join(" ")} END`;
    case "integer":
    case "money":
      return `CAST(${column} AS BIGINT)`;
    case "rate":
      return `CAST(${column} * 1000000 AS BIGINT)`;
    case "date":
      return `CAST(${column} - DATE '1800-01-01' AS BIGINT)`;
    case "text":
      return fact.id === "id_number" ? `coalesce(${engine.dialect.cleanId(column)}, ${engine.dialect.textNumber(column)})` : engine.dialect.textNumber(column);
  }
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

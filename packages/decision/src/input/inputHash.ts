import type { Engine } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";

const LOW_BITS = 26;
const [PRIME_1, PRIME_2] = [2_147_483_647, 2_147_483_629];
/** What a household or person is called decides nothing; households are told apart by their number anyway. */
const NO_PART = new Set(["household_no", "name"]);

/**
 * SELECT of household_no and input_hash, 16 hexadecimal digits for everything that is known of a household and its members, their names
 * and order aside. It is the same for the same data in every format and on both engines, and does not change when packs add
 * facts that the data do not have.
 *
 * Texts are not joined: for millions of members that would take longer than deciding. Each row becomes two integers below 2^62,
 * sums over its facts of value × a number drawn from the fact's id (an absent fact adds nothing); those of the members are
 * squared modulo two primes, so that what two members exchange does not cancel out, and added up.
 */
export function inputHashSql(engine: Engine, facts: readonly InputFact[]): string {
  const own = (level: InputFact["level"], alias: string, form: number): string =>
    facts.filter((fact) => fact.level === level && !NO_PART.has(fact.id)).map((fact) => term(engine, fact, `${alias}."${fact.id}"`, form)).join(" + ") || "0";
  const members = `SELECT household_no, count(*) AS members, sum(((a * a) % ${PRIME_1}) * 2147483648 + (b * b) % ${PRIME_2}) AS total FROM (SELECT p.household_no, (${own("member", "p", 1)} + 1) % ${PRIME_1} AS a, (${own("member", "p", 2)} + 1) % ${PRIME_2} AS b FROM persons p) m GROUP BY household_no`;
  const text = `concat_ws('|', CAST(${own("household", "h", 1)} AS VARCHAR), CAST(${own("household", "h", 2)} AS VARCHAR), CAST(coalesce(m.members, 0) AS VARCHAR), CAST(coalesce(m.total, 0) AS VARCHAR))`;
  return `SELECT h.household_no, substring(${engine.dialect.sha256(text)}, 1, 16) AS input_hash FROM households h LEFT JOIN (${members}) m ON m.household_no = h.household_no`;
}

/** What a fact adds to one of the two sums; 0 where it is unknown. */
function term(engine: Engine, fact: InputFact, column: string, form: number): string {
  const draw = (part: string): number => drawn(`${form} ${fact.id} ${part}`, LOW_BITS);
  const constant = (value: string): number => drawn(`${form} ${fact.id} = ${value}`, 50);
  const number = (sql: string): string => `coalesce(((${sql}) & ${2 ** LOW_BITS - 1}) * ${draw("low")} + ((${sql}) >> ${LOW_BITS}) * ${draw("high")} + ${draw("known")}, 0)`;
  switch (fact.type) {
    case "boolean":
      return `CASE WHEN ${column} THEN ${constant("true")} WHEN NOT ${column} THEN ${constant("false")} ELSE 0 END`;
    case "enum":
      return `CASE ${column} ${fact.values.map(({ id }) => `WHEN '${id}' THEN ${constant(id)}`).join(" ")} ELSE 0 END`;
    case "integer":
    case "money":
      return number(`CAST(${column} AS BIGINT)`);
    case "rate":
      return number(`CAST(${column} * 1000000 AS BIGINT)`);
    case "date":
      return number(`CAST(${column} - DATE '1800-01-01' AS BIGINT)`);
    case "text":
      return number(fact.id === "id_number" ? `coalesce(${engine.dialect.cleanId(column)}, ${engine.dialect.textNumber(column)})` : engine.dialect.textNumber(column));
  }
}

/** A number of so many bits that depends on the text alone: FNV-1a, twice. It is part of what a hash means and must not change. */
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

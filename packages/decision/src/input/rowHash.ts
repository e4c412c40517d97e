import { type Engine, identifier, literal } from "@doudi/roster";
import { type InputFact, valueOrAbsent } from "./inputFact.js";

/** What a household or person is called decides nothing; households are told apart by their number anyway. */
const NO_PART = new Set(["household_no", "name"]);
/** Of 64 bits, so that many rows can be added up. */
const DROPPED_BITS = 16;

/** Whether the engine needs a column row_hash, worked out by `RowHash` where rows are read. */
export function needsRowHash({ dialect }: Engine): boolean {
  return dialect.name !== "duckdb";
}

/**
 * A number of 48 bits for what is known of a row, the same on every engine. Each fact gives the 64-bit hash of its value XOR that of
 * its id, hashed once more, XOR the same for NULL: what is not known adds nothing, so packs may add facts without changing the hash of
 * older data. These parts are put together by XOR, which asks no order; the whole is hashed and loses its lower 16 bits.
 *
 * The hash is DuckDB's own, which takes a tenth of the time of arithmetic on columns. For other engines `rowHash` works it out where
 * rows are read, into the column row_hash; a test holds one against the other, so that no release of DuckDB changes it unseen.
 *
 * @param facts of the row's level
 * @param alias the row
 */
export function rowHashSql(engine: Engine, facts: readonly InputFact[], alias: string): string {
  if (needsRowHash(engine)) return `${alias}.row_hash`;
  const own = facts.filter(({ id }) => !NO_PART.has(id));
  const part = ({ id }: InputFact, value: string): string => `hash(xor(hash(${value}), hash(${literal(id)})))`;
  const known = own.map((fact) => part(fact, valueOrAbsent(fact, `${alias}.${identifier(fact.id)}`)));
  // One constant for all of them.
  const unknown = own.map((fact) => part(fact, "NULL"));
  return `CAST(hash(${xorSql([xorSql(unknown), ...known])}) >> ${DROPPED_BITS} AS BIGINT)`;
}

function xorSql(terms: readonly string[]): string {
  return terms.reduce((all, term) => `xor(${all}, ${term})`, "CAST(0 AS UBIGINT)");
}

/** Values that many rows share need not be hashed again. */
const KEPT_PARTS = 5000;

/** Works out what rowHashSql says, for rows of one level whose values are still text, as parseJsonValue and parseCell give it. */
export class RowHash {
  readonly #facts: readonly { readonly fact: InputFact; readonly id: bigint; readonly unknown: bigint; readonly parts: Map<string, bigint> }[];

  constructor(facts: readonly InputFact[]) {
    this.#facts = facts.filter(({ id }) => !NO_PART.has(id)).map((fact) => ({ fact, id: textHash(fact.id), unknown: mixed(NULL ^ textHash(fact.id)), parts: new Map() }));
  }

  /** @returns a number below 2^48 in decimal digits */
  of(values: ReadonlyMap<InputFact, string | null>): string {
    let row = 0n;
    for (const { fact, id, unknown, parts } of this.#facts) {
      const text = values.get(fact) ?? (fact.type === "date" ? null : fact.absent);
      if (text === null) continue;
      let part = parts.get(text);
      if (part === undefined) {
        part = mixed(valueHash(fact, text) ^ id) ^ unknown;
        if (parts.size < KEPT_PARTS) parts.set(text, part);
      }
      row ^= part;
    }
    return String(mixed(row) >> BigInt(DROPPED_BITS));
  }
}

function valueHash({ type }: InputFact, text: string): bigint {
  switch (type) {
    case "boolean":
      return mixed(text === "true" ? 1n : 0n);
    case "integer":
    case "money":
      return mixed(BigInt(text));
    case "rate":
      return mixed(BigInt(Math.round(Number(text) * 1_000_000)));
    case "date":
      // Days since 1970 in 32 bits.
      return mixed(BigInt((Date.parse(text) / 86_400_000) >>> 0));
    case "text":
    case "enum":
      return textHash(text);
  }
}

const FACTOR = 0xd6e8feb86659fd93n;
const LENGTH_FACTOR = 0xc6a4a7935bd1e995n;
const START = 0xe17a1465n;
const NULL = 0xbf58476d1ce4e5b9n;

/** MurmurHash3's way of spreading 64 bits, with the constants of DuckDB. */
function mixed(value: bigint): bigint {
  let bits = value;
  for (let i = 0; i < 2; i += 1) bits = BigInt.asUintN(64, (bits ^ (bits >> 32n)) * FACTOR);
  return bits ^ (bits >> 32n);
}

/** MurmurHash64A of the UTF-8 bytes, as DuckDB has it. */
function textHash(text: string): bigint {
  const bytes = Buffer.from(text, "utf8");
  let bits = START ^ BigInt.asUintN(64, BigInt(bytes.length) * LENGTH_FACTOR);
  for (let at = 0; at < bytes.length; at += 8) {
    const block = Buffer.alloc(8);
    bytes.copy(block, 0, at, at + 8);
    bits = BigInt.asUintN(64, (bits ^ block.readBigUInt64LE()) * FACTOR);
  }
  return mixed(bits);
}

import { type Engine, literal } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";
import { memberDigests } from "./inputHash.js";
import { MOST_MEMBERS } from "./inputProblem.js";

/** How a key of a member is written in messages: by where it stands in JSON, or by its column. */
type KeyStyle = "json" | "table";

/** SELECT of a row for each household that has members, over a relation of persons, with these aggregates and more of the caller's. */
export type MemberPass = (persons: string, extras: { readonly columns: readonly string[]; readonly aggregates: readonly string[] }) => string | null;

interface CrossOptions {
  readonly facts: readonly InputFact[];
  readonly date: string;
  readonly keys: KeyStyle;
  /** Whether `member_digests` has what input hashes need. */
  readonly hashed: boolean;
  readonly memberPass?: MemberPass | undefined;
}

/**
 * What is wrong between rows: a household number used twice, members without a household, one person in two households,
 * an id number that contradicts birth date or sex, a birth after the day. Set-based, the same on both engines; reads
 * households_in and persons_in and adds to `problems`.
 *
 * One pass over the persons gives `member_digests`, a row for each household with its number of members and whether one is odd by
 * itself; what is used twice shows in 64-bit fingerprints. Whatever those show is then looked at exactly. Millions of rows mostly
 * show nothing.
 */
export async function crossChecks(engine: Engine, options: CrossOptions): Promise<{ households: number; persons: number }> {
  const { fingerprint } = engine.dialect;
  const { facts } = options;
  const has = (id: string): boolean => facts.some((fact) => fact.id === id && fact.level === "member");
  const digests = memberDigests(engine, facts, oddity(engine, options.date, has), options.hashed);
  const pass = options.memberPass?.(digests.persons, digests) ?? `SELECT household_no, ${digests.aggregates.join(", ")} FROM ${digests.persons} p GROUP BY household_no`;
  await engine.run(`CREATE TABLE member_digests AS ${pass}`);
  await engine.run(`CREATE TABLE household_keys AS SELECT ${fingerprint("h.household_no")} AS k FROM households_in h`);
  const keys = (select: string): Promise<string | null> => someKeys(engine, select);
  const add = (select: string): Promise<void> => engine.run(`INSERT INTO problems (level, "row", household_no, "key", code, "value", other) ${select}`);
  const memberKey = (key: string): string => (options.keys === "json" ? `'members[' || CAST(p.person_no - 1 AS VARCHAR) || '].${key}'` : literal(key));

  const twice = await keys(repeated("t.k", "household_keys"));
  if (twice !== null) {
    await engine.run(`CREATE TABLE twice AS SELECT household_no, min("row") AS first_row, max("row") AS last_row FROM households_in h WHERE ${fingerprint("h.household_no")} IN (SELECT k FROM ${twice}) GROUP BY household_no HAVING count(*) > 1`);
    await add(`SELECT 'h', h."row", h.household_no, 'household_no', 'household_twice', h.household_no, CAST(CASE WHEN h."row" = t.first_row THEN t.last_row ELSE t.first_row END AS VARCHAR) FROM households_in h JOIN twice t ON t.household_no = h.household_no`);
  }
  const large = await keys(`SELECT household_no FROM member_digests WHERE members > ${MOST_MEMBERS}`);
  if (large !== null) {
    await add(`SELECT 'h', h."row", h.household_no, 'members', 'too_many_members', CAST(c.members AS VARCHAR), '${MOST_MEMBERS}' FROM households_in h JOIN member_digests c ON c.household_no = h.household_no WHERE c.members > ${MOST_MEMBERS}`);
  }
  // Where both have the same households, as is usual, their fingerprints come to the same sum; a join costs ten times as much.
  const [{ same } = { same: false }] = await engine.rows(`SELECT (SELECT sum(k) FROM household_keys) = (SELECT sum(${fingerprint("m.household_no")}) FROM member_digests m) AS same`);
  const homeless = same === true ? null : await keys(`SELECT d.household_no FROM (SELECT household_no, ${fingerprint("m.household_no")} AS k FROM member_digests m${engine.dialect.once}) d LEFT JOIN household_keys h ON h.k = d.k WHERE h.k IS NULL`);
  if (homeless !== null) {
    await add(`SELECT 'm', p."row", p.household_no, ${memberKey("household_no")}, 'household_missing', p.household_no, '' FROM persons_in p WHERE p.household_no IN (SELECT k FROM ${homeless})`);
  }
  const shared = has("id_number") ? await keys(repeated(fingerprint("t.id_number"), "persons_in")) : null;
  if (shared !== null) {
    await engine.run(`CREATE TABLE shared_ids AS SELECT id_number, min(household_no) AS first_household, max(household_no) AS last_household FROM persons_in p WHERE ${fingerprint("p.id_number")} IN (SELECT k FROM ${shared}) GROUP BY id_number HAVING count(*) > 1`);
    await add(`SELECT 'm', p."row", p.household_no, ${memberKey("id_number")}, CASE WHEN s.first_household = s.last_household THEN 'person_repeated' ELSE 'person_twice' END, p.id_number, CASE WHEN p.household_no = s.first_household THEN s.last_household ELSE s.first_household END FROM persons_in p JOIN shared_ids s ON s.id_number = p.id_number`);
  }
  if ((await keys("SELECT household_no FROM member_digests WHERE odd")) !== null) await oddPersons(engine, options, has, memberKey, add);
  const [counts = {}] = await engine.rows("SELECT (SELECT count(*) FROM household_keys) AS households, (SELECT coalesce(sum(members), 0) FROM member_digests) AS persons");
  await engine.run("DROP TABLE household_keys");
  return { households: Number(counts["households"]), persons: Number(counts["persons"]) };
}

/** SELECT of the fingerprints that more than one row has: sorting them is cheaper than counting each. */
function repeated(fingerprint: string, table: string): string {
  return `SELECT DISTINCT k FROM (SELECT k, lag(k) OVER (ORDER BY k) AS before FROM (SELECT ${fingerprint} AS k FROM ${table} t) f WHERE k IS NOT NULL) s WHERE k = before`;
}

/** A table of the keys that a query finds, as column k; null where it finds none. */
async function someKeys(engine: Engine, select: string): Promise<string | null> {
  await engine.run("DROP TABLE IF EXISTS found_keys");
  await engine.run(`CREATE TABLE found_keys AS SELECT q.* FROM (${select}) q(k)`);
  const [{ n } = { n: 0 }] = await engine.rows("SELECT count(*) AS n FROM found_keys");
  return n === 0 ? null : "found_keys";
}

/** TRUE only where a person may be odd by their own facts, FALSE or NULL elsewhere: born after the day, or otherwise than the digits of the id number say. */
function oddity(engine: Engine, date: string, has: (id: string) => boolean): string {
  if (!has("birth_date")) return "FALSE";
  const later = `p.birth_date > DATE '${date}'`;
  if (!has("id_number")) return later;
  const birth = "extract(year FROM p.birth_date) * 10000 + extract(month FROM p.birth_date) * 100 + extract(day FROM p.birth_date)";
  const otherBirth = `${engine.dialect.intDiv("p.n", 10_000)} % 100000000 <> ${birth}`;
  const otherSex = has("sex") ? ` OR (${engine.dialect.intDiv("p.n", 10)} % 2 = 1) <> (p.sex = 'male')` : "";
  return `(${later} OR ${otherBirth}${otherSex})`;
}

async function oddPersons(engine: Engine, { date }: CrossOptions, has: (id: string) => boolean, memberKey: (key: string) => string, add: (select: string) => Promise<void>): Promise<void> {
  await add(`SELECT 'm', p."row", p.household_no, ${memberKey("birth_date")}, 'born_later', CAST(p.birth_date AS VARCHAR), '${date}' FROM persons_in p WHERE p.birth_date > DATE '${date}'`);
  if (!has("id_number")) return;
  const rightDigit = hasRightDigit(engine, "p.id_number");
  const differs = `substring(p.id_number, 7, 8) <> replace(CAST(p.birth_date AS VARCHAR), '-', '')`;
  const said = `substring(p.id_number, 7, 4) || '-' || substring(p.id_number, 11, 2) || '-' || substring(p.id_number, 13, 2)`;
  await add(`SELECT 'm', p."row", p.household_no, ${memberKey("birth_date")}, 'birth_contradicts', CAST(p.birth_date AS VARCHAR), ${said} FROM persons_in p WHERE ${differs} AND ${rightDigit}`);
  if (!has("sex")) return;
  const otherSex = `(substring(p.id_number, 17, 1) IN ('1', '3', '5', '7', '9')) <> (p.sex = 'male')`;
  await add(`SELECT 'm', p."row", p.household_no, ${memberKey("sex")}, 'sex_contradicts', p.sex, '' FROM persons_in p WHERE ${otherSex} AND ${rightDigit}`);
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** TRUE for 18 characters whose last one is right (GB 11643): only then is the number no slip, and a contradiction one. */
function hasRightDigit(engine: Engine, id: string): string {
  const sum = WEIGHTS.map((weight, i) => `${weight} * CAST(substring(${id}, ${i + 1}, 1) AS INTEGER)`).join(" + ");
  return `CASE WHEN ${engine.dialect.matches(id, "^[0-9]{17}[0-9X]$")} THEN substring('10X98765432', (${sum}) % 11 + 1, 1) = substring(${id}, 18, 1) ELSE FALSE END`;
}

import { type Engine, literal } from "@doudi/roster";
import type { InputFact } from "./inputFact.js";
import { MOST_MEMBERS } from "./inputProblem.js";

/** Where the rows of a level come from in messages: how a key of a member is written. */
export type KeyStyle = "json" | "table";

/**
 * What is wrong between rows: a household number used twice, members without a household, one person in two households,
 * an id number that contradicts birth date or sex, a birth after the day. Set-based, the same on both engines; reads
 * households_in and persons_in and adds to `problems`.
 */
export async function crossChecks(engine: Engine, options: { facts: readonly InputFact[]; date: string; keys: KeyStyle }): Promise<void> {
  const has = (id: string): boolean => options.facts.some((fact) => fact.id === id && fact.level === "member");
  const memberKey = (key: string): string => (options.keys === "json" ? `'members[' || CAST(p.person_no - 1 AS VARCHAR) || '].${key}'` : literal(key));
  const add = (select: string): Promise<void> => engine.run(`INSERT INTO problems (level, "row", household_no, "key", code, "value", other) ${select}`);

  await engine.run(`CREATE TABLE twice AS SELECT household_no, min("row") AS first_row, max("row") AS last_row FROM households_in GROUP BY household_no HAVING count(*) > 1`);
  await add(`SELECT 'h', h."row", h.household_no, 'household_no', 'household_twice', h.household_no, CAST(CASE WHEN h."row" = t.first_row THEN t.last_row ELSE t.first_row END AS VARCHAR) FROM households_in h JOIN twice t ON t.household_no = h.household_no`);
  await add(`SELECT 'h', h."row", h.household_no, 'members', 'too_many_members', CAST(c.members AS VARCHAR), '${MOST_MEMBERS}' FROM households_in h JOIN (SELECT household_no, count(*) AS members FROM persons_in GROUP BY household_no HAVING count(*) > ${MOST_MEMBERS}) c ON c.household_no = h.household_no`);
  await add(`SELECT 'm', p."row", p.household_no, ${memberKey("household_no")}, 'household_missing', p.household_no, '' FROM persons_in p WHERE NOT EXISTS (SELECT 1 FROM households_in h WHERE h.household_no = p.household_no)`);
  if (!has("id_number")) return;
  await engine.run(`CREATE TABLE shared_ids AS SELECT id_number, min(household_no) AS first_household, max(household_no) AS last_household FROM persons_in WHERE id_number IS NOT NULL GROUP BY id_number HAVING count(*) > 1`);
  await add(`SELECT 'm', p."row", p.household_no, ${memberKey("id_number")}, CASE WHEN s.first_household = s.last_household THEN 'person_repeated' ELSE 'person_twice' END, p.id_number, CASE WHEN p.household_no = s.first_household THEN s.last_household ELSE s.first_household END FROM persons_in p JOIN shared_ids s ON s.id_number = p.id_number`);
  if (has("birth_date")) {
    await add(`SELECT 'm', p."row", p.household_no, ${memberKey("birth_date")}, 'born_later', CAST(p.birth_date AS VARCHAR), '${options.date}' FROM persons_in p WHERE p.birth_date > DATE '${options.date}'`);
    const differs = `substring(p.id_number, 7, 8) <> replace(CAST(p.birth_date AS VARCHAR), '-', '')`;
    const said = `substring(p.id_number, 7, 4) || '-' || substring(p.id_number, 11, 2) || '-' || substring(p.id_number, 13, 2)`;
    await add(`SELECT 'm', p."row", p.household_no, ${memberKey("birth_date")}, 'birth_contradicts', CAST(p.birth_date AS VARCHAR), ${said} FROM persons_in p WHERE ${differs} AND ${hasRightDigit(engine, "p.id_number")}`);
  }
  if (has("sex")) {
    const differs = `(substring(p.id_number, 17, 1) IN ('1', '3', '5', '7', '9')) <> (p.sex = 'male')`;
    await add(`SELECT 'm', p."row", p.household_no, ${memberKey("sex")}, 'sex_contradicts', p.sex, '' FROM persons_in p WHERE ${differs} AND ${hasRightDigit(engine, "p.id_number")}`);
  }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** TRUE for 18 characters whose last one is right (GB 11643): only then is the number no slip, and a contradiction one. */
function hasRightDigit(engine: Engine, id: string): string {
  const sum = WEIGHTS.map((weight, i) => `${weight} * CAST(substring(${id}, ${i + 1}, 1) AS INTEGER)`).join(" + ");
  return `CASE WHEN ${engine.dialect.matches(id, "^[0-9]{17}[0-9X]$")} THEN substring('10X98765432', (${sum}) % 11 + 1, 1) = substring(${id}, 18, 1) ELSE FALSE END`;
}

import { ROSTER_KINDS } from "@doudi/contract";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { namedKinds } from "../persons/facts.js";
import { makeHouseholds } from "../persons/households.js";
import { householdKey, type RosterView } from "../persons/rosterView.js";
import { foldName } from "../text/foldName.js";
import { hitRowsOf } from "./hitRows.js";

const BATCH = 10_000;

/**
 * Settles for the persons of table hit whether their names really differ: those that differ as written are folded (width,
 * blanks, interpuncts, traditional characters) here and compared set-based. Makes name_truth(of_pid, differs, note) of the
 * persons whose names differ as written, and fills head_fold of the heads' tables.
 */
export async function foldNames(engine: Engine, view: RosterView, households: readonly HouseholdRoster[]): Promise<void> {
  const kinds = namedKinds(view);
  const none = "SELECT CAST(NULL AS BIGINT) AS pid, 0 AS place, CAST(NULL AS VARCHAR) AS label, CAST(NULL AS VARCHAR) AS name WHERE FALSE";
  const seen = kinds.map((kind, i) => `SELECT t.pid, ${i} AS place, ${literal(ROSTER_KINDS[kind][view.lang])} AS label, t.name FROM ${hitRowsOf(kind)} AS t WHERE t.name IS NOT NULL`);
  await engine.run(`CREATE TABLE name_of_hit AS ${seen.length === 0 ? none : seen.join(" UNION ALL ")}`);
  await engine.run("CREATE TABLE name_seen AS SELECT DISTINCT * FROM name_of_hit AS s WHERE s.pid IN (SELECT pid FROM name_of_hit GROUP BY pid HAVING min(name) <> max(name))");
  await engine.run("DROP TABLE name_of_hit");

  await makeHitHouseholds(engine, view, households);
  const heads = households.map((kind) => `SELECT head_name AS name FROM household_of_${kind} WHERE head_name IS NOT NULL`);
  await engine.load("name_fold", ["raw", "folded"], foldAll(engine, `SELECT DISTINCT name FROM (${["SELECT name FROM name_seen", ...heads].join(" UNION ALL ")}) AS n`));

  const separator = view.lang === "zh" ? ":" : ": ";
  await engine.run(`CREATE TABLE name_truth AS SELECT s.pid AS of_pid, min(f.folded) <> max(f.folded) AS differs, ${engine.dialect.stringAgg(`s.label || '${separator}' || s.name`, view.lang === "zh" ? ";" : "; ", ["s.place", engine.dialect.byCodePoint("s.name")])} AS note FROM name_seen AS s JOIN name_fold AS f ON f.raw = s.name GROUP BY s.pid`);
  for (const kind of households) {
    await engine.run(`ALTER TABLE household_of_${kind} RENAME TO household_before`);
    await engine.run(`CREATE TABLE household_of_${kind} AS SELECT h.*, f.folded AS head_fold FROM household_before AS h LEFT JOIN name_fold AS f ON f.raw = h.head_name`);
    await engine.run("DROP TABLE household_before");
  }
  await engine.run("DROP TABLE name_seen");
}

/** A roster whose households have a table of their own. */
export type HouseholdRoster = "dibao" | "poor";

/** Replaces the tables of households by those of the persons of table hit, by their keys and with the heads' names. */
async function makeHitHouseholds(engine: Engine, view: RosterView, households: readonly HouseholdRoster[]): Promise<void> {
  if (households.length === 0) return;
  const parts = households.map((kind) => `SELECT ${householdKey("t", view.hasColumn(kind, "head_name"))} AS hkey FROM ${hitRowsOf(kind)} AS t`);
  await engine.run(`CREATE TABLE hit_household AS SELECT DISTINCT hkey FROM (${parts.join(" UNION ALL ")}) AS h WHERE hkey IS NOT NULL`);
  for (const kind of households) {
    await engine.run(`DROP TABLE household_of_${kind}`);
    await makeHouseholds(engine, view, kind, { only: "hit_household" });
  }
  await engine.run("DROP TABLE hit_household");
}

async function* foldAll(engine: Engine, sql: string): AsyncIterable<(string | null)[][]> {
  const names: string[] = [];
  for await (const batch of engine.stream(sql)) for (const row of batch) if (typeof row["name"] === "string") names.push(row["name"]);
  for (let start = 0; start < names.length; start += BATCH) yield names.slice(start, start + BATCH).map((name) => [name, foldName(name)]);
}


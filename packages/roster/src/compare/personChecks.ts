import type { RosterKind } from "@doudi/contract";
import type { Check } from "@doudi/policy";
import { caseNumber, factsOf, hitCondition, reasonSql, severitySql } from "@doudi/policy";
import { literal } from "../engine/dialect.js";
import type { Engine } from "../engine/engine.js";
import { namedKinds } from "../persons/facts.js";
import { laterTable } from "../persons/duplicates.js";
import { nameColumns, personRows } from "../persons/personRows.js";
import { kindsSent, type RosterView } from "../persons/rosterView.js";
import { tableOf } from "../standardise/rosterTable.js";
import { canFind } from "./checkPlan.js";
import { hitRowsOf } from "./hitRows.js";

/** The facts that decide whether a check finds something. */
function conditionFacts(checks: readonly Check[]): string[] {
  return [...new Set(checks.flatMap(({ when, unless }) => [...factsOf(when), ...(unless === null ? [] : factsOf(unless))]))];
}

/** Every fact that a check reads, for its reasons included. */
export function allFacts(checks: readonly Check[]): string[] {
  return [...new Set(checks.flatMap(({ factIds }) => [...factIds]))];
}

const HEAD_IDS_DIFFER = "coalesce(household_of_dibao.head_pid <> household_of_poor.head_pid, FALSE)";
/** Both households are known and the heads' ids do not settle whether they are one person: the names must, after folding. */
const HEADS_UNSETTLED = "(household_of_dibao.hkey IS NOT NULL AND household_of_poor.hkey IS NOT NULL AND (household_of_dibao.head_pid IS NULL OR household_of_poor.head_pid IS NULL) AND NOT coalesce(household_of_dibao.head_name = household_of_poor.head_name, FALSE))";

/** Whether names are compared at all, and heads. */
const compares = (checks: readonly Check[], fact: string): boolean => conditionFacts(checks).includes(fact);

/**
 * First pass over everybody: who needs a closer look, because a check finds something or names differ as written and must
 * be folded first (table hit(pid)), and how many stand where (table population(township, is_dibao, is_tekun, is_poor,
 * is_disabled, persons), which lookCloser completes). Millions of persons go through, and none of them is stored.
 */
export async function lookAtEverybody(engine: Engine, view: RosterView, checks: readonly Check[], limits: SmallRosters): Promise<void> {
  const small = await smallRosters(engine, view, limits);
  const namesMatter = compares(checks, "name_differs");
  const headsMatter = compares(checks, "heads_differ");
  const extra = [
    ...overlapFlags(view, small),
    ...(headsMatter ? [`${HEAD_IDS_DIFFER} AS head_ids_differ`, `${HEADS_UNSETTLED} AS heads_unsettled`] : []),
  ];
  // Whether names differ is not known yet: those whose texts differ are hit anyway, for the others it is false.
  const column = (id: string): string => (id === "name_differs" ? "FALSE" : id === "heads_differ" ? "head_ids_differ" : id);
  const onSmall = [...small].map((kind) => `SELECT pid FROM ${tableOf(kind)} WHERE pid IS NOT NULL`);
  await engine.run(`CREATE TABLE on_small AS ${onSmall.length === 0 ? "SELECT CAST(NULL AS BIGINT) AS pid WHERE FALSE" : onSmall.join(" UNION ")}`);
  const possible = checks.filter((check) => canFind(check, view, small));
  const facts = conditionFacts(possible).filter((id) => id !== "name_differs" && id !== "heads_differ");
  const standing = kindsSent(view).filter((kind) => !small.has(kind));
  const unsettled = namesMatter ? nameColumns(view, standing).map(({ name }) => `coalesce(${name} <> person_name, FALSE)`) : [];
  const conditions = ["FALSE", ...possible.map((check) => hitCondition(check, view.dialect.name, column)), ...(headsMatter ? ["heads_unsettled"] : []), ...unsettled];
  const rows = personRows(view, { facts, places: true, names: namesMatter, fingerprints: true, extra, extraJoins: headsMatter ? ["household_of_dibao", "household_of_poor"] : [], ...(small.size === 0 ? {} : { except: "on_small", absent: small }) });
  const persons = `SELECT pid, person_township AS township, ${FLAGS.join(", ")}, (${conditions.join(" OR ")}) AS hit FROM (${rows}) AS w`;
  const groups = `township, ${FLAGS.join(", ")}`;
  // The sizes of what is left after these restrictions are beyond the engines' guessing: the large side leads, as written.
  await engine.runAsWritten(`CREATE TABLE population AS SELECT ${groups}, count(*) AS persons, array_agg(pid) FILTER (WHERE hit) AS hits FROM (${persons}) AS p GROUP BY ${groups}`);
  const standTwice = namesMatter ? namedKinds(view).filter((kind) => view.hasLaterRows(kind) && !view.severalRows(kind)).map((kind) => ` UNION SELECT pid FROM ${laterTable(kind)}`) : [];
  await engine.run(`CREATE TABLE hit AS SELECT unnest(hits) AS pid FROM population UNION SELECT pid FROM on_small${standTwice.join("")}`);
}

const FLAGS = ["is_dibao", "is_tekun", "is_poor", "is_disabled"] as const;

/** On which of the rosters of the overlap statistics a person stands who stands on none of the absent ones. */
function overlapFlags(view: RosterView, absent: ReadonlySet<RosterKind> = new Set()): string[] {
  return (["dibao", "tekun", "poor", "disabled"] as const).map((kind) => `${!view.has(kind) ? "CAST(NULL AS BOOLEAN)" : absent.has(kind) ? "FALSE" : `(${kind}.pid IS NOT NULL)`} AS is_${kind}`);
}

/** Rosters are small beside one of at least so many rows, as long as they have no more than this share of them together. */
export interface SmallRosters {
  beside: number;
  share: number;
}

/**
 * The rosters that hardly anybody stands on, where there are large ones beside them: whoever stands on one is looked at
 * closer, and the millions of others are looked at with these rosters joined empty. None where the county is small anyway.
 */
async function smallRosters(engine: Engine, view: RosterView, { beside, share }: SmallRosters): Promise<Set<RosterKind>> {
  const kinds = kindsSent(view);
  const [row] = await engine.rows(`SELECT ${kinds.map((kind) => `(SELECT count(*) FROM ${tableOf(kind)}) AS ${kind}`).join(", ")}`);
  const rows = (kind: RosterKind): number => Number(row?.[kind] ?? 0);
  const largest = Math.max(...kinds.map(rows));
  const small = new Set<RosterKind>();
  if (largest < beside) return small;
  let left = largest * share;
  for (const kind of [...kinds].sort((a, b) => rows(a) - rows(b))) {
    left -= rows(kind);
    if (left < 0) break;
    small.add(kind);
  }
  return small;
}

/**
 * Second pass, over those who need a closer look: table hits with every fact, and case_<i> for the i-th check. Completes
 * table population by the persons on small rosters.
 *
 * @returns the number of persons in all
 */
export async function lookCloser(engine: Engine, view: RosterView, checks: readonly Check[]): Promise<number> {
  const facts = allFacts(checks);
  const rows = personRows(view, { facts, places: true, extra: overlapFlags(view), rowsOf: hitRowsOf });
  const cases = checks.map((check, i) => `${caseNumber(check, view.dialect.name, (id) => id)} AS case_${i}`);
  await engine.run(`CREATE TABLE hits AS SELECT *${cases.map((c) => `, ${c}`).join("")} FROM (${rows}) AS w`);
  const groups = `person_township, ${FLAGS.join(", ")}`;
  await engine.run(`INSERT INTO population SELECT ${groups}, count(*), NULL FROM hits WHERE pid IN (SELECT pid FROM on_small) GROUP BY ${groups}`);
  await engine.run("DROP TABLE on_small");
  const [row] = await engine.rows("SELECT CAST(coalesce(sum(persons), 0) AS BIGINT) AS n FROM population");
  return Number(row?.["n"] ?? 0);
}

/** The findings of one person check, as a SELECT in the order of FINDING_TABLE_COLUMNS. */
export function personFindings(check: Check, index: number, view: RosterView): string {
  const number = `h.case_${index}`;
  return `SELECT ${literal(check.id)} AS code, ${severitySql(check, number)} AS severity, h.pid AS pid, CAST(NULL AS VARCHAR) AS row_kind, CAST(NULL AS BIGINT) AS row_id, CAST(NULL AS VARCHAR) AS other_kind, CAST(NULL AS BIGINT) AS other_id, h.person_name AS name, h.person_township AS township, h.person_village AS village, h.person_household_no AS household_no, ${reasonSql(check, number, view.lang, view.dialect.name, (id) => `h.${id}`)} AS reason, CAST(NULL AS VARCHAR) AS score, CAST(NULL AS VARCHAR) AS row_text FROM hits AS h WHERE ${number} > 0`;
}

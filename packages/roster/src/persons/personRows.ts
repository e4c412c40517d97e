import type { RosterKind } from "@doudi/contract";
import { tableOf } from "../standardise/rosterTable.js";
import { AGGREGATES } from "./aggregates.js";
import { laterTable } from "./duplicates.js";
import { FACTS, type FactSource, firstOf, SIDE_TABLES, type SideTable } from "./facts.js";
import { householdKey, kindsSent, type RosterView } from "./rosterView.js";

/** The columns that tell who and where a person is, read from every roster. */
const PLACE_COLUMNS = ["name", "township", "village", "household_no"] as const;

export interface PersonRowsPlan {
  /** Fact ids the rows must carry. */
  facts: readonly string[];
  /** Whether the columns that tell who and where are carried too (person_name, …). */
  places: boolean;
  /** Whether each roster's own name of the person is carried too (name_dibao, …; last_name_… where it has several rows). */
  names?: boolean;
  /** Households are joined by the fingerprints of their keys. */
  fingerprints?: boolean;
  /** Further select list entries over the roster aliases. */
  extra?: readonly string[];
  /** Side tables that `extra` joins. */
  extraJoins?: readonly SideTable[];
  /** The rows of each roster that the persons are made from; all of them where it is not told. */
  rowsOf?: (kind: RosterKind) => string;
  /** A table of pids that are left out. */
  except?: string;
  /** Rosters on which none of these persons stands: joined empty, and only where something reads them. */
  absent?: ReadonlySet<RosterKind>;
}

/** The fact's source, or null where no roster can supply it: then it is unknown for everybody. */
export function availableFact(view: RosterView, id: string): FactSource | null {
  const fact = FACTS[id];
  if (fact === undefined) throw new Error(`the packs use a fact that no roster supplies: ${id}`);
  for (const [kind, columns] of Object.entries(fact.needs) as [RosterKind, readonly string[]][]) {
    if (!view.has(kind) || columns.some((column) => !view.hasColumn(kind, column))) return null;
  }
  for (const [kind, columns] of Object.entries(fact.needsOneOf ?? {}) as [RosterKind, readonly string[]][]) {
    if (!columns.some((column) => view.hasColumn(kind, column))) return null;
  }
  if (fact.able?.(view) === false) return null;
  if ((fact.needsMembers ?? []).some((kind) => !view.membersListed(kind))) return null;
  return fact;
}

/** The columns that the facts read, by roster: what is worth storing when the files are loaded. */
export function columnsOfFacts(facts: readonly string[]): Map<RosterKind, Set<string>> {
  const columns = new Map<RosterKind, Set<string>>();
  const add = (kind: RosterKind, names: readonly string[]): void => {
    const set = columns.get(kind) ?? new Set();
    for (const name of names) set.add(name);
    columns.set(kind, set);
  };
  for (const id of facts) {
    const fact = FACTS[id];
    if (fact === undefined) continue;
    for (const part of [fact.needs, fact.uses ?? {}]) {
      for (const [kind, names] of Object.entries(part) as [RosterKind, readonly string[]][]) add(kind, names);
    }
    for (const [kind, names] of Object.entries(fact.sums ?? {}) as [RosterKind, readonly string[]][]) {
      for (const name of names) add(kind, AGGREGATES[kind]?.[name]?.columns ?? []);
    }
  }
  return columns;
}

/**
 * The SELECT of one wide row a person: pid, then a column for each fact under its id (NULL where unknown). Each roster is
 * reduced to one row a person before it is joined (a full join multiplies duplicates), the rows that come first counting.
 */
export function personRows(view: RosterView, plan: PersonRowsPlan): string {
  const standing = kindsSent(view).filter((kind) => plan.absent?.has(kind) !== true);
  const constants = new Map(plan.facts.flatMap((id) => constantFact(view, id, standing) ?? []));
  const read = plan.facts.filter((id) => !constants.has(id));
  const joins = new Set<SideTable>([...(plan.extraJoins ?? []), ...read.flatMap((id) => FACTS[id]?.joins ?? [])]);
  const columns = [
    ...plan.facts.map((id) => `${constants.get(id) ?? FACTS[id]?.sql(view) ?? "NULL"} AS ${id}`),
    ...(plan.places ? placeColumns(view, standing) : []),
    ...(plan.names === true ? nameColumns(view, standing).map(({ sql, name }) => `${sql} AS ${name}`) : []),
    ...(plan.extra ?? []),
  ];

  const reads = columnsOfFacts(read);
  const kinds = [...standing, ...kindsSent(view).filter((kind) => !standing.includes(kind) && columns.some((column) => column.includes(`${kind}.`)))];
  const from = kinds.map((kind, i) => {
    const relation = `(${onePerPerson(view, kind, plan, reads.get(kind) ?? new Set(), joins)}) AS ${kind}`;
    return i === 0 ? relation : `${plan.absent?.has(kind) === true ? "LEFT" : "FULL"} JOIN ${relation} USING (pid)`;
  });
  const sides = SIDE_TABLES.filter((side) => joins.has(side)).map((side) => `LEFT JOIN ${side} ON ${joinCondition(side)}`);
  return `SELECT pid, ${columns.join(", ")} FROM ${[...from, ...sides].join(" ")}`;
}

/** The fact with its value where that is the same for all persons who stand on these rosters at most; null where it is not. */
function constantFact(view: RosterView, id: string, standing: readonly RosterKind[]): [[string, string]] | null {
  const fact = availableFact(view, id);
  if (fact === null) return [[id, `CAST(NULL AS ${FACTS[id]?.type ?? "VARCHAR"})`]];
  const kinds = Object.keys({ ...fact.needs, ...fact.uses });
  return fact.elsewhere === undefined || standing.some((kind) => kinds.includes(kind)) ? null : [[id, fact.elsewhere(view)]];
}

function joinCondition(side: SideTable): string {
  switch (side) {
    case "household_of_dibao":
      // Only beside the household on the poor register is it ever asked for.
      return "household_of_dibao.hkey = CASE WHEN poor.pid IS NOT NULL THEN dibao.hkey END";
    case "household_of_poor":
      return "household_of_poor.hkey = poor.hkey";
    case "household_profile":
    case "name_truth":
    case "places_dibao":
    case "places_tekun":
      return `${side}.of_pid = pid`;
  }
}

/** The names that the rosters have for a person, as columns of the person rows. */
export function nameColumns(view: RosterView, kinds: readonly RosterKind[]): { sql: string; name: string }[] {
  return kinds.filter((kind) => view.hasColumn(kind, "name")).flatMap((kind) => [
    { sql: `${kind}.name`, name: `name_${kind}` },
    ...(view.severalRows(kind) ? [{ sql: `${kind}.last_name`, name: `last_name_${kind}` }] : []),
  ]);
}

/** name, township, village and household number of the person, by the first roster that tells. */
function placeColumns(view: RosterView, kinds: readonly RosterKind[]): string[] {
  return PLACE_COLUMNS.map((column) => {
    const sources = kinds.filter((kind) => view.hasColumn(kind, column)).map((kind) => `${kind}.${column}`);
    return `${firstOf(sources, "VARCHAR")} AS person_${column}`;
  });
}

/** One roster reduced to one row a person. */
function onePerPerson(view: RosterView, kind: RosterKind, plan: PersonRowsPlan, columns: ReadonlySet<string>, joins: ReadonlySet<SideTable>): string {
  const rows = plan.rowsOf?.(kind) ?? tableOf(kind);
  const where = ["t.pid IS NOT NULL", ...(plan.except === undefined ? [] : [`t.pid NOT IN (SELECT pid FROM ${plan.except})`]), ...(plan.absent?.has(kind) === true ? ["FALSE"] : [])];
  const places = plan.places ? PLACE_COLUMNS.filter((column) => view.hasColumn(kind, column)) : [];
  if (view.severalRows(kind)) {
    if (view.hasLaterRows(kind)) where.push(`t.rowid NOT IN (SELECT row_id FROM ${laterTable(kind)} WHERE duplicate)`);
    const aggregates = Object.entries(AGGREGATES[kind] ?? {}).flatMap(([name, { columns: read, sql }]) => {
      if (!read.some((column) => columns.has(column)) && read.length > 0) return [];
      return [`${sql(view) ?? "NULL"} AS ${name}`];
    });
    return `SELECT t.pid, ${[...places.map((column) => `min(t.${column}) AS ${column}`), ...(places.includes("name") ? ["max(t.name) AS last_name"] : []), ...aggregates, "count(*) AS row_count"].join(", ")} FROM ${rows} AS t WHERE ${where.join(" AND ")} GROUP BY t.pid`;
  }
  if (view.hasLaterRows(kind)) where.push(`t.rowid NOT IN (SELECT row_id FROM ${laterTable(kind)})`);
  const keyed = (kind === "poor" && joins.has("household_of_poor")) || (kind === "dibao" && joins.has("household_of_dibao"));
  const direct = [...columns].filter((column) => column !== "certificate" && view.hasColumn(kind, column) && !places.includes(column as (typeof PLACE_COLUMNS)[number]));
  const certificate = columns.has("certificate") && view.hasColumn(kind, "certificate") ? ["t.cert_category", "t.cert_grade"] : [];
  return `SELECT t.pid${[...places.map((column) => `t.${column}`), ...direct.map((column) => `t.${column}`), ...certificate].map((column) => `, ${column}`).join("")}${keyed ? `, ${plan.fingerprints === true ? view.dialect.fingerprint(`(${householdKey("t", view.hasColumn(kind, "head_name"))})`) : householdKey("t", view.hasColumn(kind, "head_name"))} AS hkey` : ""} FROM ${rows} AS t WHERE ${where.join(" AND ")}`;
}


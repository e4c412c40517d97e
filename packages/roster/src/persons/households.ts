import type { RosterKind } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import { birthOf } from "../standardise/idNumber.js";
import { tableOf } from "../standardise/rosterTable.js";
import { laterTable } from "./duplicates.js";
import { householdKey, type RosterView } from "./rosterView.js";

/** Bits of the capacities for labour that households are told apart by. */
export const LABOUR_BITS = { full_loss: 1, partial_loss: 2, full: 4 } as const;

/** Which households, and how much of them. */
export interface HouseholdOptions {
  /** A table of household keys (hkey) that the table is restricted to; then the heads' names are told even where their ids are. */
  only?: string;
}

/**
 * The households of a roster: table household_of_<kind>(hkey, head_pid, head_name, …). The head is known by the row whose
 * relation is head and by the head's columns; where they name two persons it is unknown. head_name is there where the id is
 * not. hkey and head_name are fingerprints where the table is of everybody, the texts themselves where it is restricted: a
 * number is grouped and joined at half the cost, and what two households with one key would do is make their members be
 * looked at closer. Of the poor register also on_dibao, the number of members on dibao, and which capacities for
 * labour its members have (labour, the sum of LABOUR_BITS); of dibao only the households that name a head.
 */
export async function makeHouseholds(engine: Engine, view: RosterView, kind: "dibao" | "poor", options: HouseholdOptions = {}): Promise<void> {
  const key = householdKey("t", view.hasColumn(kind, "head_name"));
  const isHead = view.hasColumn(kind, "relation") ? `t.relation = ${view.code(kind, "relation", "head")}` : "FALSE";
  const pid = `CASE WHEN ${isHead} THEN t.pid ${view.hasColumn(kind, "head_id") ? "ELSE t.head_pid" : ""} END`;
  // The column of the head's name says it for the whole household; the head's own row may spell it otherwise.
  const ownName = `CASE WHEN ${isHead} THEN t.name END`;
  const name = view.hasColumn(kind, "head_name") ? `coalesce(t.head_name, ${ownName})` : ownName;
  const all = options.only === undefined;
  const columns = [`${all ? view.dialect.fingerprint(`(${key})`) : key} AS hkey`, `${pid} AS head_pid`, `${all ? `CASE WHEN ${pid} IS NULL THEN ${view.dialect.fingerprint(`(${name})`)} END` : name} AS head_name`];
  const sums = [
    "CASE WHEN min(m.head_pid) = max(m.head_pid) THEN min(m.head_pid) END AS head_pid",
    `CASE WHEN ${all ? "min(m.head_pid) IS NULL AND " : ""}min(m.head_name) = max(m.head_name) THEN min(m.head_name) END AS head_name`,
  ];
  if (kind === "poor") {
    columns.push("t.township", `(${view.has("dibao") ? `t.pid IN (SELECT pid FROM ${tableOf("dibao")} WHERE pid IS NOT NULL)${firstRows(view, "poor")}` : "FALSE"}) AS is_on_dibao`);
    sums.push("min(m.township) AS township", "CAST(count(*) FILTER (WHERE m.is_on_dibao) AS INTEGER) AS on_dibao");
    if (view.hasColumn("poor", "labour_capacity")) {
      columns.push(`CASE t.labour_capacity ${Object.entries(LABOUR_BITS).map(([code, bit]) => `WHEN ${view.code("poor", "labour_capacity", code)} THEN ${bit}`).join(" ")} ELSE 0 END AS labour`);
      sums.push("bit_or(m.labour) AS labour");
    }
  }
  const only = all ? "" : ` WHERE ${key} IN (SELECT hkey FROM ${options.only})`;
  const members = `SELECT ${columns.join(", ")} FROM ${tableOf(kind)} AS t${only}`;
  await engine.run(`CREATE TABLE household_of_${kind} AS SELECT m.hkey, ${sums.join(", ")} FROM (${members}) AS m WHERE m.hkey IS NOT NULL${kind === "poor" ? "" : " AND (m.head_pid IS NOT NULL OR m.head_name IS NOT NULL)"} GROUP BY m.hkey`);
}

/** Rosters that group persons into households. */
const HOUSEHOLD_KINDS = ["poor", "dibao", "tekun", "margin", "disabled"] as const satisfies readonly RosterKind[];

/**
 * For every person in a household that has a member on the disabled roster: table household_profile(of_pid, disabled, elderly),
 * the number of disabled members and of members of 60 and older. A person in households of several rosters gets the larger.
 */
export async function makeHouseholdProfile(engine: Engine, view: RosterView): Promise<void> {
  const members = HOUSEHOLD_KINDS.filter((kind) => view.has(kind) && view.membersListed(kind) && (view.hasColumn(kind, "household_no") || view.hasColumn(kind, "head_name")))
    .map((kind) => `SELECT '${kind}' AS kind, ${householdKey("t", view.hasColumn(kind, "head_name"))} AS hkey, t.pid FROM ${tableOf(kind)} AS t WHERE t.pid IS NOT NULL${firstRows(view, kind)}`);
  const none = "SELECT CAST(NULL AS VARCHAR) AS kind, CAST(NULL AS VARCHAR) AS hkey, CAST(NULL AS BIGINT) AS pid";
  const disabled = view.has("disabled") ? `m.pid IN (SELECT pid FROM ${tableOf("disabled")} WHERE pid IS NOT NULL)` : "FALSE";
  const bornBefore = Number(view.date.replaceAll("-", "")) - 600000;
  await engine.run(`CREATE TABLE household_member AS SELECT * FROM (${members.length === 0 ? none : members.join(" UNION ALL ")}) AS m WHERE hkey IS NOT NULL`);
  await engine.run(`CREATE TABLE household_count AS SELECT kind, hkey, count(*) FILTER (WHERE ${disabled}) AS disabled, count(*) FILTER (WHERE ${birthOf(engine.dialect, "m.pid")} <= ${bornBefore}) AS elderly FROM household_member AS m GROUP BY kind, hkey`);
  await engine.run(`CREATE TABLE household_profile AS SELECT m.pid AS of_pid, max(c.disabled) AS disabled, max(c.elderly) AS elderly FROM household_member AS m JOIN household_count AS c ON c.kind = m.kind AND c.hkey = m.hkey WHERE c.disabled > 0 GROUP BY m.pid`);
  await engine.run("DROP TABLE household_member");
  await engine.run("DROP TABLE household_count");
}

function firstRows(view: RosterView, kind: RosterKind): string {
  return view.hasLaterRows(kind) ? ` AND t.rowid NOT IN (SELECT row_id FROM ${laterTable(kind)})` : "";
}

import type { RosterKind } from "@doudi/contract";
import type { Engine } from "../engine/engine.js";
import { birthOf } from "../standardise/idNumber.js";
import { tableOf } from "../standardise/rosterTable.js";
import { laterTable } from "./duplicates.js";
import { householdKey, type RosterView } from "./rosterView.js";

/** How many persons of a household of the poor register are on dibao: table household_on_dibao(hkey, n). */
export async function makeHouseholdOnDibao(engine: Engine, view: RosterView): Promise<void> {
  const key = householdKey("t", view.hasColumn("poor", "head_name"));
  await engine.run(`CREATE TABLE household_on_dibao AS SELECT ${key} AS hkey, CAST(count(*) AS INTEGER) AS n FROM ${tableOf("poor")} AS t WHERE t.pid IN (SELECT pid FROM ${tableOf("dibao")} WHERE pid IS NOT NULL)${firstRows(view, "poor")} AND ${key} IS NOT NULL GROUP BY 1`);
}

/**
 * Who heads each household of a roster: table head_of_<kind>(hkey, head_pid, head_name, head_fold), by the row whose relation
 * is head and by the head's columns. Where they name two persons the head is unknown. head_fold is filled when it is needed.
 */
export async function makeHeads(engine: Engine, view: RosterView, kind: "dibao" | "poor"): Promise<void> {
  const key = householdKey("t", view.hasColumn(kind, "head_name"));
  const parts: string[] = [];
  if (view.hasColumn(kind, "relation")) parts.push(`SELECT ${key} AS hkey, t.pid AS head_pid, t.name AS head_name FROM ${tableOf(kind)} AS t WHERE t.relation = ${view.code(kind, "relation", "head")}`);
  const columns = [view.hasColumn(kind, "head_id") ? "t.head_pid" : "CAST(NULL AS BIGINT) AS head_pid", view.hasColumn(kind, "head_name") ? "t.head_name" : "CAST(NULL AS VARCHAR) AS head_name"];
  if (view.hasColumn(kind, "head_id") || view.hasColumn(kind, "head_name")) parts.push(`SELECT ${key} AS hkey, ${columns.join(", ")} FROM ${tableOf(kind)} AS t`);
  const rows = parts.length === 0 ? "SELECT CAST(NULL AS VARCHAR) AS hkey, CAST(NULL AS BIGINT) AS head_pid, CAST(NULL AS VARCHAR) AS head_name" : parts.join(" UNION ALL ");
  await engine.run(`CREATE TABLE head_of_${kind} AS SELECT hkey, CASE WHEN min(head_pid) = max(head_pid) THEN min(head_pid) END AS head_pid, CASE WHEN min(head_name) = max(head_name) THEN min(head_name) END AS head_name, CAST(NULL AS VARCHAR) AS head_fold FROM (${rows}) AS h WHERE hkey IS NOT NULL GROUP BY hkey`);
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

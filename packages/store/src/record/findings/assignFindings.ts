import { DoudiError } from "@doudi/contract";
import { FINDING_STATES } from "@doudi/contract/api";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Work } from "../database.js";
import { afterArea } from "../scope.js";
import { branches, type FindingFilter, filterSql } from "./findingFilter.js";
import { lockFindings } from "./lockFindings.js";

export interface Assignment {
  county: string;
  userId: number;
  /** Of whoever assigns. */
  areaCode: string;
  /** Those named, or those of a filter. */
  ids?: readonly string[] | undefined;
  filter?: FindingFilter | undefined;
  /** A division, or own_area: each to the township it lies in. */
  to: string;
  due: string;
  today: string;
  /** Names the act, so that it can be undone. */
  batch: string;
}

export interface Assigned {
  assigned: number;
  /** Picked, but in a state or place in which they cannot be assigned so. */
  left: number;
  by_area: { area: { code: string; name: string }; count: number }[];
}

/** The states from which the table of states leads to assigned. */
const ASSIGNABLE = Object.entries(FINDING_STATES).flatMap(([state, next]) => ((next as readonly string[]).includes("assigned") ? [state] : []));

/** What an assignment would touch; changes nothing. Throws assign_nothing, assign_outside. */
export async function planAssignment(work: Work, assignment: Assignment): Promise<Assigned> {
  const { rows } = await sql<{ target: string | null; name: string | null; inside: boolean; count: number }>`
    WITH picked AS (SELECT ${targetSql(assignment)} AS target, ${insideSql(assignment)} AS inside, f.state FROM findings f WHERE ${pickedSql(assignment)})
    SELECT p.target, d.name, p.inside, p.count FROM (
      SELECT CASE WHEN inside AND state IN (${sql.join(ASSIGNABLE)}) THEN target END AS target, inside, count(*) AS count FROM picked GROUP BY 1, 2) AS p
    LEFT JOIN divisions d ON d.code = p.target ORDER BY p.target`.execute(work);
  const plan: Assigned = { assigned: 0, left: 0, by_area: [] };
  for (const { target, name, count } of rows) {
    if (target === null) {
      plan.left += count;
      continue;
    }
    plan.assigned += count;
    plan.by_area.push({ area: { code: target, name: name ?? target }, count });
  }
  if (plan.assigned === 0) throw new DoudiError(rows.some(({ inside }) => !inside) ? "assign_outside" : "assign_nothing");
  return plan;
}

/** Assigns, in one act with one batch name. Throws assign_nothing, assign_outside. */
export async function assignFindings(work: Work, assignment: Assignment): Promise<Assigned> {
  const { county, userId, due, batch } = assignment;
  await lockFindings(work, county);
  const plan = await planAssignment(work, assignment);
  const { rows } = await sql<{ count: number }>`
    WITH before AS MATERIALIZED (
      SELECT f.finding_id, f.state, f.assigned_area, f.assigned_by, f.due, ${targetSql(assignment)} AS target
      FROM findings f WHERE ${pickedSql(assignment)} AND ${insideSql(assignment)} AND f.state IN (${sql.join(ASSIGNABLE)})
      ORDER BY f.finding_id FOR UPDATE),
    moved AS (
      UPDATE findings f SET state = 'assigned', assigned_area = b.target, assigned_by = ${userId}, due = ${due}::date, updated_at = later_than(f.updated_at)
      FROM before b WHERE f.county_code = ${county} AND f.finding_id = b.finding_id
      RETURNING f.finding_id, f.area_code, f.updated_at, b.state, b.assigned_area, b.assigned_by, b.due, b.target),
    told AS (
      INSERT INTO finding_events (county_code, finding_id, area_code, user_id, act, detail, batch)
      SELECT ${county}, m.finding_id, m.area_code, ${userId}, 'assigned',
        jsonb_build_object('to', m.target, 'due', ${due}::text, 'left_at', m.updated_at, 'before', jsonb_build_object('state', m.state, 'area', m.assigned_area, 'by', m.assigned_by, 'due', m.due)), ${batch}
      FROM moved m)
    SELECT count(*) AS count FROM moved`.execute(work);
  const assigned = rows[0]?.count ?? 0;
  // One that was checked a moment ago is left as it is.
  return { ...plan, assigned, left: plan.left + plan.assigned - assigned };
}

/**
 * Takes an assignment back for those that nobody touched since: they are as they were before it. Only whoever made it can.
 *
 * @returns how many; 0 where there is no such act, or it was taken back already
 */
export async function undoAssignment(work: Work, undo: { county: string; userId: number; batch: string }): Promise<number> {
  const { county, userId, batch } = undo;
  await lockFindings(work, county);
  const { rows } = await sql<{ count: number }>`
    WITH before AS MATERIALIZED (
      SELECT e.finding_id, e.detail -> 'before' AS was
      FROM finding_events e JOIN findings f ON f.county_code = e.county_code AND f.finding_id = e.finding_id
      WHERE e.county_code = ${county} AND e.batch = ${batch} AND e.act = 'assigned' AND e.user_id = ${userId} AND f.state = 'assigned' AND f.updated_at = (e.detail ->> 'left_at')::timestamptz
      ORDER BY f.finding_id FOR UPDATE OF f),
    restored AS (
      UPDATE findings f SET state = b.was ->> 'state', assigned_area = b.was ->> 'area', assigned_by = (b.was ->> 'by')::bigint, due = (b.was ->> 'due')::date, updated_at = later_than(f.updated_at)
      FROM before b WHERE f.county_code = ${county} AND f.finding_id = b.finding_id
      RETURNING f.finding_id, f.area_code),
    told AS (
      INSERT INTO finding_events (county_code, finding_id, area_code, user_id, act, batch)
      SELECT ${county}, r.finding_id, r.area_code, ${userId}, 'unassigned', ${batch} FROM restored r)
    SELECT count(*) AS count FROM restored`.execute(work);
  return rows[0]?.count ?? 0;
}

function pickedSql({ county, areaCode, ids, filter, today }: Assignment): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [sql`f.county_code = ${county}`];
  if (ids !== undefined) parts.push(sql`f.finding_id = ANY (${ids as string[]}::text[])`);
  if (filter !== undefined) {
    parts.push(branches(filter, areaCode, [county], "state").length === 0 ? sql`false` : filterSql(filter, today));
  }
  if (ids === undefined && filter === undefined) parts.push(sql`false`);
  return sql.join(parts, sql` AND `);
}

/** Where each goes. */
function targetSql({ to }: Assignment): RawBuilder<string> {
  return to === "own_area" ? sql`left(f.area_code, 9)` : sql`${to}::text`;
}

/** Whether it may go there: it lies in that place, and the place in the area of whoever assigns. */
function insideSql({ to, areaCode }: Assignment): RawBuilder<SqlBool> {
  if (to === "own_area") return areaCode.length <= 9 ? sql`true` : sql`false`;
  return to.startsWith(areaCode) ? sql`(f.area_code >= ${to} AND f.area_code < ${afterArea(to)})` : sql`false`;
}

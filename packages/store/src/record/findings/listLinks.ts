import { DoudiError } from "@doudi/contract";
import { type RawBuilder, sql } from "kysely";
import type { Work } from "../database.js";
import { pageCursor, readCursor } from "../pageCursor.js";
import { comparedCounties } from "./findingFilter.js";
import type { FindingDetail } from "./findFinding.js";
import { FINDING_COLUMNS, PLACE_COLUMNS, PLACE_JOINS } from "./findingRow.js";

export interface LinkList {
  areaCode: string;
  verdict: FindingDetail["verdict"];
  cursor?: string | undefined;
  limit: number;
}

/** A page of probable links within the scope, the more probable first. Throws request_invalid. */
export async function listLinks(work: Work, list: LinkList): Promise<{ links: FindingDetail[]; next: string | null }> {
  const query = linkPage(list, await comparedCounties(work, list.areaCode));
  if (query === null) return { links: [], next: null };
  const { rows } = await query.execute(work);
  const links = rows.slice(0, list.limit);
  const last = links.at(-1);
  return { links, next: rows.length > list.limit && last !== undefined ? pageCursor([last.score ?? 0, last.finding_id, last.county_code]) : null };
}

/** The query of a page and one link more; null where there is no county to look in. */
export function linkPage({ verdict, cursor, limit }: LinkList, counties: readonly string[]): RawBuilder<FindingDetail> | null {
  const after = afterCursor(cursor);
  const order = sql`ORDER BY f.score DESC, f.finding_id DESC, f.county_code DESC LIMIT ${limit + 1}`;
  const parts = counties.map((county) => sql`
    (SELECT ${FINDING_COLUMNS}, f.rows, f.first_run, f.last_run, f.verdict FROM findings f
     WHERE f.county_code = ${county} AND f.code = 'link.probable' AND f.state <> 'gone' AND f.verdict = ${verdict} AND ${after} ${order})`);
  return parts.length === 0 ? null : sql<FindingDetail>`SELECT f.*, ${PLACE_COLUMNS} FROM (${sql.join(parts, sql` UNION ALL `)}) AS f ${PLACE_JOINS} ${order}`;
}

function afterCursor(cursor: string | undefined): ReturnType<typeof sql> {
  if (cursor === undefined) return sql`true`;
  const [score = "", id = "", county = ""] = readCursor(cursor, 3);
  if (!/^\d(?:\.\d{1,9})?$/.test(score) || !/^[0-9a-f]{8,64}$/.test(id) || !/^\d{6}$/.test(county)) throw new DoudiError("request_invalid");
  return sql`(f.score, f.finding_id, f.county_code) < (${score}::numeric, ${id}, ${county})`;
}

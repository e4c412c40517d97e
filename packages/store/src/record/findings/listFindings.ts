import { DoudiError } from "@doudi/contract";
import type { Finding } from "@doudi/contract/api";
import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Work } from "../database.js";
import { pageCursor, readCursor } from "../pageCursor.js";
import { branches, comparedCounties, DUE_OR_NEVER, type FindingFilter, filterSql } from "./findingFilter.js";
import { FINDING_COLUMNS, type FindingRecord, PLACE_COLUMNS, PLACE_JOINS, toFinding } from "./findingRow.js";

export type FindingSort = "severity" | "due" | "updated";

export interface FindingList {
  /** Of whoever asks. */
  areaCode: string;
  filter: FindingFilter;
  sort: FindingSort;
  cursor?: string | undefined;
  limit: number;
  /** YYYY-MM-DD, by which overdue is judged. */
  today: string;
}

/** What a list is sorted by before the id: SQL over `f`, its type, and what of a row is kept in the cursor. */
const SORTS: Record<FindingSort, { key: RawBuilder<unknown>; type: RawBuilder<unknown>; direction: RawBuilder<unknown>; beyond: RawBuilder<unknown>; of(row: FindingRecord): string | number }> = {
  severity: { key: sql`f.rank`, type: sql`smallint`, direction: sql`ASC`, beyond: sql`>`, of: ({ rank }) => rank },
  due: { key: DUE_OR_NEVER, type: sql`date`, direction: sql`ASC`, beyond: sql`>`, of: ({ due }) => due ?? "infinity" },
  updated: { key: sql`f.updated_at`, type: sql`timestamptz`, direction: sql`DESC`, beyond: sql`<`, of: ({ updated_at }) => updated_at.toISOString() },
};

/** A page of findings within the scope. Throws request_invalid for a cursor that is none. */
export async function listFindings(work: Work, list: FindingList): Promise<{ findings: Finding[]; next: string | null }> {
  const query = findingPage(list, await comparedCounties(work, list.areaCode));
  if (query === null) return { findings: [], next: null };
  const { rows } = await query.execute(work);
  const shown = rows.slice(0, list.limit);
  const last = shown.at(-1);
  return {
    findings: shown.map(toFinding),
    next: rows.length > list.limit && last !== undefined ? pageCursor([list.sort, SORTS[list.sort].of(last), last.finding_id, last.county_code]) : null,
  };
}

/** The query of a page and one row more; null where no finding can be meant. */
export function findingPage(list: FindingList, counties: readonly string[]): RawBuilder<FindingRecord> | null {
  const { sort, limit, today } = list;
  const { key, direction } = SORTS[sort];
  const after = afterCursor(list);
  const order = sql`ORDER BY ${key} ${direction}, f.finding_id ${direction}, f.county_code ${direction} LIMIT ${limit + 1}`;
  const parts = branches(list.filter, list.areaCode, counties, sort === "severity" ? "code" : "state").map(({ county, filter }) => sql`(SELECT ${FINDING_COLUMNS} FROM findings f WHERE f.county_code = ${county} AND ${filterSql(filter, today)} AND ${after} ${order})`);
  if (parts.length === 0) return null;
  return sql<FindingRecord>`SELECT f.*, ${PLACE_COLUMNS} FROM (${sql.join(parts, sql` UNION ALL `)}) AS f ${PLACE_JOINS} ${order}`;
}

function afterCursor({ cursor, sort }: FindingList): RawBuilder<SqlBool> {
  if (cursor === undefined) return sql`true`;
  const { key, type, beyond } = SORTS[sort];
  const [sorted = "", value = "", id = "", county = ""] = readCursor(cursor, 4);
  if (sorted !== sort || !isValue(sort, value) || !/^[0-9a-f]{8,64}$/.test(id) || !/^\d{6}$/.test(county)) throw new DoudiError("request_invalid");
  return sql`(${key}, f.finding_id, f.county_code) ${beyond} (${value}::${type}, ${id}, ${county})`;
}

/** Whether a text can stand in a cursor: anything else is refused before the database would. */
function isValue(sort: FindingSort, text: string): boolean {
  if (sort === "severity") return /^[123]$/.test(text);
  if (sort === "due" && text === "infinity") return true;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === (sort === "due" ? `${text}T00:00:00.000Z` : text);
}

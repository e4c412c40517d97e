import { sql } from "kysely";
import type { Database, Work } from "../database.js";

/** The counties with signed rosters of a quarter whose calendar starts comparisons. */
export async function calendarCounties(database: Database, period: string): Promise<string[]> {
  const { rows } = await database.withoutScope((all) => sql<{ county: string }>`SELECT doudi.calendar_counties(${period}) AS county ORDER BY 1`.execute(all));
  return rows.map(({ county }) => county);
}

/** Whether the calendar of a county starts comparisons: so it is until somebody switches it off. */
export async function startsRuns(work: Work, county: string): Promise<boolean> {
  const row = await work.selectFrom("calendar_settings").select("starts_runs").where("county_code", "=", county).executeTakeFirst();
  return row?.starts_runs ?? true;
}

export async function setStartsRuns(work: Work, county: string, starts_runs: boolean): Promise<void> {
  await work.insertInto("calendar_settings").values({ county_code: county, area_code: county, starts_runs })
    .onConflict((conflict) => conflict.column("county_code").doUpdateSet({ starts_runs })).execute();
}

import { sql } from "kysely";
import type { Work } from "../database.js";
import { afterArea } from "../scope.js";

/**
 * The counties that rows of an area can be filed under: those in the area or around it, and abolished ones whose rows came to
 * it. Every table has the county first in its keys, so whoever asks for these uses an index.
 */
export async function countiesOf(work: Work, area: string): Promise<string[]> {
  const within = area.length > 6 ? area.slice(0, 6) : area;
  const { rows } = await sql<{ code: string }>`
    WITH RECURSIVE found AS (
      SELECT ${within}::text COLLATE "C" AS code WHERE length(${within}) = 6
      UNION SELECT code FROM divisions WHERE level = 'county' AND code >= ${within} AND code < ${afterArea(within)}
      UNION SELECT left(d.code, 6) FROM found JOIN divisions d ON d.successor_code >= found.code AND d.successor_code < found.code || ':' WHERE length(d.code) >= 6
    ) SELECT code FROM found ORDER BY code`.execute(work);
  return rows.map(({ code }) => code);
}

import { sql } from "kysely";
import type { Work } from "../database.js";
import type { RowOf } from "../tables.js";

/** Which divisions to list. */
export interface DivisionsBelow {
  /** Whose children. */
  readonly parent: string;
  /** Of a parent above it, only the child that the area lies in is listed. */
  readonly area: string;
  /** Only those that stood on the day, YYYY-MM-DD; with abolished ones where none is given. */
  readonly on?: string | undefined;
}

/** The children of a division within the area or above it, abolished ones included; none of a division elsewhere. */
export async function divisionsBelow(work: Work, { parent, area, on }: DivisionsBelow): Promise<RowOf<"divisions">[]> {
  if (!parent.startsWith(area) && !area.startsWith(parent)) return [];
  let query = work.selectFrom("divisions").selectAll().where("parent_code", "=", parent);
  if (!parent.startsWith(area)) query = query.where("code", "=", sql<string>`left(${area}, length(code))`);
  if (on !== undefined) {
    // Where the list knows a successor but no day, the division is taken to be gone.
    query = query.where((where) => where.and([where.or([where("valid_from", "is", null), where("valid_from", "<=", on)]), where.or([where("valid_to", ">", on), where.and([where("valid_to", "is", null), where("successor_code", "is", null)])])]));
  }
  return query.orderBy("code").execute();
}

import type { Work } from "../database.js";
import type { RowOf } from "../tables.js";

/** A division that stands today; undefined for one that was abolished or never was. */
export async function findDivision(work: Work, code: string): Promise<RowOf<"divisions"> | undefined> {
  return work.selectFrom("divisions").selectAll().where("code", "=", code).where("valid_to", "is", null).executeTakeFirst();
}

import { sql } from "kysely";
import type { Work } from "../database.js";

export interface AuditFilter {
  act?: string | undefined;
  userId?: number | undefined;
  /** A kind of thing, or one thing as kind:id. */
  object?: string | undefined;
  /** Days in China; both are included. */
  from?: string | undefined;
  to?: string | undefined;
  /** Entries before this one. */
  before?: number | undefined;
  limit: number;
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: Date;
  readonly user_id: number | null;
  readonly user_name: string | null;
  readonly act: string;
  readonly object_kind: string;
  readonly object_id: string;
  readonly area_code: string | null;
  readonly area_name: string | null;
  readonly detail: Record<string, unknown>;
}

/** What was done in the area, the newest first. */
export async function searchAudit(work: Work, { act, userId, object, from, to, before, limit }: AuditFilter): Promise<AuditEntry[]> {
  let entries = work.selectFrom("audit").leftJoin("divisions", "code", "area_code")
    .select(["seq", "at", "user_id", sql<string | null>`doudi.staff_name(user_id)`.as("user_name"), "act", "object_kind", "object_id", "area_code", "divisions.name as area_name", "detail"])
    .orderBy("seq", "desc").limit(limit);
  if (act !== undefined) entries = entries.where("act", "=", act);
  if (userId !== undefined) entries = entries.where("user_id", "=", userId);
  if (object !== undefined) {
    const [kind = "", ...id] = object.split(":");
    entries = entries.where("object_kind", "=", kind);
    if (id.length > 0) entries = entries.where("object_id", "=", id.join(":"));
  }
  if (from !== undefined) entries = entries.where("at", ">=", new Date(`${from}T00:00:00+08:00`));
  if (to !== undefined) entries = entries.where("at", "<", new Date(Date.parse(`${to}T00:00:00+08:00`) + 86_400_000));
  if (before !== undefined) entries = entries.where("seq", "<", before);
  return entries.execute();
}

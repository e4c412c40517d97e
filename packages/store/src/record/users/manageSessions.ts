import { recordAct } from "../audit.js";
import type { Work } from "../database.js";

export interface ListedSession {
  readonly session: string;
  readonly user_id: number;
  readonly name: string;
  readonly created_at: Date;
  readonly seen_at: Date;
  readonly expires_at: Date;
}

/** The sessions of the area that have not run out, by their public names. @param idleSince when one must have been seen last */
export async function listSessions(work: Work, { now, idleSince, after, limit }: { now: Date; idleSince: Date; after: string; limit: number }): Promise<ListedSession[]> {
  return work.selectFrom("sessions").innerJoin("users", "users.user_id", "sessions.user_id")
    .select(["session", "users.user_id", "name", "sessions.created_at", "seen_at", "expires_at"])
    .where("expires_at", ">", now).where("seen_at", ">", idleSince).where("session", ">", after).orderBy("session").limit(limit).execute();
}

/** @param session its public name. False where there is none in the area. */
export async function endSession(work: Work, session: string): Promise<boolean> {
  const ended = await work.deleteFrom("sessions").where("session", "=", session).returning("user_id").executeTakeFirst();
  if (ended === undefined) return false;
  await recordAct(work, { act: "session.end", objectKind: "user", objectId: ended.user_id, detail: { session } });
  return true;
}

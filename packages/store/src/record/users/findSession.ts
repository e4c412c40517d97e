import { sql } from "kysely";
import type { Database } from "../database.js";
import type { RowOf } from "../tables.js";
import type { User } from "./findUser.js";

/** A session with its user and the name of the user's area. */
export interface FoundSession {
  readonly session: RowOf<"sessions">;
  readonly user: User;
  readonly areaName: string;
}

/** @param digest SHA-256 of the cookie, in hexadecimal. Whether it has run out is for the caller to say. */
export async function findSession(database: Database, digest: string): Promise<FoundSession | undefined> {
  return database.asStranger({ session: digest }, async (work) => {
    const session = await work.selectFrom("sessions").selectAll().where("token_digest", "=", Buffer.from(digest, "hex")).executeTakeFirst();
    if (session === undefined) return undefined;
    await sql`SELECT set_config('doudi.user_id', ${String(session.user_id)}, true)`.execute(work);
    const found = await work.selectFrom("users").leftJoin("divisions", "code", "area_code").selectAll("users").select("divisions.name as area_name").where("user_id", "=", session.user_id).executeTakeFirst();
    if (found === undefined) return undefined;
    const { area_name, ...user } = found;
    return { session, user, areaName: area_name ?? user.area_code };
  });
}

/** Keeps a session from running idle. */
export async function touchSession(database: Database, digest: string, at: Date): Promise<void> {
  await database.asStranger({ session: digest }, (work) => work.updateTable("sessions").set({ seen_at: at }).where("token_digest", "=", Buffer.from(digest, "hex")).execute());
}

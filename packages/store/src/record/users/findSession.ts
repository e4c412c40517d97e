import { sql } from "kysely";
import type { Database } from "../database.js";
import type { RowOf } from "../tables.js";

/** A session with its user and the name of the user's area. */
export interface FoundSession
  extends Pick<RowOf<"sessions">, "session" | "csrf" | "second_factor_given" | "password_to_change" | "seen_at" | "expires_at">, Pick<RowOf<"users">, "user_id" | "login" | "name" | "role" | "department" | "area_code" | "active" | "second_factor_confirmed"> {
  readonly area_name: string;
}

/** One round trip, for it is made with every request. @param digest SHA-256 of the cookie, in hexadecimal. Whether it has run out is for the caller to say. */
export async function findSession(database: Database, digest: string): Promise<FoundSession | undefined> {
  const { rows } = await database.withoutScope((unscoped) => sql<FoundSession>`SELECT * FROM doudi.find_session(${Buffer.from(digest, "hex")})`.execute(unscoped));
  return rows[0];
}

/** Keeps a session from running idle. */
export async function touchSession(database: Database, digest: string, at: Date): Promise<void> {
  await database.asStranger({ session: digest }, (work) => work.updateTable("sessions").set({ seen_at: at }).where("token_digest", "=", Buffer.from(digest, "hex")).execute());
}

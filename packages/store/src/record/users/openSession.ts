import { recordAct } from "../audit.js";
import type { Database } from "../database.js";
import type { Scope } from "../scope.js";
import type { NewRow } from "../tables.js";

/**
 * Begins a session and puts the login on record; sessions of the user that ran out are cleared away.
 *
 * @param complete whether nothing more is asked for: only then are failed attempts forgotten, so that who knows a password
 *   alone cannot buy attempts at the second factor with it
 */
export async function openSession(database: Database, scope: Scope, session: NewRow<"sessions"> & { seen_at: Date }, complete: boolean): Promise<void> {
  await database.within(scope, async (work) => {
    await work.deleteFrom("sessions").where("user_id", "=", session.user_id).where("expires_at", "<", session.seen_at).execute();
    await work.insertInto("sessions").values(session).execute();
    await work.updateTable("users").set({ last_login: session.seen_at, ...(complete ? { failed_logins: 0, next_login_after: null, locked_until: null } : {}) }).where("user_id", "=", session.user_id).execute();
    await recordAct(work, { act: "login", objectKind: "user", objectId: session.user_id, detail: { session: session.session } });
  });
}

import { recordAct } from "../audit.js";
import type { Database } from "../database.js";
import type { User } from "./findUser.js";

/** How often logging in failed, and from when on it may be tried again. */
export interface Attempts {
  readonly failed_logins: number;
  readonly next_login_after: Date | null;
  readonly locked_until: Date | null;
}

/**
 * Counts a failed login and puts it on record. For a login that nobody has it does the same work, so that the time it
 * takes does not tell.
 */
export async function recordFailedLogin(database: Database, login: string, user: User | undefined, attempts: Attempts): Promise<void> {
  await database.asStranger({ login }, async (work) => {
    await work.updateTable("users").set(attempts).where("login", "=", login).execute();
    await recordAct(work, { act: "login.failed", objectKind: "user", objectId: user?.user_id ?? 0, ...(user === undefined ? {} : { area: user.area_code }), detail: { failed: attempts.failed_logins } });
  });
}

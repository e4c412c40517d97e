import { recordAct } from "../audit.js";
import type { Database } from "../database.js";
import type { Scope } from "../scope.js";

/** What users do with their own account. */
export interface OwnAccount {
  readonly scope: Scope & { readonly userId: number };
  /** SHA-256 of the cookie of the session at hand, in hexadecimal. */
  readonly session: string;
}

/** Ends the session at hand. */
export async function logOut(database: Database, { scope, session }: OwnAccount): Promise<void> {
  await database.within(scope, async (work) => {
    await work.deleteFrom("sessions").where("token_digest", "=", Buffer.from(session, "hex")).execute();
    await recordAct(work, { act: "logout", objectKind: "user", objectId: scope.userId });
  });
}

/** Sets another password, forgets failed attempts and ends the other sessions. */
export async function replacePassword(database: Database, { scope, session }: OwnAccount, passwordHash: string): Promise<void> {
  await database.within(scope, async (work) => {
    await work.updateTable("users").set({ password_hash: passwordHash, password_to_change: false, failed_logins: 0, next_login_after: null, locked_until: null }).where("user_id", "=", scope.userId).execute();
    await work.deleteFrom("sessions").where("user_id", "=", scope.userId).where("token_digest", "<>", Buffer.from(session, "hex")).execute();
    await work.updateTable("sessions").set({ password_to_change: false }).where("user_id", "=", scope.userId).execute();
    await recordAct(work, { act: "password.change", objectKind: "user", objectId: scope.userId });
  });
}

/** Keeps the secret of a second factor until it is confirmed. False where one is confirmed already. */
export async function keepSecondFactor(database: Database, { scope }: OwnAccount, sealed: Buffer, keyVersion: number): Promise<boolean> {
  return database.within(scope, async (work) => {
    const { numUpdatedRows } = await work.updateTable("users").set({ second_factor_sealed: sealed, second_factor_key_version: keyVersion, second_factor_last_step: 0 }).where("user_id", "=", scope.userId).where("second_factor_confirmed", "=", false).executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await recordAct(work, { act: "second_factor.set_up", objectKind: "user", objectId: scope.userId });
    return true;
  });
}

/**
 * Takes a step of the second factor, which no login may use again, and lets the session through.
 *
 * @param step number of the half minute the code was made for
 * @returns false where that step, or a later one, was used before
 */
export async function useSecondFactor(database: Database, { scope, session }: OwnAccount, step: number): Promise<boolean> {
  return database.within(scope, async (work) => {
    const { numUpdatedRows } = await work.updateTable("users")
      .set({ second_factor_last_step: step, second_factor_confirmed: true, failed_logins: 0, next_login_after: null, locked_until: null })
      .where("user_id", "=", scope.userId).where("second_factor_last_step", "<", step).executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await work.updateTable("sessions").set({ second_factor_given: true }).where("token_digest", "=", Buffer.from(session, "hex")).execute();
    await recordAct(work, { act: "second_factor.given", objectKind: "user", objectId: scope.userId });
    return true;
  });
}

import { DoudiError } from "@doudi/contract";
import { recordAct } from "../audit.js";
import type { Work } from "../database.js";
import type { NewRow, RowOf } from "../tables.js";

/** @returns the user's number. Throws DoudiError login_taken, subject_taken: by somebody of another area too. */
export async function addUser(work: Work, user: NewRow<"users">): Promise<number> {
  const { user_id } = await work.insertInto("users").values(user).returning("user_id").executeTakeFirstOrThrow().catch((error: unknown) => {
    throw takenProblem(error, user.login);
  });
  await recordAct(work, { act: "user.add", objectKind: "user", objectId: user_id, area: user.area_code, detail: { role: user.role, area: user.area_code } });
  return user_id;
}

function takenProblem(error: unknown, login: string): unknown {
  const constraint: unknown = error instanceof Error ? Reflect.get(error, "constraint") : undefined;
  if (constraint === "users_login_key") return new DoudiError("login_taken", { login });
  return constraint === "users_oidc_subject_key" ? new DoudiError("subject_taken") : error;
}

type Changeable = Pick<RowOf<"users">, "name" | "role" | "department" | "area_code" | "active"> & Partial<Pick<RowOf<"users">, "oidc_subject">>;

/** Changes a user and ends the sessions, whose rights were others. False where there is no such user in the area. Throws DoudiError subject_taken. */
export async function changeUser(work: Work, userId: number, change: Changeable): Promise<boolean> {
  const { numUpdatedRows } = await work.updateTable("users").set(change).where("user_id", "=", userId).executeTakeFirst().catch((error: unknown) => {
    throw takenProblem(error, "");
  });
  if (numUpdatedRows === 0n) return false;
  await endSessionsOf(work, userId);
  await recordAct(work, { act: "user.change", objectKind: "user", objectId: userId, area: change.area_code, detail: { role: change.role, area: change.area_code, active: change.active } });
  return true;
}

/**
 * Lets a user in again who forgot the password or lost the second factor: another password, to be changed, the second factor to be set up
 * anew, no lock, no session. False where there is no such user in the area.
 */
export async function resetUser(work: Work, userId: number, passwordHash: string): Promise<boolean> {
  const { numUpdatedRows } = await work.updateTable("users")
    .set({ password_hash: passwordHash, password_to_change: true, failed_logins: 0, next_login_after: null, locked_until: null, second_factor_sealed: null, second_factor_key_version: null, second_factor_confirmed: false })
    .where("user_id", "=", userId).executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await endSessionsOf(work, userId);
  await recordAct(work, { act: "user.reset", objectKind: "user", objectId: userId });
  return true;
}

async function endSessionsOf(work: Work, userId: number): Promise<void> {
  await work.deleteFrom("sessions").where("user_id", "=", userId).execute();
}

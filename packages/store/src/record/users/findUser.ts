import type { Database } from "../database.js";
import type { RowOf } from "../tables.js";

export type User = RowOf<"users">;

/** Who logs in, by login name or by the subject of the identity provider; the one row and no other is looked at. */
export async function findUser(database: Database, by: { readonly login: string } | { readonly oidcSubject: string }): Promise<User | undefined> {
  return database.asStranger(by, (work) => {
    const users = work.selectFrom("users").selectAll();
    return ("login" in by ? users.where("login", "=", by.login) : users.where("oidc_subject", "=", by.oidcSubject)).executeTakeFirst();
  });
}

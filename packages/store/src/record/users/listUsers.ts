import type { Role } from "@doudi/contract/api";
import type { Work } from "../database.js";
import { afterArea } from "../scope.js";
import type { User } from "./findUser.js";

export interface ListedUser extends User {
  readonly area_name: string | null;
}

function withArea(work: Work) {
  return work.selectFrom("users").leftJoin("divisions", "code", "area_code").selectAll("users").select("divisions.name as area_name");
}

/** The users of the area in the order they were added. @param after number of the last one seen */
export async function listUsers(work: Work, { role, area, after, limit }: { role?: Role | undefined; area?: string | undefined; after: number; limit: number }): Promise<ListedUser[]> {
  let users = withArea(work).where("user_id", ">", after).orderBy("user_id").limit(limit);
  if (role !== undefined) users = users.where("role", "=", role);
  if (area !== undefined) users = users.where("area_code", ">=", area).where("area_code", "<", afterArea(area));
  return users.execute();
}

export async function findListedUser(work: Work, userId: number): Promise<ListedUser | undefined> {
  return withArea(work).where("user_id", "=", userId).executeTakeFirst();
}

import { readFileSync } from "node:fs";
import { DoudiError } from "@doudi/contract";
import { type Answer, type Department, levelOf, type Role, ROLES } from "@doudi/contract/api";
import { addUser, changeUser, endSession, findDivision, findListedUser, listJobs, listSessions, type ListedUser, listUsers, mergeDivisions, readHealth, resetUser, type Scope, searchAudit, verifyAudit, type Work } from "@doudi/store";
import type { Handlers } from "../handler.js";
import { hashPassword, makePassword } from "../session/password.js";
import type { SessionSettings } from "../session/sessionSettings.js";

type AdministrationRoute = "users" | "addUser" | "changeUser" | "resetPassword" | "sessions" | "endSession" | "mergeDivisions" | "audit" | "verifyAudit" | "jobs" | "health" | "alive";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };

/** Users, sessions, divisions, the record of what was done, jobs and health. */
export function administrationHandlers(settings: SessionSettings): Handlers<AdministrationRoute> {
  return {
    users: async ({ caller, query: { role, area, cursor, limit } }, { database }) => database.within(caller.scope, async (work) => {
      const found = await listUsers(work, { role, area, after: numberAt(cursor, 0), limit: limit + 1 });
      return { users: found.slice(0, limit).map(shownUser), next: nextOf(found, limit, ({ user_id }) => user_id) };
    }),
    async addUser({ caller, body }, { database }) {
      const password = makePassword();
      const password_hash = await hashPassword(password);
      return database.within(caller.scope, async (work) => {
        const userId = await addUser(work, { login: body.login, password_hash, password_to_change: true, oidc_subject: body.oidc_subject ?? null, ...(await checkedPlace(work, caller.scope, body)) });
        return { user: await getUser(work, userId), password };
      });
    },
    async changeUser({ caller, params: { user_id }, body }, { database }) {
      if (user_id === caller.userId) throw new DoudiError("own_account");
      return database.within(caller.scope, async (work) => {
        const place = await checkedPlace(work, caller.scope, body);
        if (!(await changeUser(work, user_id, { ...place, active: body.active, ...(body.oidc_subject === undefined ? {} : { oidc_subject: body.oidc_subject }) }))) throw new DoudiError("not_found");
        return getUser(work, user_id);
      });
    },
    async resetPassword({ caller, params: { user_id } }, { database }) {
      if (user_id === caller.userId) throw new DoudiError("own_account");
      const password = makePassword();
      const passwordHash = await hashPassword(password);
      if (!(await database.within(caller.scope, (work) => resetUser(work, user_id, passwordHash)))) throw new DoudiError("not_found");
      return { password };
    },
    sessions: async ({ caller, query: { cursor, limit } }, { database, now }) => database.within(caller.scope, async (work) => {
      const at = now();
      const found = await listSessions(work, { now: at, idleSince: new Date(at.getTime() - settings.idleMinutes * 60_000), after: cursor ?? "", limit: limit + 1 });
      return {
        sessions: found.slice(0, limit).map(({ session, user_id, name, created_at, seen_at, expires_at }) => ({ session, user: { user_id, name }, created_at: created_at.toISOString(), seen_at: seen_at.toISOString(), expires_at: expires_at.toISOString() })),
        next: found.length > limit ? (found[limit - 1]?.session ?? null) : null,
      };
    }),
    async endSession({ caller, params: { session } }, { database }) {
      if (!(await database.within(caller.scope, (work) => endSession(work, session)))) throw new DoudiError("not_found");
      return { done: true };
    },
    async mergeDivisions({ caller, body }, { database, now }) {
      for (const area of [body.from, body.into]) if (!area.startsWith(caller.areaCode)) throw new DoudiError("area_outside", { area });
      if (body.on > dayInChina(now())) throw new DoudiError("date_future", { date: body.on });
      // Whoever merges sees no persons; that their rows move takes the sight of all departments, for this act alone.
      return { moved: await database.within({ ...caller.scope, department: "all" }, (work) => mergeDivisions(work, body)) };
    },
    audit: async ({ caller, query: { act, user_id, object, from, to, before, limit } }, { database }) => database.within(caller.scope, async (work) => {
      const found = await searchAudit(work, { act, userId: user_id, object, from, to, before, limit: limit + 1 });
      return {
        entries: found.slice(0, limit).map((entry) => ({
          seq: entry.seq, at: entry.at.toISOString(), by: whoOf(entry.user_id, entry.user_name), act: entry.act, object_kind: entry.object_kind, object_id: entry.object_id,
          area: entry.area_code === null ? null : { code: entry.area_code, name: entry.area_name ?? entry.area_code }, detail: entry.detail,
        })),
        next: found.length > limit ? (found[limit - 1]?.seq ?? null) : null,
      };
    }),
    verifyAudit: async ({ caller }, { database }) => database.within(caller.scope, async (work) => {
      const result = await verifyAudit(work);
      return { ...result, sound: result.broken_at === null };
    }),
    jobs: async ({ caller, query: { cursor, limit } }, { database }) => database.within(caller.scope, async (work) => {
      const found = await listJobs(work, { before: numberAt(cursor, Number.MAX_SAFE_INTEGER), limit: limit + 1 });
      return {
        jobs: found.slice(0, limit).map(({ job_id, kind, state, created_at, finished_at, created_by, created_by_name, done, total, problem }) => ({ job_id, kind, state, created_at: created_at.toISOString(), finished_at: finished_at?.toISOString() ?? null, by: whoOf(created_by, created_by_name), done, total, problem })),
        next: nextOf(found, limit, ({ job_id }) => job_id),
      };
    }),
    health: async ({ caller }, { database, embedded, now }) => database.within(caller.scope, async (work) => {
      const health = await readHealth(work);
      return {
        version, schema: health.schema, database: { version: health.version, bytes: health.bytes, connections: health.connections, restarts: embedded?.restarts.length ?? 0, restarted_at: embedded?.restarts.at(-1)?.toISOString() ?? null }, queue: { waiting: health.waiting, running: health.running },
        memory_mb: Math.round(process.memoryUsage().rss / 1_048_576), started_at: new Date(now().getTime() - process.uptime() * 1000).toISOString(),
      };
    }),
    alive: async () => ({ done: true }),
  };
}

interface Placed { name: string; role: Role; department: Department | null; area: string }

/** A user's role and area fit each other and lie in the area of who adds the user. */
async function checkedPlace(work: Work, scope: Scope, { name, role, department, area }: Placed): Promise<{ name: string; role: Role; department: Department | null; area_code: string }> {
  if (!area.startsWith(scope.areaCode)) throw new DoudiError("area_outside", { area });
  const level = levelOf(area);
  const levels: readonly (string | null)[] = ROLES[role].levels;
  if (!levels.includes(level)) throw new DoudiError("area_level", { area });
  if (ROLES[role].ownDepartmentOnly && department === null) throw new DoudiError("department_missing");
  // Villages are known from the rosters; the township they lie in must be there.
  const known = level === "village" ? area.slice(0, 9) : area;
  if ((await findDivision(work, known)) === undefined) throw new DoudiError("division_unknown", { code: area });
  return { name, role, department, area_code: area };
}

async function getUser(work: Work, userId: number): Promise<Answer<"changeUser">> {
  const user = await findListedUser(work, userId);
  if (user === undefined) throw new DoudiError("not_found");
  return shownUser(user);
}

function shownUser(user: ListedUser): Answer<"changeUser"> {
  return {
    user_id: user.user_id, login: user.login, name: user.name, role: user.role, department: user.department, area: { code: user.area_code, name: user.area_name ?? user.area_code }, active: user.active,
    second_factor: user.second_factor_confirmed, locked_until: user.locked_until?.toISOString() ?? null, last_login: user.last_login?.toISOString() ?? null,
  };
}

function whoOf(userId: number | null, name: string | null): { user_id: number; name: string } | null {
  return userId === null ? null : { user_id: userId, name: name ?? String(userId) };
}

/** The number a cursor stands for. Throws DoudiError request_invalid where it is none of ours. */
function numberAt(cursor: string | undefined, first: number): number {
  if (cursor === undefined) return first;
  const number = Number(Buffer.from(cursor, "base64url").toString("utf8"));
  if (!Number.isSafeInteger(number)) throw new DoudiError("request_invalid");
  return number;
}

function nextOf<T>(found: readonly T[], limit: number, key: (row: T) => number): string | null {
  const last = found[limit - 1];
  return found.length > limit && last !== undefined ? Buffer.from(String(key(last))).toString("base64url") : null;
}

function dayInChina(moment: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short" }).format(moment);
}

import { createHash } from "node:crypto";
import { DoudiError } from "@doudi/contract";
import { isAllowed, type Route, type RouteName } from "@doudi/contract/api";
import { findSession, type FoundSession, scopeOf, touchSession } from "@doudi/store";
import type { FastifyRequest } from "fastify";
import type { Application } from "../application.js";
import type { Caller, Cookies } from "../handler.js";
import { isOver, secondFactorOf, type SessionSettings } from "../session/sessionSettings.js";
import { checkToken } from "./checkOrigin.js";

/** All that is open before the second factor was given. */
const BEFORE_SECOND_FACTOR: ReadonlySet<RouteName> = new Set<RouteName>(["me", "logout", "loginSecondFactor", "setUpSecondFactor", "confirmSecondFactor"]);
/** And before a password that somebody else has seen was changed. */
const BEFORE_OWN_PASSWORD: ReadonlySet<RouteName> = new Set<RouteName>([...BEFORE_SECOND_FACTOR, "changePassword"]);
/** A session's last use is noted at most so often. */
const TOUCH_SECONDS = 60;

/**
 * Who calls, when they may: a session that is not over, the token against forgery, the second factor, an own password, the
 * permission of the route. In this order, before anything of the body is read.
 *
 * @throws DoudiError not_logged_in, csrf, second_factor_needed, password_to_change, forbidden
 */
export async function admit(name: RouteName, route: Route, request: FastifyRequest, cookies: Cookies, application: Application, settings: SessionSettings): Promise<Caller> {
  const token = cookies.get("session");
  const digest = createHash("sha256").update(token ?? "").digest("hex");
  const found = token === null ? undefined : await findSession(application.database, digest);
  const now = application.now();
  if (found === undefined || isOver(found, now, settings)) throw new DoudiError("not_logged_in");
  if (route.method !== "GET") checkToken(request, found.csrf);
  const factor = secondFactorOf(found, found.second_factor_given, settings);
  if ((factor === "asked" || factor === "to_set_up") && !BEFORE_SECOND_FACTOR.has(name)) throw new DoudiError("second_factor_needed");
  if (found.password_to_change && !BEFORE_OWN_PASSWORD.has(name)) throw new DoudiError("password_to_change");
  if (route.access !== "session" && route.access !== "public" && !isAllowed(found.role, route.access)) throw new DoudiError("forbidden");
  if (now.getTime() - found.seen_at.getTime() > TOUCH_SECONDS * 1000) await touchSession(application.database, digest, now);
  return callerOf(found, digest, request);
}

function callerOf(user: FoundSession, digest: string, request: FastifyRequest): Caller {
  const areaCode = user.area_code;
  return {
    userId: user.user_id, login: user.login, name: user.name, role: user.role, department: user.department, areaCode, session: digest,
    scope: scopeOf({ userId: user.user_id, areaCode, role: user.role, department: user.department }),
    lang: request.headers["accept-language"]?.trim().toLowerCase().startsWith("en") === true ? "en" : "zh",
  };
}

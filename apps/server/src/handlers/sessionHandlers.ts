import { createHash, randomBytes } from "node:crypto";
import { DoudiError } from "@doudi/contract";
import { type Me, ROLES } from "@doudi/contract/api";
import { type Attempts, findSession, findUser, keepSecondFactor, logOut, openSession, type OwnAccount, recordFailedLogin, replacePassword, scopeOf, type User, useSecondFactor } from "@doudi/store";
import { generateSecret, generateURI, verifySync } from "otplib";
import type { Application } from "../application.js";
import type { Caller, Cookies, Handlers } from "../handler.js";
import { afterFailure, LoginAttempts, refuseEarly } from "../session/loginAttempts.js";
import type { OidcWait } from "../session/oidcLogin.js";
import { hashPassword, isPassword } from "../session/password.js";
import { endOf, secondFactorOf, type SessionSettings } from "../session/sessionSettings.js";

type SessionRoute = "login" | "loginSecondFactor" | "oidcStart" | "oidcReturn" | "loginOptions" | "logout" | "me" | "changePassword" | "setUpSecondFactor" | "confirmSecondFactor";

const OIDC_WAIT_MINUTES = 10;
/** Where what waits for the identity provider is sealed: no county's. */
const OIDC_SEAL = "oidc";

/** Logging in and out, and what users do with their own account. */
export function sessionHandlers(settings: SessionSettings): Handlers<SessionRoute> {
  const attempts = new LoginAttempts();
  return {
    login: async ({ body: { login, password }, cookies }, application) => attempts.inTurn(login, async () => {
      const user = await findUser(application.database, { login });
      const before: Attempts = user ?? attempts.ofUnknown(login);
      refuseEarly(before, application.now());
      if (!(await isPassword(user?.password_hash, password)) || user === undefined || !user.active) {
        const after = afterFailure(before, application.now());
        if (user === undefined) attempts.rememberUnknown(login, after);
        await recordFailedLogin(application.database, login, user, after);
        throw new DoudiError("login_failed");
      }
      return meOf(await begin(user, application, settings, jarOf(cookies), user.password_to_change), application, settings);
    }),

    async oidcStart({ cookies }, application) {
      const { url, wait } = await oidcOf(settings).begin();
      const until = new Date(application.now().getTime() + OIDC_WAIT_MINUTES * 60_000);
      jarOf(cookies).set("oidc", application.keyring.seal(OIDC_SEAL, JSON.stringify({ ...wait, until: until.getTime() })).toString("base64url"), until);
      return { redirect: url };
    },
    async oidcReturn({ query, cookies }, application) {
      const oidc = oidcOf(settings);
      const jar = jarOf(cookies);
      const wait = openWait(jar.get("oidc"), application);
      jar.set("oidc", null);
      if (wait === null) throw new DoudiError("oidc_failed");
      const sent = Object.entries(query).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
      const user = await findUser(application.database, { oidcSubject: await oidc.finish(Object.fromEntries(sent), wait) });
      if (user === undefined || !user.active) throw new DoudiError("oidc_unknown_user");
      await begin(user, application, settings, jar, false);
      return { redirect: "/" };
    },
    loginOptions: async () => ({ oidc: settings.oidc?.settings.title ?? null, demo: [...settings.demo] }),

    async logout({ caller, cookies }, { database }) {
      await logOut(database, own(caller));
      jarOf(cookies).set("session", null);
      return { done: true };
    },
    me: async ({ caller }, application) => meOf(caller.session, application, settings),
    changePassword: async ({ caller, body: { old_password, new_password } }, application) => attempts.inTurn(caller.login, async () => {
      const user = await attemptingUser(caller, application);
      if (!(await isPassword(user.password_hash, old_password))) return fail(user, application, "login_failed");
      if (new_password === old_password) throw new DoudiError("password_same");
      await replacePassword(application.database, own(caller), await hashPassword(new_password));
      return { done: true as const };
    }),

    async setUpSecondFactor({ caller }, { database, keyring }) {
      const secret = generateSecret();
      if (!(await keepSecondFactor(database, own(caller), keyring.seal(sealOf(caller.userId), secret), keyring.version))) throw new DoudiError("second_factor_set");
      return { secret, uri: generateURI({ issuer: "Doudi", label: caller.login, secret }) };
    },
    confirmSecondFactor: async ({ caller, body: { code } }, application) => attempts.inTurn(caller.login, () => giveSecondFactor(caller, code, application, settings)),
    loginSecondFactor: async ({ caller, body: { code } }, application) => attempts.inTurn(caller.login, () => giveSecondFactor(caller, code, application, settings)),
  };
}

/** Opens a session and gives the browser its cookie. @returns SHA-256 of the cookie, in hexadecimal */
async function begin(user: User, { database, now }: Application, settings: SessionSettings, cookies: Cookies, password_to_change: boolean): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const digest = createHash("sha256").update(token).digest();
  const at = now();
  const expires_at = new Date(at.getTime() + settings.hours * 3_600_000);
  const scope = scopeOf({ userId: user.user_id, areaCode: user.area_code, role: user.role, department: user.department });
  await openSession(database, scope, {
    token_digest: digest, session: randomBytes(8).toString("hex"), user_id: user.user_id, area_code: user.area_code, csrf: randomBytes(24).toString("base64url"), password_to_change, created_at: at, seen_at: at, expires_at,
  }, secondFactorOf(user, false, settings) === "none");
  cookies.set("session", token, expires_at);
  return digest.toString("hex");
}

async function giveSecondFactor(caller: Caller, code: string, application: Application, settings: SessionSettings): Promise<Me> {
  const user = await attemptingUser(caller, application);
  if (user.second_factor_sealed === null || user.second_factor_key_version === null) throw new DoudiError("second_factor_failed");
  const secret = application.keyring.open(sealOf(user.user_id), user.second_factor_key_version, user.second_factor_sealed).toString("utf8");
  // A step before and after: clocks of phones differ.
  const result = verifySync({ secret, token: code, epoch: Math.floor(application.now().getTime() / 1000), epochTolerance: 30 });
  const step = result.valid && "timeStep" in result ? result.timeStep : null;
  if (step === null || !(await useSecondFactor(application.database, own(caller), step))) return fail(user, application, "second_factor_failed");
  return meOf(caller.session, application, settings);
}

/** Who tries a password or a code; not before the time. Throws DoudiError login_delayed, login_locked. */
async function attemptingUser({ login }: Caller, { database, now }: Application): Promise<User> {
  const user = await findUser(database, { login });
  if (user === undefined) throw new DoudiError("not_logged_in");
  refuseEarly(user, now());
  return user;
}

async function fail(user: User, { database, now }: Application, code: "login_failed" | "second_factor_failed"): Promise<never> {
  await recordFailedLogin(database, user.login, user, afterFailure(user, now()));
  throw new DoudiError(code);
}

async function meOf(session: string, { database, now }: Application, settings: SessionSettings): Promise<Me> {
  const found = await findSession(database, session);
  if (found === undefined) throw new DoudiError("not_logged_in");
  const { user_id, login, name, role, department, area_code, area_name, csrf } = found;
  return {
    user_id, login, name, role, department, area: { code: area_code, name: area_name }, may: [...ROLES[role].may],
    csrf, password_to_change: found.password_to_change, second_factor: secondFactorOf(found, found.second_factor_given, settings), expires_at: endOf(found, now(), settings).toISOString(),
  };
}

/** A secret is bound to its user: moved to another it does not open. Not to the area, which changes when divisions merge. */
function sealOf(userId: number): string {
  return `user ${userId}`;
}

function own({ scope, session, userId }: Caller): OwnAccount {
  return { scope: { ...scope, userId }, session };
}

function oidcOf({ oidc }: SessionSettings): NonNullable<SessionSettings["oidc"]> {
  if (oidc === null) throw new DoudiError("oidc_off");
  return oidc;
}

function openWait(sealed: string | null, { keyring, now }: Application): OidcWait | null {
  if (sealed === null) return null;
  try {
    const { until, ...wait } = JSON.parse(keyring.open(OIDC_SEAL, keyring.version, Buffer.from(sealed, "base64url")).toString("utf8")) as OidcWait & { until: number };
    return until > now().getTime() ? wait : null;
  } catch {
    // Not a cookie that we made.
    return null;
  }
}

function jarOf(cookies: Cookies | undefined): Cookies {
  if (cookies === undefined) throw new Error("a login without the browser's cookies");
  return cookies;
}

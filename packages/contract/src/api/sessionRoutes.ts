import { z } from "zod";
import { DEPARTMENT_CODES } from "./departments.js";
import { PERMISSIONS, ROLE_CODES } from "./permissions.js";
import { routes } from "./route.js";
import { day, divisionCode, done, place } from "./shapes.js";

const password = z.string().min(10).max(200);
const totp = z.string().regex(/^\d{6}$/).meta({ example: "492039" });

export const me = z.object({
  user_id: z.number().int(),
  login: z.string(),
  name: z.string(),
  role: z.enum(ROLE_CODES),
  department: z.enum(DEPARTMENT_CODES).nullable(),
  area: place,
  may: z.array(z.enum(PERMISSIONS)),
  /** Sent back in the header x-csrf-token with everything that changes something. */
  csrf: z.string(),
  /** The second factor is asked for and not yet given (or not yet set up): nothing else is answered before. */
  second_factor: z.enum(["none", "given", "asked", "to_set_up"]),
  /** The password was made by somebody else: nothing else is answered before it is changed. */
  password_to_change: z.boolean(),
  expires_at: z.string(),
});
export type Me = z.infer<typeof me>;

export const sessionRoutes = routes({
  login: {
    method: "POST", path: "/login", summary: { zh: "登录", en: "log in" }, access: "public", scoped: false,
    body: z.object({ login: z.string().min(1).max(80), password: z.string().min(1).max(200) }),
    answer: me, errors: ["login_failed", "login_delayed", "login_locked"],
  },
  loginSecondFactor: {
    method: "POST", path: "/login/second-factor", summary: { zh: "动态口令", en: "second factor" }, access: "session", scoped: false,
    body: z.object({ code: totp }), answer: me, errors: ["second_factor_failed"],
  },
  oidcStart: { method: "GET", path: "/login/oidc", summary: { zh: "统一身份登录", en: "log in at the identity provider" }, access: "public", scoped: false, answer: { media: "text/html" }, errors: ["oidc_off"] },
  oidcReturn: {
    method: "GET", path: "/login/oidc/return", summary: { zh: "统一身份登录返回", en: "back from the identity provider" }, access: "public", scoped: false,
    query: z.object({ code: z.string().max(4000).optional(), state: z.string().max(400).optional(), error: z.string().max(200).optional(), iss: z.string().max(400).optional() }).loose(),
    answer: { media: "text/html" }, errors: ["oidc_off", "oidc_failed", "oidc_unknown_user"],
  },
  loginOptions: { method: "GET", path: "/login/options", summary: { zh: "登录方式", en: "ways to log in" }, access: "public", scoped: false, answer: z.object({ oidc: z.string().nullable(), demo: z.array(z.object({ login: z.string(), password: z.string(), zh: z.string(), en: z.string() })) }) },
  logout: { method: "POST", path: "/logout", summary: { zh: "退出", en: "log out" }, access: "session", scoped: false, answer: done },
  me: { method: "GET", path: "/me", summary: { zh: "当前用户", en: "who I am" }, access: "session", scoped: false, answer: me },
  changePassword: {
    method: "POST", path: "/me/password", summary: { zh: "修改密码", en: "change the password" }, access: "session", scoped: false,
    body: z.object({ old_password: z.string().min(1).max(200), new_password: password }), answer: done, errors: ["login_failed", "password_same"],
  },
  setUpSecondFactor: { method: "POST", path: "/me/second-factor", summary: { zh: "设置动态口令", en: "set up the second factor" }, access: "session", scoped: false, answer: z.object({ secret: z.string(), uri: z.string() }), errors: ["second_factor_set"] },
  confirmSecondFactor: { method: "POST", path: "/me/second-factor/confirm", summary: { zh: "确认动态口令", en: "confirm the second factor" }, access: "session", scoped: false, body: z.object({ code: totp }), answer: me, errors: ["second_factor_failed"] },
  home: {
    method: "GET", path: "/home", summary: { zh: "待办", en: "what to do in my area" }, access: "session", scoped: true,
    answer: z.object({
      area: place, today: day,
      findings: z.array(z.object({ state: z.string(), severity: z.string(), count: z.number().int() })),
      due: z.array(z.object({ area: place, count: z.number().int(), overdue: z.number().int() })),
      rosters: z.array(z.object({ kind: z.string(), period: z.string(), state: z.string(), due: day })),
      links: z.number().int(),
      jobs: z.number().int(),
    }),
  },
  divisions: {
    method: "GET", path: "/divisions", summary: { zh: "下级区划", en: "divisions below one" }, access: "session", scoped: true,
    query: z.object({ parent: divisionCode.optional(), on: day.optional() }),
    answer: z.object({ divisions: z.array(z.object({ code: divisionCode, name: z.string(), level: z.string(), valid_from: day.nullable(), valid_to: day.nullable(), successor: divisionCode.nullable() })) }),
  },
});

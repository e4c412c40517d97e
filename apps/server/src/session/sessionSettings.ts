import type { Role } from "@doudi/contract/api";
import { ROLES } from "@doudi/contract/api";
import type { FoundSession, User } from "@doudi/store";
import type { OidcLogin } from "./oidcLogin.js";

export interface DemoLogin {
  readonly login: string;
  readonly password: string;
  readonly zh: string;
  readonly en: string;
}

export interface SessionSettings {
  /** A session that was not used for so long is over. */
  readonly idleMinutes: number;
  /** And so is one that began so long ago. */
  readonly hours: number;
  /** False for the demo county alone: nobody is asked for a second factor. */
  readonly secondFactor: boolean;
  readonly oidc: OidcLogin | null;
  /** The logins of the demo county, shown on the login page; none anywhere else. */
  readonly demo: readonly DemoLogin[];
}

export const SESSION_SETTINGS: SessionSettings = { idleMinutes: 60, hours: 12, secondFactor: true, oidc: null, demo: [] };

/** When a session that is used now will be over unless it is used again. */
export function endOf(session: { expires_at: Date }, now: Date, { idleMinutes }: SessionSettings): Date {
  return new Date(Math.min(session.expires_at.getTime(), now.getTime() + idleMinutes * 60_000));
}

export function isOver(session: FoundSession, now: Date, { idleMinutes }: SessionSettings): boolean {
  return !session.active || session.expires_at <= now || session.seen_at.getTime() + idleMinutes * 60_000 <= now.getTime();
}

export type SecondFactorState = "none" | "given" | "asked" | "to_set_up";

/** Whether a second factor is still to come: for roles that need one, and for whoever set one up. */
export function secondFactorOf(user: Pick<User, "second_factor_confirmed"> & { role: Role }, given: boolean, settings: SessionSettings): SecondFactorState {
  if (!settings.secondFactor || !(ROLES[user.role].secondFactor || user.second_factor_confirmed)) return "none";
  if (given) return "given";
  return user.second_factor_confirmed ? "asked" : "to_set_up";
}

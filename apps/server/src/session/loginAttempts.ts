import { DoudiError } from "@doudi/contract";
import type { Attempts } from "@doudi/store";

const FREE = 3;
const LOCK_AT = 10;
const LONGEST_DELAY_S = 60;
const LOCK_MINUTES = 15;
const REMEMBERED = 10_000;

const NONE: Attempts = { failed_logins: 0, next_login_after: null, locked_until: null };

/** Says no to an attempt that comes too early, right or wrong. Throws DoudiError login_delayed, login_locked. */
export function refuseEarly({ next_login_after, locked_until }: Attempts, now: Date): void {
  if (locked_until !== null && locked_until > now) throw new DoudiError("login_locked", { until: minuteInChina(locked_until) });
  if (next_login_after !== null && next_login_after > now) throw new DoudiError("login_delayed", { seconds: Math.ceil((next_login_after.getTime() - now.getTime()) / 1000) });
}

/** Three mistakes cost nothing; then the wait doubles from a second on, up to a minute; ten lock the account for a quarter of an hour. */
export function afterFailure({ failed_logins, locked_until }: Attempts, now: Date): Attempts {
  // Whoever sat out a lock has half the attempts again before the next.
  const failed = (locked_until === null ? failed_logins : Math.min(failed_logins, LOCK_AT / 2)) + 1;
  const delay_s = failed < FREE ? 0 : Math.min(LONGEST_DELAY_S, 2 ** (failed - FREE));
  return {
    failed_logins: failed,
    next_login_after: delay_s === 0 ? null : new Date(now.getTime() + delay_s * 1000),
    locked_until: failed < LOCK_AT ? null : new Date(now.getTime() + LOCK_MINUTES * 60_000),
  };
}

/**
 * Attempts to log in, one at a time for each login: many at once would all be made before the first is counted. Logins that
 * nobody has are counted here, in memory, by the same rule as users are in the database, so that the answers do not tell
 * them apart.
 */
export class LoginAttempts {
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #unknown = new Map<string, Attempts>();

  async inTurn<T>(login: string, attempt: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(login) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(attempt);
    this.#turns.set(login, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(login) === turn) this.#turns.delete(login);
    }
  }

  ofUnknown(login: string): Attempts {
    return this.#unknown.get(login) ?? NONE;
  }

  rememberUnknown(login: string, attempts: Attempts): void {
    this.#unknown.delete(login);
    this.#unknown.set(login, attempts);
    const [oldest] = this.#unknown.keys();
    if (this.#unknown.size > REMEMBERED && oldest !== undefined) this.#unknown.delete(oldest);
  }
}

function minuteInChina(moment: Date): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }).format(moment);
}

import { DoudiError, isRosterKind, ROSTER_KIND_CODES, type RosterKind } from "@doudi/contract";
import { calendarCounties, isCompared, rosterVersionsOf, signedVersions, systemScope, type Work } from "@doudi/store";
import type { Application } from "../application.js";
import { chinaDay, dueDay, lastQuarter } from "../rosters/quarter.js";
import { beginComparison } from "./beginComparison.js";
import { chooseVersions } from "./chooseVersions.js";

type Parts = Pick<Application, "database" | "queue" | "now">;

/**
 * Starts the comparisons that the calendar asks for, as of the last day of the quarter that ended last: once when all its rosters
 * are signed, and once when its due day is over with those that were signed by then, noting what is missing. Expected is each
 * kind that the county sent for an earlier quarter; for its first quarter, every kind. May be called at any time, by several
 * servers. Returns how many were started.
 */
export async function startCalendarRuns(parts: Parts): Promise<number> {
  const today = chinaDay(parts.now());
  let started = 0;
  for (const county of await calendarCounties(parts.database, lastQuarter(today).period)) {
    try {
      if (await parts.database.within(systemScope(county), (work) => startWhereAsked(work, parts, county, today))) started += 1;
    } catch (error) {
      // Another comparison of the county is under way: next time.
      if (!(error instanceof DoudiError && error.code === "run_already")) throw error;
    }
  }
  return started;
}

async function startWhereAsked(work: Work, parts: Parts, county: string, today: string): Promise<boolean> {
  const { period, lastDay } = lastQuarter(today);
  const signed = (await signedVersions(work, county)).filter(({ kind }) => isRosterKind(kind));
  const own = signed.filter((version) => version.period === period);
  const missing = (await expectedKinds(work, period)).filter((kind) => !own.some((version) => version.kind === kind));
  const due = dueDay(period);
  if (missing.length > 0 && (today <= due || !own.some(({ signed_at }) => chinaDay(signed_at) <= due))) return false;
  if (await isCompared(work, county, { period, isComplete: missing.length === 0, kinds: new Set(own.map(({ kind }) => kind)).size })) return false;
  await beginComparison(work, parts, { county, userId: null, date: lastDay, versions: chooseVersions(signed, lastDay), calendar: { period, missing } });
  return true;
}

async function expectedKinds(work: Work, period: string): Promise<RosterKind[]> {
  const sent = new Set((await rosterVersionsOf(work, "")).filter((version) => version.period < period && (version.state === "signed" || version.state === "submitted")).map(({ kind }) => kind));
  return ROSTER_KIND_CODES.filter((kind) => sent.size === 0 || sent.has(kind));
}

const LOOK_MS = 60_000;

/** Looks at the calendar now and every minute. Returns what ends it. */
export function watchCalendar(parts: Parts, onError: (error: unknown) => void): () => Promise<void> {
  let looking = Promise.resolve();
  const look = (): void => {
    looking = looking.then(async () => { await startCalendarRuns(parts); }).catch(onError);
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

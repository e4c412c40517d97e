import { ROSTER_KIND_CODES, type RosterKind } from "@doudi/contract";
import { type Answer, departmentOf, type VersionState } from "@doudi/contract/api";
import type { Scope } from "@doudi/store";
import { dueDay, lastQuarter, quarterDays } from "./quarter.js";

type Calendar = Omit<Answer<"rosterCalendar">, "starts_runs">;

/** Of several versions of a quarter the one that is furthest counts; the list has the newest first. */
const FURTHEST: readonly VersionState[] = ["signed", "submitted", "read", "reading", "failed"];

/**
 * Which roster of which department is in, due, late or still to come, for every kind and quarter of a year (NJ-009,
 * NJ-013). In is what was submitted or signed.
 *
 * @param first the first quarter on record, of all departments; what is before it was never asked for and is left out. Null: nothing
 * is on record, and the quarter that ended last is the first one asked for
 */
export function rosterCalendar(year: number, today: string, first: string | null, department: Scope["department"], versions: readonly { version_id: number; kind: string | null; period: string; state: VersionState }[]): Calendar {
  const kinds = ROSTER_KIND_CODES.filter((kind) => department === "all" || departmentOf(kind) === department);
  const begin = first ?? lastQuarter(today).period;
  const periods = [1, 2, 3, 4].map((quarter) => `${year}Q${quarter}`).filter((period) => period >= begin);
  const entries = periods.flatMap((period) => kinds.map((kind) => entry(kind, period, today, versions)));
  return { year, today, entries };
}

function entry(kind: RosterKind, period: string, today: string, versions: Parameters<typeof rosterCalendar>[4]): Calendar["entries"][number] {
  const own = versions.filter((version) => version.kind === kind && version.period === period);
  const [best] = FURTHEST.flatMap((state) => own.filter((version) => version.state === state));
  const due = dueDay(period);
  const isIn = best?.state === "signed" || best?.state === "submitted";
  const state = isIn ? "in" : today <= quarterDays(period).end ? "future" : today <= due ? "due" : "late";
  return { kind, department: departmentOf(kind), period, due, state, version_id: best?.version_id ?? null, version_state: best?.state ?? null };
}

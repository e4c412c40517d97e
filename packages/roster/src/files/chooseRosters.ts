import { ROSTER_KINDS, type Bilingual } from "@doudi/contract";
import { fileProblem, type FileProblem } from "./fileProblem.js";
import type { Kinds } from "./kinds.js";
import type { RosterFile } from "./source.js";

/** A roster that another one replaces: read by nobody, but named. */
interface SupersededRoster {
  file: string;
  by: string;
  reason: Bilingual;
}

export interface ChosenRosters {
  rosters: RosterFile[];
  superseded: SupersededRoster[];
  problems: FileProblem[];
}

/**
 * One roster of each kind (or its parts) out of all that were found: the newest period that began by the date, the
 * highest version of it. Rosters of events (deaths, aid) of several periods add up and are all kept. Two files of one
 * kind, period and part without versions are a problem, never mixed (YN-070).
 */
export function chooseRosters(found: readonly RosterFile[], kinds: Kinds, date: string | undefined): ChosenRosters {
  const chosen: ChosenRosters = { rosters: [], superseded: [], problems: [] };
  const byKind = groupBy(found, (roster) => roster.kind);
  for (const rosters of byKind.values()) {
    const sorted = dropCopies(rosters, chosen);
    const whole = sorted.filter((roster) => roster.part === null);
    if (whole.length > 0 && whole.length < sorted.length) {
      mixed(sorted, chosen);
      continue;
    }
    for (const part of groupBy(sorted, (roster) => roster.part ?? "").values()) choosePart(part, kinds, date, chosen);
  }
  return chosen;
}

function choosePart(sorted: readonly RosterFile[], kinds: Kinds, date: string | undefined, chosen: ChosenRosters): void {
  const periods = groupBy(sorted, (roster) => roster.period?.end ?? "");
  const events = sorted[0] !== undefined && kinds.byCode.get(sorted[0].kind)?.events === true;
  if (events && !periods.has("")) {
    for (const same of periods.values()) chooseVersion(same, chosen);
  } else if (periods.size > 1 && periods.has("")) {
    mixed(sorted, chosen);
  } else {
    choosePeriod(periods, date, chosen);
  }
}

function choosePeriod(periods: ReadonlyMap<string, RosterFile[]>, date: string | undefined, chosen: ChosenRosters): void {
  const ends = [...periods.keys()].sort();
  const begun = (end: string): boolean => date === undefined || (periods.get(end)?.[0]?.period?.start ?? "") <= date;
  const kept = ends.findLast(begun) ?? ends[0];
  if (kept === undefined) return;
  const winner = chooseVersion(periods.get(kept) ?? [], chosen);
  if (winner === null) return;
  for (const end of ends) {
    if (end === kept) continue;
    for (const roster of periods.get(end) ?? []) {
      const later = end > kept;
      supersede(roster, winner, chosen, {
        zh: `期次${roster.period?.label ?? ""}${later ? `始于基准日 ${date ?? ""} 之后` : `早于${winner.period?.label ?? ""}`}`,
        en: `its period ${roster.period?.label ?? ""} ${later ? `begins after ${date ?? ""}` : `is older than ${winner.period?.label ?? ""}`}`,
      });
    }
  }
}

/** The highest version; where several files have none, or the highest twice, a problem for each of them. */
function chooseVersion(rosters: readonly RosterFile[], chosen: ChosenRosters): RosterFile | null {
  const sorted = [...rosters].sort((a, b) => compareVersions(a.version, b.version) || (a.name < b.name ? -1 : 1));
  const winner = sorted.at(-1);
  if (winner === undefined) return null;
  const unclear = sorted.length > 1 && (sorted.some((roster) => roster.version === null) || compareVersions(sorted.at(-2)?.version ?? null, winner.version) === 0);
  if (unclear) {
    mixed(sorted, chosen);
    return null;
  }
  chosen.rosters.push(winner);
  for (const roster of sorted.slice(0, -1))
    supersede(roster, winner, chosen, { zh: `版本 ${roster.version ?? ""} 低于 ${winner.version ?? ""}`, en: `version ${roster.version ?? ""} is lower than ${winner.version ?? ""}` });
  return winner;
}

function mixed(rosters: readonly RosterFile[], chosen: ChosenRosters): void {
  const [first, ...others] = rosters;
  if (first === undefined) return;
  for (const roster of others)
    chosen.problems.push(fileProblem(roster.name, "roster_twice", { other: first.name, kind: `${ROSTER_KINDS[roster.kind].zh} ${roster.kind}`, period: roster.period?.label ?? "—" }));
}

/** The same bytes under two names are one roster. */
function dropCopies(rosters: readonly RosterFile[], chosen: ChosenRosters): RosterFile[] {
  const kept: RosterFile[] = [];
  for (const roster of [...rosters].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const original = kept.find((other) => other.sha256 === roster.sha256 && other.name !== roster.name && other.period?.end === roster.period?.end);
    if (original === undefined) kept.push(roster);
    else supersede(roster, original, chosen, { zh: "内容完全相同", en: "the same bytes" });
  }
  return kept;
}

function supersede(roster: RosterFile, by: RosterFile, chosen: ChosenRosters, reason: Bilingual): void {
  chosen.superseded.push({ file: roster.name, by: by.name, reason });
  by.warnings.push({ zh: `未采用 ${roster.name}:${reason.zh}`, en: `${roster.name} is not used: ${reason.en}` });
}

function compareVersions(a: string | null, b: string | null): number {
  return (a ?? "").localeCompare(b ?? "", "en", { numeric: true });
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

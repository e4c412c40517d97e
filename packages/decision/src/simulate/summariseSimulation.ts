import type { Bilingual, SimulationCounts, SimulationScheme } from "@doudi/contract";
import type { Scheme } from "@doudi/policy";
import type { Engine, SqlRow } from "@doudi/roster";

const MONTHS = 12;

/** The schemes of each side. */
interface Decided {
  readonly before: readonly Scheme[];
  readonly after: readonly Scheme[];
}

/** Everything counted by scheme and township, and who is entitled by class, from the table `paired`. */
export async function summariseSimulation(engine: Engine, decided: Decided): Promise<SimulationScheme[]> {
  const townships = await engine.rows(`SELECT scheme, coalesce(township, '') AS code, ${COUNTS.join(", ")} FROM paired GROUP BY scheme, coalesce(township, '')`);
  const classes = new Map<"before" | "after", readonly SqlRow[]>();
  for (const side of ["before", "after"] as const) {
    classes.set(side, await engine.rows(`SELECT scheme, coalesce(class_${side}, '') AS class, count(*) AS entitled, coalesce(sum(amount_fen_month_${side}), 0) AS cost FROM paired WHERE outcome_${side} = 'yes' GROUP BY scheme, coalesce(class_${side}, '')`));
  }
  const schemes = new Map([...decided.before, ...decided.after].map((scheme) => [scheme.id, scheme]));
  return [...schemes.values()].map((scheme) => {
    const own = townships.filter((row) => row["scheme"] === scheme.id).map((row) => ({ code: String(row["code"]), name: "", ...priced(scheme.id, decided, countsOf(row)) }));
    own.sort((a, b) => b.costFenYear.after - a.costFenYear.after || b.entitled.after - a.entitled.after || (a.code < b.code ? -1 : 1));
    return { id: scheme.id, name: scheme.name, unit: scheme.unit, total: own.reduce(add, NOTHING), townships: own, classes: classesOf(scheme, decided, classes) };
  });
}

const both = (name: string, sql: (side: "before" | "after") => string): string[] => (["before", "after"] as const).map((side) => `${sql(side)} AS ${name}_${side}`);
const changed = (change: string): string => `count(CASE WHEN change = '${change}' THEN 1 END) AS ${change}`;
const COUNTS = [
  ...both("entitled", (side) => `count(CASE WHEN outcome_${side} = 'yes' THEN 1 END)`),
  ...both("unknown", (side) => `count(CASE WHEN outcome_${side} = 'unknown' THEN 1 END)`),
  ...both("unpriced", (side) => `count(CASE WHEN outcome_${side} = 'yes' AND amount_fen_month_${side} IS NULL THEN 1 END)`),
  ...both("cost", (side) => `coalesce(sum(amount_fen_month_${side}), 0)`),
  ...["enters", "leaves", "doubtful", "raised", "lowered"].map(changed),
];

function countsOf(row: SqlRow): SimulationCounts {
  const number = (key: string): number => Number(row[key] ?? 0);
  const pair = (name: string, times = 1): { before: number; after: number } => ({ before: number(`${name}_before`) * times, after: number(`${name}_after`) * times });
  return {
    entitled: pair("entitled"), enters: number("enters"), leaves: number("leaves"), doubtful: number("doubtful"), raised: number("raised"), lowered: number("lowered"),
    unknown: pair("unknown"), unpriced: pair("unpriced"), costFenYear: pair("cost", MONTHS),
  };
}

const NOTHING: SimulationCounts = countsOf({});

/** A scheme that has no amount lacks none. */
function priced(id: string, decided: Decided, counts: SimulationCounts): SimulationCounts {
  const pays = (side: "before" | "after"): boolean => decided[side].some((scheme) => scheme.id === id && scheme.amount !== null);
  return { ...counts, unpriced: { before: pays("before") ? counts.unpriced.before : 0, after: pays("after") ? counts.unpriced.after : 0 } };
}

function add(a: SimulationCounts, b: SimulationCounts): SimulationCounts {
  const pair = (key: "entitled" | "unknown" | "unpriced" | "costFenYear"): { before: number; after: number } => ({ before: a[key].before + b[key].before, after: a[key].after + b[key].after });
  return {
    entitled: pair("entitled"), enters: a.enters + b.enters, leaves: a.leaves + b.leaves, doubtful: a.doubtful + b.doubtful, raised: a.raised + b.raised, lowered: a.lowered + b.lowered,
    unknown: pair("unknown"), unpriced: pair("unpriced"), costFenYear: pair("costFenYear"),
  };
}

function classesOf(scheme: Scheme, decided: Decided, rows: ReadonlyMap<"before" | "after", readonly SqlRow[]>): SimulationScheme["classes"] {
  const own = (side: "before" | "after"): readonly SqlRow[] => (rows.get(side) ?? []).filter((row) => row["scheme"] === scheme.id);
  const ids = [...new Set([...own("before"), ...own("after")].map((row) => String(row["class"])))].sort();
  return ids.map((id) => {
    const of = (side: "before" | "after", key: string, times = 1): number => Number(own(side).find((row) => row["class"] === id)?.[key] ?? 0) * times;
    return {
      id, name: className(scheme.id, id, decided),
      entitled: { before: of("before", "entitled"), after: of("after", "entitled") },
      costFenYear: { before: of("before", "cost", MONTHS), after: of("after", "cost", MONTHS) },
    };
  });
}

function className(schemeId: string, id: string, decided: Decided): Bilingual {
  for (const scheme of [...decided.after, ...decided.before]) {
    if (scheme.id !== schemeId || scheme.class?.type.kind !== "enum") continue;
    const value = scheme.class.type.values.find((each) => each.id === id);
    if (value) return value.name;
  }
  return { zh: id, en: id };
}

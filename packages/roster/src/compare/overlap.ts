import { type Overlap, OVERLAP_ROSTERS, type OverlapRoster } from "@doudi/contract";
import type { Engine, SqlRow } from "../engine/engine.js";
import { LABOUR_BITS } from "../persons/households.js";
import type { RosterView } from "../persons/rosterView.js";

/** The township that a text of the rosters stands for. */
export type TownshipOf = (text: string) => { name: string; code: string | null };

interface Counts {
  persons: Record<OverlapRoster, number>;
  both: Map<string, number>;
  households: number;
  complete: number;
  partial: number;
}

/**
 * Persons on each of the four rosters and on two at once, for the county and each township (NJ-010, NJ-049), and the
 * poor-register households without labour (NJ-050). Out of table population; the townships' spellings are joined here.
 */
export async function overlapStatistics(engine: Engine, view: RosterView, labour: SqlRow[] | null, county: { code: string; name: string }, townshipOf: TownshipOf): Promise<Overlap[]> {
  const present = OVERLAP_ROSTERS.filter((roster) => view.has(roster));
  const counts = present.map((a) => `CAST(coalesce(sum(persons) FILTER (WHERE is_${a}), 0) AS BIGINT) AS ${a}`);
  const pairs = present.flatMap((a, i) => present.slice(i + 1).map((b) => ({ a, b })));
  const both = pairs.map(({ a, b }) => `CAST(coalesce(sum(persons) FILTER (WHERE is_${a} AND is_${b}), 0) AS BIGINT) AS ${a}_${b}`);
  const rows = present.length === 0 ? [] : await engine.rows(`SELECT township, ${[...counts, ...both].join(", ")} FROM population GROUP BY township`);

  const whole = emptyCounts();
  const townships = new Map<string, { code: string | null; counts: Counts }>();
  const add = (row: SqlRow, into: (counts: Counts) => void): void => {
    into(whole);
    if (typeof row["township"] !== "string") return;
    const { name, code } = townshipOf(row["township"]);
    const known = townships.get(name) ?? { code, counts: emptyCounts() };
    townships.set(name, known);
    into(known.counts);
  };
  for (const row of rows) {
    add(row, (c) => {
      for (const roster of present) c.persons[roster] += Number(row[roster]);
      for (const { a, b } of pairs) c.both.set(`${a}_${b}`, (c.both.get(`${a}_${b}`) ?? 0) + Number(row[`${a}_${b}`]));
    });
  }
  for (const row of labour ?? []) {
    add(row, (c) => {
      c.households += Number(row["households"]);
      c.complete += Number(row["complete"]);
      c.partial += Number(row["partial"]);
    });
  }
  const draw = (level: Overlap["level"], code: string | null, name: string, c: Counts): Overlap => ({
    level, code, name,
    persons: Object.fromEntries(OVERLAP_ROSTERS.map((roster) => [roster, view.has(roster) ? c.persons[roster] : null])) as Overlap["persons"],
    pairs: pairs.flatMap(({ a, b }) => {
      const count = c.both.get(`${a}_${b}`) ?? 0;
      return [[a, b], [b, a]].map(([of, also]) => {
        const all = c.persons[of as OverlapRoster];
        return { of: of as OverlapRoster, also: also as OverlapRoster, count, rate: all === 0 ? null : Math.round((count / all) * 1e6) / 1e6 };
      });
    }),
    labourLoss: labour === null ? null : { households: c.households, complete: c.complete, partial: c.partial },
  });
  const sorted = [...townships].sort(([a, x], [b, y]) => ((x.code ?? "z") + a < (y.code ?? "z") + b ? -1 : 1));
  return [draw("county", county.code, county.name, whole), ...sorted.map(([name, { code, counts: c }]) => draw("township", code, name, c))];
}

function emptyCounts(): Counts {
  return { persons: { dibao: 0, tekun: 0, poor: 0, disabled: 0 }, both: new Map(), households: 0, complete: 0, partial: 0 };
}

/**
 * Households of the poor register by loss of labour capacity. Complete: somebody has lost it in full or in part and nobody
 * has it in full or in part any more; partial: somebody has lost it and somebody can still work. Null without the column.
 * Asked while table household_of_poor has every household.
 */
export async function labourLoss(engine: Engine, view: RosterView): Promise<SqlRow[] | null> {
  if (!view.has("poor") || !view.hasColumn("poor", "labour_capacity") || !view.membersListed("poor")) return null;
  const { full_loss: lost, full } = LABOUR_BITS;
  // Whoever has lost it in part has lost it and can still work.
  return engine.rows(`SELECT township, count(*) AS households, count(*) FILTER (WHERE labour = ${lost}) AS complete, count(*) FILTER (WHERE labour NOT IN (0, ${lost}, ${full})) AS partial FROM household_of_poor GROUP BY township`);
}

import type { Overlap } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";

type Point = Answer<"trend">["points"][number];

/** Persons on the rosters quarter by quarter, counties added up; `rate` is the share of dibao persons who are registered poor, null where a county lacks one of the two rosters. */
export function overlapTrend(quarters: readonly { run_id: number; as_of: string; overlap: Overlap }[]): Point[] {
  const byQuarter = new Map<string, typeof quarters>();
  for (const run of quarters) {
    const quarter = `${run.as_of.slice(0, 4)}Q${Math.ceil(Number(run.as_of.slice(5, 7)) / 3)}`;
    byQuarter.set(quarter, [...(byQuarter.get(quarter) ?? []), run]);
  }
  return [...byQuarter.values()].flatMap((runs) => {
    const last = runs.at(-1);
    if (last === undefined) return [];
    const sum = (count: (overlap: Overlap) => number | null | undefined): number => runs.reduce((total, { overlap }) => total + (count(overlap) ?? 0), 0);
    const dibao = sum(({ persons }) => persons.dibao);
    const dibao_poor = sum(({ pairs }) => pairs.find(({ of, also }) => of === "dibao" && also === "poor")?.count);
    const isKnown = runs.every(({ overlap: { persons } }) => persons.dibao !== null && persons.poor !== null);
    return [{
      run_id: last.run_id, date: last.as_of, dibao, poor: sum(({ persons }) => persons.poor), disabled: sum(({ persons }) => persons.disabled), dibao_poor,
      rate: isKnown && dibao > 0 ? dibao_poor / dibao : null,
    }];
  });
}

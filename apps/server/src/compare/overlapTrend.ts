import type { Overlap } from "@doudi/contract";
import type { Answer } from "@doudi/contract/api";

type Point = Answer<"trend">["points"][number];

/** Persons on the rosters quarter by quarter, counties added up; `rate` is the share of dibao persons who are registered poor, null where one of the two rosters was not there. */
export function overlapTrend(quarters: readonly { run_id: number; as_of: string; overlap: Overlap }[]): Point[] {
  const points = new Map<string, Point>();
  for (const { run_id, as_of, overlap } of quarters) {
    const key = `${as_of.slice(0, 4)}Q${Math.ceil(Number(as_of.slice(5, 7)) / 3)}`;
    const sum = points.get(key) ?? { run_id, date: as_of, dibao: 0, poor: 0, disabled: 0, dibao_poor: 0, rate: null };
    const dibao = sum.dibao + (overlap.persons.dibao ?? 0);
    const dibao_poor = sum.dibao_poor + (overlap.pairs.find(({ of, also }) => of === "dibao" && also === "poor")?.count ?? 0);
    const isKnown = overlap.persons.dibao !== null && overlap.persons.poor !== null;
    points.set(key, { run_id, date: as_of, dibao, poor: sum.poor + (overlap.persons.poor ?? 0), disabled: sum.disabled + (overlap.persons.disabled ?? 0), dibao_poor, rate: !isKnown || dibao === 0 ? null : dibao_poor / dibao });
  }
  return [...points.values()];
}

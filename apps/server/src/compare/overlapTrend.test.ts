import { type Overlap, OVERLAP_ROSTERS } from "@doudi/contract";
import { expect, it } from "vitest";
import { overlapTrend } from "./overlapTrend.js";

it("adds up the counties of a quarter, and has no rate where one of them lacks a roster, whichever comes last", () => {
  const full = { run_id: 1, as_of: "2020-03-31", overlap: overlapOf({ dibao: 40, poor: 30 }, 10) };
  const later = { run_id: 3, as_of: "2020-06-30", overlap: overlapOf({ dibao: 20, poor: 30 }, 10) };
  const withoutPoor = { run_id: 2, as_of: "2020-03-31", overlap: overlapOf({ dibao: 60, poor: null }, 0) };
  expect(overlapTrend([full, later])).toMatchObject([{ date: "2020-03-31", dibao: 40, dibao_poor: 10, rate: 0.25 }, { run_id: 3, dibao: 20, rate: 0.5 }]);
  for (const counties of [[full, withoutPoor], [withoutPoor, full]]) expect(overlapTrend(counties)).toMatchObject([{ dibao: 100, poor: 30, rate: null }]);
});

function overlapOf(persons: Partial<Overlap["persons"]>, dibaoAndPoor: number): Overlap {
  const none = Object.fromEntries(OVERLAP_ROSTERS.map((roster) => [roster, null])) as Overlap["persons"];
  return { level: "county", code: null, name: "", persons: { ...none, ...persons }, pairs: [{ of: "dibao", also: "poor", count: dibaoAndPoor, rate: null }], labourLoss: null };
}

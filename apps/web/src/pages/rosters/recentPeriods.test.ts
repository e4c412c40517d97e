import { expect, test } from "vitest";
import { recentPeriods } from "./recentPeriods.js";

test("quarters go back from the one that holds the day, across the year", () => {
  expect(recentPeriods("2020-03-31", 3)).toEqual(["2020Q1", "2019Q4", "2019Q3"]);
  expect(recentPeriods("2020-04-01", 1)).toEqual(["2020Q2"]);
  expect(recentPeriods("2020-12-31", 1)).toEqual(["2020Q4"]);
});

test("a quarter that was asked for is among them once", () => {
  expect(recentPeriods("2020-06-01", 2, "2018Q4")).toEqual(["2020Q2", "2020Q1", "2018Q4"]);
  expect(recentPeriods("2020-06-01", 2, "2020Q1")).toEqual(["2020Q2", "2020Q1"]);
});

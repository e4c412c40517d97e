import { expect, it } from "vitest";
import { compareBirthDates, isLinkDate } from "./compareBirthDate.js";

it.each([
  ["1980-05-11", "1980-05-11", "equal"],
  ["1980-01-01", "1980-01-01", "equal_new_year"],
  ["1980-05-11", "1980-11-05", "swapped"],
  ["1980-05-11", "1980-05-12", "one_component"],
  ["1980-05-11", "1981-05-11", "one_component"],
  ["1980-05-11", "1980-06-11", "one_component"],
  ["1980-05", "1980-05-11", "one_component"],
  ["1980-05-11", "1980-07-12", "year"],
  ["1980", "1980-05-11", "year"],
  ["1980-05-11", "1979-07-12", "different"],
  ["1980", "1981-05-11", "different"],
])("%s and %s: %s", (a, b, level) => {
  expect(compareBirthDates(a, b)).toBe(level);
  expect(compareBirthDates(b, a)).toBe(level);
});

it("knows a date", () => {
  expect(["1980", "1980-05", "1980-05-11", "80-5-1", "19800511", ""].map(isLinkDate)).toEqual([true, true, true, false, false, false]);
});

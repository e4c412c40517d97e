import type { Parameter } from "./ParametersPage.js";

type Value = Parameter["values"][number];

/** The value in force on a day: from is the first day, to the first day no longer. */
export function valueOn(values: readonly Value[], day: string): Value | undefined {
  return values.find(({ from, to }) => (from === null || from <= day) && (to === null || day < to));
}
